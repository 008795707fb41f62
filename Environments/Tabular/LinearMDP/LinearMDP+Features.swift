import DecisionProcesses

extension LinearMDP: ScriptedProcess {
  public var featureCount: Int { 4 }

  public func writeFeatures(of state: Int, action: Int, into row: inout MutableSpan<Double>) -> Bool {
    for index in 0..<4 { row[index] = 0 }
    if state < Self.failed {
      let g = goalFeature(of: action)
      row[state] = 1 - g
      row[3] = g
    } else {
      row[state - 1] = 1
    }
    return true
  }

  /// 0 at the first step, later the fourth feature.
  public func rewardWeights(step: Int) -> [Double] { [0, 0, 0, step == 0 ? 0 : 1] }

  /// The same at all steps where q is 0 and both leaks are equal.
  public func factors(step: Int) -> [[Double]]? {
    let lost = step == 0 ? leakAtStart : leak
    let missed = step == 0 ? q : 0
    return [
      [0, 1 - lost, 0, lost, 0], [0, 0, 1 - leak, leak, 0], [0, 0, 0, 1, 0], [0, 0, 0, missed, 1 - missed],
    ]
  }

  public var failState: Int? { Self.failed }

  /// The goal factor of the first step.
  public static var disturbedFactors: [DisturbedFactor] { [DisturbedFactor(step: 0, factor: 3)] }

  /// The targets of the source, in which x1 never leaks.
  public static var targetSweep: TargetSweep? {
    TargetSweep("q", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], holding: ["leakAtStart": 0])
  }

  /// All plus: the optimum where q is 0, which value iteration cannot find, as x5 pays for ever.
  public func scriptedAction(for observation: Int) -> Int { 15 }
}
