import DecisionProcesses

/// Every tenth of every parameter's interval has an effect, or is declared inert.
///
/// - Parameters:
///   - inert: where the world says that a parameter changes nothing.
///   - isStandard: whether the process is the world as declared, so that `inert` must hold and the
///     parameters must be nominal.
func checkEffect<P: DecisionProcess>(
  _ process: P, inert: [InertInterval], boxes: [ParameterBox], isStandard: Bool, seed: UInt64
) throws(Violation) -> String where P.Action: RowConvertible, P.Observation: RowConvertible {
  let names = P.schema.map(\.name)
  try require(Set(names).count == names.count, "two parameters share a name: \(names)")
  for name in inert.map(\.parameter) + boxes.flatMap(\.parameters) {
    try require(names.contains(name), "a box or an inert interval names '\(name)'; parameters are \(names)")
  }
  guard !names.isEmpty else { return "no parameters" }
  try checkAccess(process, isStandard: isStandard)
  var covered = 0
  for (index, parameter) in P.schema.enumerated() {
    let own = inert.filter { $0.parameter == parameter.name }
    let (low, high) = (parameter.interval.lowerBound, parameter.interval.upperBound)
    try require(low < high, "parameter '\(parameter.name)' has the single value \(low)")
    for tenth in 0..<10 {
      func point(_ k: Int) -> Double { k == 10 ? high : low + (high - low) * Double(k) / 10 }
      let (a, b) = (point(tenth), point(tenth + 1))
      if own.contains(where: { $0.interval.contains(a) && $0.interval.contains(b) }) {
        covered += 1
        continue
      }
      try require(
        differs(process, index, a, b, seed: seed),
        "parameter '\(parameter.name)': \(a) and \(b) give the same "
          + (process is any TabularProcess ? "tables" : "trajectories from \(effectSeeds) seeds"))
    }
    if isStandard { try checkInert(process, index, own, parameter, seed: seed) }
  }
  return "\(names.count) parameters by \(10) tenths, \(covered) of them declared inert"
}

private let effectSeeds = 3

/// Every parameter reads back as written, and writing one leaves the others.
private func checkAccess<P: DecisionProcess>(_ process: P, isStandard: Bool) throws(Violation) {
  for (index, parameter) in P.schema.enumerated() {
    let stands = process[parameter: index]
    try require(
      !isStandard || stands == parameter.nominal,
      "parameter '\(parameter.name)' starts at \(stands), its nominal value is \(parameter.nominal)")
    for value in [parameter.interval.lowerBound, parameter.interval.upperBound, stands] {
      var changed = process
      changed[parameter: index] = value
      var expected = process.parameterRow
      expected[index] = value
      if let difference = firstDifference(changed.parameterRow, expected, "parameter") {
        throw Violation("after '\(parameter.name)' is set to \(value), \(difference)")
      }
    }
  }
}

/// Declared inert intervals lie in the parameter's interval and truly change nothing.
private func checkInert<P: DecisionProcess>(
  _ process: P, _ index: Int, _ inert: [InertInterval], _ parameter: ParameterDescription, seed: UInt64
) throws(Violation) where P.Action: RowConvertible, P.Observation: RowConvertible {
  for declared in inert {
    let (low, high) = (declared.interval.lowerBound, declared.interval.upperBound)
    try require(
      parameter.interval.contains(low) && parameter.interval.contains(high) && low < high,
      "'\(parameter.name)' is declared inert in \(declared.interval), its interval is \(parameter.interval)")
    for fraction in [0.1, 0.5, 0.9, 1] {
      let value = fraction == 1 ? high : low + (high - low) * fraction
      try require(
        !differs(process, index, low, value, seed: seed),
        "'\(parameter.name)' is declared inert in \(declared.interval), but \(low) and \(value) differ")
    }
  }
}

/// Whether two values of a parameter can be told apart from outside.
private func differs<P: DecisionProcess>(
  _ process: P, _ index: Int, _ first: Double, _ second: Double, seed: UInt64
) -> Bool where P.Action: RowConvertible, P.Observation: RowConvertible {
  var (a, b) = (process, process)
  a[parameter: index] = first
  b[parameter: index] = second
  if let a = a as? any TabularProcess, let b = b as? any TabularProcess {
    return tables(of: a) != tables(of: b)
  }
  for offset in 0..<UInt64(effectSeeds) {
    for pattern in ActionPattern.allCases where diverge(a, b, pattern, seed: seed &+ offset) { return true }
  }
  return false
}

private func tables<P: TabularProcess>(of process: P) -> TransitionTable { TransitionTable(process) }

/// Whether two processes with the same luck and the same actions show different numbers.
private func diverge<P: DecisionProcess>(_ a: P, _ b: P, _ pattern: ActionPattern, seed: UInt64) -> Bool
where P.Action: RowConvertible, P.Observation: RowConvertible {
  var first = SimulationPlayer(Simulation(a, seed: seed))
  var second = SimulationPlayer(Simulation(b, seed: seed))
  var actor = Actor(pattern, first.action, seed: seed, scripted: scriptedPolicy(a))
  var seen = first.reset(seed: nil)
  if firstDifference(seen, second.reset(seed: nil), "") != nil { return true }
  for _ in 0..<1000 where first.isRunning {
    let action = actor.act(on: seen)
    let step = first.step(action)
    if firstDifference(step, second.step(action)) != nil { return true }
    seen = step.observation
  }
  return false
}
