import DecisionProcesses
import RandomStreams

/// A policy that goes by what has been earned so far, and must be told.
///
///     policy.begin(using: &stream)
///     loop: action(for: observation), step, receive(reward)
public protocol ReturnAwarePolicy<Observation, Action>: Policy {
  /// Starts an episode.
  mutating func begin(using stream: inout RandomStream)
  /// Takes note of the reward of the step just made.
  mutating func receive(_ reward: Double)
}

extension ReturnAwarePolicy {
  /// Plays one episode and returns its discounted return.
  ///
  /// - Parameter seed: of the episode, as in `Environment.reset(seed:)`.
  public mutating func play<E: Environment>(
    in environment: inout E, discount: Double = 1, seed: UInt64? = nil, using stream: inout RandomStream
  ) -> Double where E.Observation == Observation, E.Action == Action {
    var observation = environment.reset(seed: seed)
    var (total, scale) = (0.0, 1.0)
    begin(using: &stream)
    while true {
      let step = environment.step(action(for: observation, using: &stream))
      receive(step.reward)
      total += scale * step.reward
      scale *= discount
      observation = step.observation
      if step.hasEnded { return total }
    }
  }
}

/// A policy over state, step and stock, found by a solver.
///
/// Before step t it holds the stock c_t, with c_(t+1) = (c_t + r_t) / discount for every reward received. On
/// a lattice it decides by a stock whose rewards are rounded as the solver's were. After the solver's
/// horizon it goes on as in the last step.
///
/// At the start of an episode it may draw which of several plans to follow; then it is a mixture.
public struct StockPolicy: ReturnAwarePolicy {
  public typealias Observation = Int
  public typealias Action = Int

  struct Branch: Sendable {
    var weight: Double
    var plan: StockPlan
    var startKey: Double
  }

  let branches: [Branch]
  private var active = 0
  /// Sum of key increments.
  private var earned = 0.0
  private var discountedReturn = 0.0
  private var scale = 1.0
  /// Steps of this episode so far.
  public private(set) var step = 0
  private let discount: Double

  init(_ branches: [Branch], discount: Double) {
    self.branches = branches
    self.discount = discount
  }

  /// Number of plans that an episode may follow; at most two.
  public var planCount: Int { branches.count }

  /// Stock at the start of the episode, that of the first plan before any.
  public var initialStock: Double {
    branches[active].plan.arithmetic.stock(ofKey: branches[active].startKey)
  }

  /// Stock c_t before the present step, in units of reward of that step.
  public var stock: Double { (initialStock + discountedReturn) / scale }

  public mutating func begin(using stream: inout RandomStream) {
    (earned, discountedReturn, scale, step, active) = (0, 0, 1, 0, 0)
    guard branches.count > 1 else { return }
    let u = stream.uniform()
    var cumulative = branches[0].weight
    while active + 1 < branches.count, u >= cumulative {
      active += 1
      cumulative += branches[active].weight
    }
  }

  /// The action in state `observation` before the present step; draws nothing.
  ///
  /// - Precondition: the table has that state.
  public func action(for observation: Int, using stream: inout RandomStream) -> Int {
    action(in: observation, key: branches[active].startKey + earned, step: step)
  }

  public mutating func receive(_ reward: Double) {
    let arithmetic = branches[active].plan.arithmetic
    // What comes after the horizon does not matter any more.
    if step < arithmetic.horizon { earned += arithmetic.increment(reward, step: step) }
    discountedReturn += scale * reward
    scale *= discount
    step += 1
  }

  /// The action that the plan of this episode has for a stock c_t, of those that it knows the nearest one.
  ///
  /// - Precondition: the table has that state; `step` is from 0 to the horizon - 1; `stock` is finite.
  public func action(in state: Int, step: Int, stock: Double) -> Int {
    let arithmetic = branches[active].plan.arithmetic
    precondition(
      step >= 0 && step < arithmetic.horizon && stock.isFinite, "step \(step) with stock \(stock)")
    var key = (stock * arithmetic.scale[step] - arithmetic.offset) / arithmetic.unit
    if arithmetic.spacing != nil { key.round() }
    return action(in: state, key: key, step: step)
  }

  private func action(in state: Int, key: Double, step: Int) -> Int {
    let plan = branches[active].plan
    precondition(
      state >= 0 && state < plan.stateCount, "state \(state) of a policy for \(plan.stateCount) states")
    return plan.action(step: step, state: state, key: key)
  }
}
