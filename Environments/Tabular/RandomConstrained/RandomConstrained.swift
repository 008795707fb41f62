import DecisionProcesses
import RandomStreams

/// A random decision process with one constraint, drawn from a seed.
///
/// Fifteen states and five actions. Each row is Dirichlet(0.05); each state and action has an objective
/// cost c of 0 or 1 with equal odds; the reward is -c and the constraint cost 1 - c, so that what is good
/// for the one is bad for the other. The first state is drawn from a Dirichlet(0.1) distribution. With
/// t = `teleport` the rows are (1 - t) times these plus t times the uniform distribution.
///
/// The limit of the expected discounted constraint cost lies half-way between the least possible and that
/// of a policy of greatest reward: the value of the even mixture of two such policies, so it can be met.
public struct RandomConstrained: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Probability of a jump to a state drawn uniformly.
  public var teleport = 0.0
  /// Probability of each first state; shape [15].
  public let initial: [Double]
  /// Shape [15, 5, 15], row-major.
  public let kernel: [Double]
  /// Objective cost, 0 or 1; shape [15, 5], row-major.
  public let objectiveCosts: [Double]
  /// Limit of the expected discounted constraint cost.
  public let limit: Double

  public init(options: OptionValues) {
    let seed = UInt64(options.integer("seed"))
    let kernel = Self.kernel(0, seed: seed)
    var stream = RandomStream(seed: seed, purpose: .instance)
    let costs = (0..<75).map { _ in stream.uniform() < 0.5 ? 1.0 : 0.0 }
    var initial = [Double](repeating: 0, count: 15)
    var row = initial.mutableSpan
    stream.dirichlet(concentration: 0.1, into: &row)
    self.initial = initial
    self.kernel = kernel
    objectiveCosts = costs
    limit = Self.limit(kernel: kernel, objectiveCosts: costs, initial: initial)
  }

  /// Kernel `index` of the instance, rows Dirichlet(0.05); shape [15, 5, 15], row-major.
  ///
  /// Kernel 0 is the nominal one. Each kernel has a substream of its own.
  public static func kernel(_ index: Int, seed: UInt64) -> [Double] {
    let purpose = StreamPurpose(named: "random-constrained kernel", ordinal: UInt32(index))
    var stream = RandomStream(seed: seed, purpose: .instance).substream(purpose)
    var kernel: [Double] = []
    var row = [Double](repeating: 0, count: 15)
    for _ in 0..<75 {
      var span = row.mutableSpan
      stream.dirichlet(concentration: 0.05, into: &span)
      kernel += row
    }
    return kernel
  }

  @inlinable public var stateCount: Int { 15 }
  @inlinable public var actionCount: Int { 5 }

  /// Discount of reward and constraint alike.
  @inlinable public static var discount: Double { 0.99 }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: Self.discount, rewardRange: -1...0, isDeterministic: false,
      costs: [CostDescription("constraint", meaning: "1 where the objective cost is 0, else 0")],
      constraints: [Constraint("budget", channel: 0, .discountedReturn(limit: limit))])
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 0..<15 where initial[state] > 0 && !body(state, initial[state]) { return }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let row = state * 5 + action
    let cost = objectiveCosts[row]
    let outcome = Outcome(reward: 0 - cost, costs: Costs(1 - cost))
    let jump = teleport / 15
    for next in 0..<15 {
      let probability = (1 - teleport) * kernel[row * 15 + next] + jump
      guard probability > 0 else { continue }
      guard body(Transition(to: next, probability: probability, outcome: outcome)) else { return }
    }
  }

  public static var identifier: String { "random-constrained-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "A random constrained decision process drawn from a seed." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "seed", .integer(0...999_999_999), standard: .integer(0), meaning: "which instance is drawn")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "teleport", nominal: 0, interval: 0...0.5, kind: .disturbance,
        meaning: "probability of a jump to a state drawn uniformly")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "random-constrained has parameter 0")
      return teleport
    }
    set {
      precondition(index == 0, "random-constrained has parameter 0")
      teleport = newValue
    }
  }
}
