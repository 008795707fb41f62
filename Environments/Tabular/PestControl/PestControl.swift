import DecisionProcesses
import RandomStreams

/// A pest population that grows logistically unless one of four pesticides is bought.
///
/// State: the population n, 0...50. With growth g = max(0, N(mean, sd)) and supply from outside
/// s = max(0, N(`supplyMean`, 1.5)), independent:
///
///     next = min(floor(n + (g - 1) n (50 - n)/50 + s + 1/2), 50)
///     no pesticide:   mean = `growthMean`, sd = 0.6
///     pesticides 1-4: mean = 0.2 + (n - 25)^2/625, sd = 0.6, 0.5, 0.4, 0.3
///     reward = 1000 - n^2 - cost, cost = 0, 800, 840, 880, 920
///
/// Stepping draws g and s; the exact rows come from numeric integration (`PestControl+Rows.swift`), so a
/// written parameter holds at once and costs nothing.
///
/// Source: the pest-population domain of the robust-MDP literature; constants as in the domain collection
/// of the solver library craam2.
public struct PestControl: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Mean of the growth factor without pesticide, before it is cut at zero.
  public var growthMean = 2.0
  /// Mean supply from outside, before it is cut at zero.
  public var supplyMean = 3.0

  public init(options: OptionValues) {}
  public init() {}

  /// Largest population.
  @inlinable public static var capacity: Int { 50 }
  /// Standard deviation of the supply.
  @inlinable static var supplyDeviation: Double { 1.5 }

  @inlinable public var stateCount: Int { Self.capacity + 1 }
  @inlinable public var actionCount: Int { 5 }

  public var task: TaskDescription {
    TaskDescription(horizon: 200, discount: 0.9, rewardRange: -2420...1000, isDeterministic: false)
  }

  /// Ten pests.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(10, 1) }

  /// Mean and standard deviation of the growth factor before it is cut at zero.
  @inlinable @inline(__always)
  func growth(of population: Double, under action: Int) -> (mean: Double, deviation: Double) {
    let offset = population - 25
    let treated = (0.2 + offset * offset / 625, 0.7 - 0.1 * Double(action))
    return action == 0 ? (growthMean, 0.6) : treated
  }

  @inlinable @inline(__always)
  static func reward(of population: Double, under action: Int) -> Double {
    1000 - population * population - (action == 0 ? 0 : 760 + 40 * Double(action))
  }

  /// Growth and supply are drawn instead of the next population.
  @inlinable public static var drawsFromRows: Bool { false }

  /// Draws growth and supply: two normal numbers.
  @inlinable
  public func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    precondition(action >= 0 && action < 5, "pest-control takes actions 0...4")
    return glide(&state, by: action, using: &stream)
  }

  @inlinable @inline(__always)
  public func glide(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    let (first, second) = stream.normalPair()
    let n = Double(state)
    let (mean, deviation) = growth(of: n, under: action)
    let g = max(0, mean + deviation * first)
    let supply = max(0, supplyMean + Self.supplyDeviation * second)
    let outcome = Outcome(reward: Self.reward(of: n, under: action))
    // Equals n + (g - 1) n (50 - n)/50, and is exact where g = 0, so halves are met as written.
    let grown = (n * n + g * (n * (50 - n))) / 50
    let next = min((grown + supply + 0.5).rounded(.down), Double(Self.capacity))
    // A whole number below 2^52 fills the low bits of its sum with 2^52.
    state = Int(truncatingIfNeeded: (next + 0x1p52).bitPattern & 0xFFFF)
    return outcome
  }

  public func name(ofState state: Int) -> String { "\(state) pests" }
  public func name(ofAction action: Int) -> String { action == 0 ? "no pesticide" : "pesticide \(action)" }

  public static var diagnosticNames: [String] { ["lossMargin", "population"] }

  /// n^2 - 1000, positive where even doing nothing makes a loss; the population.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    index == 0 ? Double(state * state - 1000) : Double(state)
  }

  public static var identifier: String { "pest-control-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Keep a growing pest population down with costly pesticides." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "growthMean", nominal: 2, interval: 1...3, meaning: "mean growth factor without pesticide"),
      ParameterDescription(
        "supplyMean", nominal: 3, interval: 1.5...4.5, meaning: "mean number of pests that arrive per step"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: growthMean
      case 1: supplyMean
      default: preconditionFailure("pest-control has parameters 0...1")
      }
    }
    set {
      switch index {
      case 0: growthMean = newValue
      case 1: supplyMean = newValue
      default: preconditionFailure("pest-control has parameters 0...1")
      }
    }
  }
}
