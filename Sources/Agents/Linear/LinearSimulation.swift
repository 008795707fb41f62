import DecisionProcesses
import RandomStreams

/// A linear model being played: next states are drawn from phi . mu, rewards are phi . theta.
///
/// For worlds that are given by their features and factors, soft aggregations say. An action of known return
/// ends the episode with it.
public struct LinearSimulation: Environment {
  public let task: TaskDescription
  public let observationSpace: Discrete
  public let actionSpace: Discrete
  private let model: LinearModel
  /// Cumulative probabilities of next states; shape [horizon, rows, states].
  private let cumulative: [Double]
  private var clock: Clock
  private var state = 0
  private var isRunning = false

  /// Throws for a model whose factors are not known.
  public init(_ model: LinearModel, seed: UInt64 = 0) throws(AgentError) {
    guard let factors = model.factors else {
      throw AgentError("a model without factors cannot be played; play the world that it is a model of")
    }
    let (states, rows) = (model.stateCount, model.rows)
    var cumulative: [Double] = []
    cumulative.reserveCapacity(model.horizon * rows.count * states)
    for step in 0..<model.horizon {
      for row in 0..<rows.count {
        var sum = 0.0
        for state in 0..<states {
          for k in rows.start[row]..<rows.start[row + 1] {
            sum += rows.value[k] * factors[(step * model.featureCount + Int(rows.index[k])) * states + state]
          }
          cumulative.append(sum)
        }
      }
    }
    self.cumulative = cumulative
    self.model = model
    observationSpace = Discrete(states, name: "state")
    actionSpace = Discrete(model.actionCount, name: "action")
    task = TaskDescription(
      horizon: model.horizon, discount: 1, rewardRange: -.infinity ... .infinity, isDeterministic: false)
    clock = Clock(seed: seed, lane: 0)
  }

  public mutating func reset(seed: UInt64? = nil) -> Int {
    if let seed {
      clock = Clock(seed: seed, lane: 0)
    } else if isRunning || clock.step > 0 {
      clock.episode &+= 1
    }
    clock.step = 0
    var stream = clock.stream(.initialState)
    state = stream.categorical(model.initial.span)
    isRunning = true
    return state
  }

  public mutating func step(_ action: Int) -> Step<Int> {
    precondition(isRunning, "call reset() before the first step and after an episode has ended")
    precondition(action >= 0 && action < model.actionCount, "action \(action) lies outside the action space")
    let step = Int(clock.step)
    var stream = clock.stream(.dynamics)
    clock.step &+= 1
    let row = model.rows.rowOfPair[state * model.actionCount + action]
    var outcome = Outcome(reward: model.reward(step: step, state: state, action: action))
    if row < 0 {
      outcome.ending = .terminated
    } else {
      let first = (step * model.rows.count + row) * model.stateCount
      let u = stream.uniform()
      state = (0..<model.stateCount).first { u < cumulative[first + $0] } ?? lastPossible(first)
    }
    if step + 1 >= model.horizon { outcome.ending.insert(.truncated) }
    isRunning = outcome.ending.isEmpty
    return Step(observation: state, outcome: outcome)
  }

  /// The last state of positive probability: round-off may leave the sum just below u.
  private func lastPossible(_ first: Int) -> Int {
    (1..<max(model.stateCount, 2)).last { cumulative[first + $0] > cumulative[first + $0 - 1] } ?? 0
  }
}
