import Gauntlet

/// A random sparse process: `branching` different successors per row, probabilities as gaps between sorted
/// uniform numbers, rewards uniform on [0, 1).
func garnet(states: Int, actions: Int, branching: Int, seed: UInt64) throws(PlanningError) -> SolverTable {
  var stream = RandomStream(seed: seed, purpose: .instance)
  var builder = try SolverTableBuilder(
    stateCount: states, actionCount: actions, entryCapacity: states * actions * branching)
  var successors: [Int] = []
  var cuts: [Double] = []
  for _ in 0..<(states * actions) {
    successors.removeAll(keepingCapacity: true)
    while successors.count < branching {
      let next = min(Int(stream.uniform() * Double(states)), states - 1)
      if !successors.contains(next) { successors.append(next) }
    }
    cuts.removeAll(keepingCapacity: true)
    cuts.append(0)
    for _ in 1..<branching { cuts.append(stream.uniform()) }
    cuts.append(1)
    cuts.sort()
    let reward = stream.uniform()
    for (index, next) in successors.enumerated() {
      builder.add(to: next, probability: cuts[index + 1] - cuts[index], reward: reward)
    }
    try builder.endRow()
  }
  return try builder.finish()
}
