/// The states that some policy meets at a step, their groups and feature rows.
struct MetAtStep: Sendable {
  let states: [Int]
  let groups: [Int]
  let rows: [Int]

  /// The other states, their groups and the feature rows of those.
  func complement(_ all: ActionGroups, states count: Int) -> MetAtStep {
    let met = Set(states)
    let others = (0..<count).filter { !met.contains($0) }
    let own = others.flatMap { Array(all.start[$0]..<all.start[$0 + 1]) }
    return MetAtStep(
      states: others, groups: own, rows: Set(own.map { all.row[$0] }.filter { $0 >= 0 }).sorted())
  }

  /// By step, from the model's first states and factors; nil where these do not tell, or where a value of a
  /// state that is never met matters: without a fail state nature falls to the least value of all.
  static func all(
    horizon: Int, initial: [Double], factors: [Double]?, failState: Int?, rows: FeatureRows,
    groups: ActionGroups
  ) -> [MetAtStep]? {
    guard let factors, let failState else { return nil }
    let states = initial.count
    let d = factors.count / (horizon * states)
    var isMet = initial.map { $0 > 0 }
    var all: [MetAtStep] = []
    for step in 0..<horizon {
      // The fail state's value is read whether it is met or not.
      isMet[failState] = true
      let met = (0..<states).filter { isMet[$0] }
      let own = met.flatMap { Array(groups.start[$0]..<groups.start[$0 + 1]) }
      let used = Set(own.map { groups.row[$0] }.filter { $0 >= 0 }).sorted()
      all.append(MetAtStep(states: met, groups: own, rows: used))
      var next = Array(repeating: false, count: states)
      for row in used {
        for k in rows.start[row]..<rows.start[row + 1] {
          let first = (step * d + Int(rows.index[k])) * states
          for state in 0..<states where factors[first + state] > 0 { next[state] = true }
        }
      }
      isMet = next
    }
    return all
  }
}
