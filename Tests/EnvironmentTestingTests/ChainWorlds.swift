import DecisionProcesses
import RandomStreams

/// Five states in a row; action 1 goes right unless it slips, action 0 goes left.
protocol ChainWorld: World, TabularProcess
where Observation == Int, ActionSpace == Discrete, ObservationSpace == Discrete {
  var slip: Double { get set }
  func transitions(from state: Int, by action: Int) -> [Transition]
}

extension ChainWorld {
  var stateCount: Int { 5 }
  var actionCount: Int { 2 }

  var task: TaskDescription {
    TaskDescription(horizon: 30, discount: 0.9, rewardRange: 0...1, isDeterministic: false)
  }

  func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    if body(0, 0.5) { _ = body(1, 0.5) }
  }

  func transitions(from state: Int, by action: Int) -> [Transition] {
    if state == 4 {
      return [Transition(to: 4, probability: 1, outcome: Outcome(reward: 0, ending: .terminated))]
    }
    let (left, right) = (max(state - 1, 0), state + 1)
    let arrival = Outcome(reward: right == 4 ? 1 : 0, ending: right == 4 ? .terminated : [])
    let stay = Transition(to: left, probability: action == 0 ? 1 : slip, outcome: Outcome(reward: 0))
    return action == 0 ? [stay] : [Transition(to: right, probability: 1 - slip, outcome: arrival), stay]
  }

  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    for transition in transitions(from: state, by: action) where !body(transition) { return }
  }

  static var identifier: String { "chain-v0" }
  static var family: String { "tests" }
  static var summary: String { "Five states in a row." }

  static var schema: [ParameterDescription] {
    [ParameterDescription("slip", nominal: 0.25, interval: 0.1...0.4, meaning: "chance to slip back")]
  }

  subscript(parameter index: Int) -> Double {
    get { slip }
    set { slip = newValue }
  }
}

struct GoodChain: ChainWorld {
  var slip = 0.25
  init(options: OptionValues) {}
}

/// Its rows do not sum to one.
struct LeakyChain: ChainWorld {
  var slip = 0.25
  init(options: OptionValues) {}
  func transitions(from state: Int, by action: Int) -> [Transition] {
    GoodChain(slip).transitions(from: state, by: action).map {
      Transition(to: $0.next, probability: $0.probability * 0.9, outcome: $0.outcome)
    }
  }
}

/// A transition of probability zero stands in its rows.
struct PaddedChain: ChainWorld {
  var slip = 0.25
  init(options: OptionValues) {}
  func transitions(from state: Int, by action: Int) -> [Transition] {
    GoodChain(slip).transitions(from: state, by: action)
      + [Transition(to: state, probability: 0, outcome: Outcome(reward: 0))]
  }
}

/// Samples otherwise than its rows say.
struct LoadedChain: ChainWorld {
  var slip = 0.25
  init(options: OptionValues) {}
  func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    GoodChain(slip * 0.8).advance(&state, by: action, using: &stream)
  }
}

/// Draws a successor that its row does not hold.
struct StrayChain: ChainWorld {
  var slip = 0.25
  init(options: OptionValues) {}
  func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    let before = state
    let outcome = GoodChain(slip).advance(&state, by: action, using: &stream)
    if action == 1 && state < before { state = before }
    return outcome
  }
}

extension GoodChain {
  init(_ slip: Double) { self.slip = slip }
}
