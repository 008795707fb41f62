import RandomStreams

/// A policy over finite steps, states and actions: pi_h(a | s).
public struct StagedPolicy: Sendable, Equatable {
  public let horizon: Int
  public let stateCount: Int
  public let actionCount: Int
  /// Shape [horizon, stateCount, actionCount].
  public let probabilities: [Double]

  /// Throws for another number of probabilities, or a row that is no distribution, naming it.
  public init(_ probabilities: [Double], horizon: Int, states: Int, actions: Int) throws(AgentError) {
    let (rows, first) = horizon.multipliedReportingOverflow(by: states)
    let (count, second) = rows.multipliedReportingOverflow(by: actions)
    guard horizon > 0, states > 0, actions > 0, !first, !second, probabilities.count == count else {
      throw AgentError(
        "\(probabilities.count) probabilities for \(horizon) steps, \(states) states and \(actions) actions")
    }
    for row in 0..<(horizon * states) {
      let sum = probabilities[(row * actions)..<((row + 1) * actions)].reduce(0.0) {
        $0 + ($1 >= 0 ? $1 : .nan)
      }
      guard abs(sum - 1) <= 1e-9 else {
        throw AgentError(
          "step \(row / states + 1), state \(row % states): the policy's probabilities are not at least 0 with sum 1"
        )
      }
    }
    self.init(trusted: probabilities, horizon: horizon, states: states, actions: actions)
  }

  private init(trusted: [Double], horizon: Int, states: Int, actions: Int) {
    (probabilities, self.horizon, stateCount, actionCount) = (trusted, horizon, states, actions)
  }

  /// The policy of a learner's last plan.
  public init(of learner: any StagedLearner) {
    let model = learner.model
    self.init(
      trusted: learner.policy, horizon: model.horizon, states: model.stateCount, actions: model.actionCount)
  }

  /// The uniform policy of a model.
  public static func uniform(for model: LinearModel) -> StagedPolicy {
    StagedPolicy(
      trusted: Array(
        repeating: 1 / Double(model.actionCount), count: model.horizon * model.stateCount * model.actionCount),
      horizon: model.horizon, states: model.stateCount, actions: model.actionCount)
  }

  /// The probability of an action; no bounds are widened.
  public func probability(step: Int, state: Int, action: Int) -> Double {
    probabilities[(step * stateCount + state) * actionCount + action]
  }

  /// An action for `state` at `step`: one uniform number.
  public func action(step: Int, state: Int, using stream: inout RandomStream) -> Int {
    let first = (step * stateCount + state) * actionCount
    return stream.categorical(probabilities.span.extracting(first..<(first + actionCount)))
  }
}
