/// A finite process that is seen through simplex features of states and actions.
///
/// phi(s, a) in R^d with phi_i >= 0 and sum_i phi_i = 1, the same at every step. Where the process is linear
/// in them, P(. | s, a) = sum_i phi_i mu_i and r_h(s, a) = phi . theta_h at step h, counted from 0.
///
/// Source: Z. Liu, P. Xu, "Distributionally robust off-dynamics reinforcement learning: provable efficiency
/// with linear function approximation", AISTATS 2024 (d-rectangular linear models).
public protocol LinearProcess: TabularProcess {
  /// Number of features d.
  var featureCount: Int { get }

  /// Writes phi(`state`, `action`), shape [featureCount], and returns true.
  ///
  /// Returns false, and writes nothing, where the return of the action is known beforehand and needs no
  /// features: the episode ends, and the return is the mean reward of the row.
  func writeFeatures(of state: Int, action: Int, into row: inout MutableSpan<Double>) -> Bool

  /// theta_h of step `step`, shape [featureCount].
  func rewardWeights(step: Int) -> [Double]

  /// mu of step `step`, a distribution over the states for each feature, where the process is linear in its
  /// features; nil where it is only near that.
  func factors(step: Int) -> [[Double]]?

  /// An absorbing state in which every reward is 0, the least of all; nil where there is none.
  var failState: Int? { get }

  /// What nature is taken to disturb when nobody says otherwise; empty for every factor at every step.
  static var disturbedFactors: [DisturbedFactor] { get }

  /// The published changes of the model that robust policies are tried on; nil for none.
  static var targetSweep: TargetSweep? { get }
}

extension LinearProcess {
  public func factors(step: Int) -> [[Double]]? { nil }
  public static var disturbedFactors: [DisturbedFactor] { [] }
  public static var targetSweep: TargetSweep? { nil }
}

/// One factor of one step, both counted from 0.
public struct DisturbedFactor: Hashable, Sendable {
  public var step: Int
  public var factor: Int

  public init(step: Int, factor: Int) {
    self.step = step
    self.factor = factor
  }
}

/// A parameter that runs over values while others are held, to show how a policy fares when the model
/// changes.
public struct TargetSweep: Hashable, Sendable {
  public var parameter: String
  public var values: [Double]
  /// Parameters that have another value than their own throughout, by name.
  public var held: [String: Double]

  public init(_ parameter: String, _ values: [Double], holding held: [String: Double] = [:]) {
    self.parameter = parameter
    self.values = values
    self.held = held
  }
}
