import DecisionProcesses
import RandomStreams

/// A shop that orders stock before it knows the demand; sales without stock are lost.
///
/// State: units in stock, 0...20; action: units ordered, 0...10, cut to the free space. With available
/// a = stock + bought and demand d, Poisson of mean m cut at 30 and renormalised:
///
///     next   = max(a - d, 0)
///     reward = 4.99 min(a, d) - 2.49 bought - 0.49 [bought > 0] - 0.05 next
///
/// Source: M. Puterman, "Markov Decision Processes", Wiley 1994, section 3.2 (model),
/// doi:10.1002/9780470316887; constants in common use by robust solvers.
public struct Inventory: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Mean demand before the cut, units per step; setting it renews the demand's distribution.
  public var demandMean: Double {
    get { mean }
    set {
      mean = newValue
      renewDemand()
    }
  }

  @usableFromInline var mean = 10.0
  /// Probability of each demand 0...30.
  @usableFromInline var demand = InlineArray<31, Double>(repeating: 0)
  /// Probability of a demand of at least 0...30.
  @usableFromInline var demandAtLeast = InlineArray<31, Double>(repeating: 0)

  public init(options: OptionValues) { renewDemand() }
  public init() { renewDemand() }

  /// Most units in stock.
  @inlinable public static var capacity: Int { 20 }
  /// Most units in one order.
  @inlinable public static var largestOrder: Int { 10 }

  /// Refills both tables in place. Weights start at the mode, so none overflows and the largest is 1.
  @inlinable
  mutating func renewDemand() {
    precondition(mean > 0 && mean.isFinite, "inventory: the demand mean must be positive")
    let mode = mean < 30 ? Int(mean) : 30
    demand[mode] = 1
    for d in stride(from: mode, to: 0, by: -1) { demand[d - 1] = demand[d] * Double(d) / mean }
    for d in mode..<30 { demand[d + 1] = demand[d] * mean / Double(d + 1) }
    var total = 0.0
    for d in 0...30 { total += demand[d] }
    var tail = 0.0
    for d in stride(from: 30, through: 0, by: -1) {
      demand[d] /= total
      tail += demand[d]
      demandAtLeast[d] = tail
    }
  }

  @inlinable public var stateCount: Int { Self.capacity + 1 }
  @inlinable public var actionCount: Int { Self.largestOrder + 1 }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.95,
      rewardRange: Self.reward(sold: 0, bought: 10, left: 20)...Self.reward(sold: 20, bought: 0, left: 0),
      isDeterministic: false)
  }

  /// Money earned in one step.
  @inlinable
  public static func reward(sold: Int, bought: Int, left: Int) -> Double {
    let order = bought > 0 ? 2.49 * Double(bought) + 0.49 : 0
    return 4.99 * Double(sold) - order - 0.05 * Double(left)
  }

  /// An empty shop.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let bought = min(action, Self.capacity - state)
    let available = state + bought
    for left in 0...available {
      let sold = available - left
      let probability = left == 0 ? demandAtLeast[sold] : demand[sold]
      let outcome = Outcome(reward: Self.reward(sold: sold, bought: bought, left: left))
      if probability > 0, !body(Transition(to: left, probability: probability, outcome: outcome)) { return }
    }
  }

  public func name(ofState state: Int) -> String { "\(state) in stock" }
  public func name(ofAction action: Int) -> String { "order \(action)" }

  public static var diagnosticNames: [String] { ["stock"] }

  /// Units in stock.
  public func diagnostic(_ index: Int, of state: Int) -> Double { Double(state) }

  public static var identifier: String { "inventory-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Order stock against an uncertain demand." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "demandMean", nominal: 10, interval: 5...15,
        meaning: "mean demand, units per step, before the cut at 30")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "inventory has parameter 0")
      return mean
    }
    set {
      precondition(index == 0, "inventory has parameter 0")
      mean = newValue
      renewDemand()
    }
  }
}
