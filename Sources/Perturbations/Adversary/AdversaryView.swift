import DecisionProcesses
import RandomStreams

/// A perturbed environment seen from nature's chair: an environment whose agent is the adversary.
///
/// Each step nature's row fills the seats, the agent plays the action that it has chosen from what it was
/// shown, and nature receives minus the agent's true reward (or a cost). Nature sees the true observation
/// and, unless told otherwise, the action that the agent is about to take; sets that nature may then
/// choose from are (state, action)-rectangular, without the action state-rectangular.
/// Ordinary learners train it. Source of the setting: Pinto et al., "Robust adversarial reinforcement
/// learning", ICML 2017.
public struct AdversaryView<Process: DecisionProcess, Rules: RuleSequence, Agent: Policy>: Environment
where
  Process.Action: RowConvertible, Process.Observation: RowConvertible,
  Agent.Observation == Process.Observation, Agent.Action == Process.Action
{
  /// What nature is paid for.
  public enum Goal: Sendable, Hashable {
    /// Minus the agent's true reward.
    case minusReward
    /// A true cost of the agent's task, by channel.
    case cost(Int)
  }

  /// The environment that agent and nature share.
  public private(set) var perturbed: Perturbed<Process, Rules>
  /// The agent's policy.
  public private(set) var agent: Agent
  private let goal: Goal
  private let showsAction: Bool
  private var agentAction: Process.Action
  public let actionSpace: RowSpace
  public let observationSpace: RowSpace

  /// - Parameters:
  ///   - agent: plays the other side; it is given the perturbed observation and the stream for policies.
  ///   - showsAction: whether nature sees the action that the agent is about to take.
  /// - Throws: `PerturbationError` when no rule is an adversary seat, or the goal names no cost.
  public init(
    of perturbed: Perturbed<Process, Rules>, against agent: Agent, goal: Goal = .minusReward,
    showsAction: Bool = true
  ) throws(PerturbationError) {
    guard !perturbed.seats.isEmpty else {
      throw PerturbationError(
        rule: AdversarySeat.name, "nature has no seat in this environment; add an adversary-seat rule")
    }
    if case .cost(let channel) = goal, !perturbed.task.costs.indices.contains(channel) {
      throw PerturbationError(
        rule: AdversarySeat.name,
        "the task has no cost channel \(channel); it has \(perturbed.task.costs.count)")
    }
    self.perturbed = perturbed
    self.agent = agent
    self.goal = goal
    self.showsAction = showsAction
    agentAction = perturbed.actionSpace.zero
    actionSpace = RowSpace(perturbed.seatDescription)
    let seen = perturbed.observationSpace.description
    let action = showsAction ? perturbed.actionSpace.description.components : []
    // One column has one type; a whole-number observation next to a real action must become real.
    let allWhole = (seen.components + action).allSatisfy(\.isCategorical)
    observationSpace = RowSpace(
      RowDescription(
        seen.components + action,
        elementType: seen.elementType == .int64 && !allWhole ? .float32 : seen.elementType))
  }

  /// The agent's task with nature's reward range; costs and constraints stay those of the agent.
  public var task: TaskDescription {
    var task = perturbed.task
    switch goal {
    case .minusReward:
      task.rewardRange = -task.rewardRange.upperBound ... -task.rewardRange.lowerBound
    case .cost(let channel):
      task.rewardRange = (task.costs[channel].isNonNegative ? 0 : -Double.infinity)...Double.infinity
    }
    return task
  }

  public mutating func reset(seed: UInt64?) -> Row {
    consultAgent(perturbed.reset(seed: seed))
    return observation
  }

  public mutating func step(_ action: Row) -> Step<Row> {
    perturbed.setSeats(action)
    let step = perturbed.step(agentAction)
    consultAgent(step.observation)
    var outcome = step.outcome
    let truth = perturbed.trueOutcome
    switch goal {
    case .minusReward: outcome.reward = -truth.reward
    case .cost(let channel): outcome.reward = truth.costs[channel]
    }
    return Step(observation: observation, outcome: outcome)
  }

  /// Lets the agent choose from what it is shown; nothing else advances the agent.
  private mutating func consultAgent(_ shown: Process.Observation) {
    var stream = perturbed.clock.stream(.policy)
    agentAction = agent.action(for: shown, using: &stream)
  }

  private var observation: Row {
    var row = Row(perturbed.trueObservation.components + (showsAction ? agentAction.components : []))
    // As in every step: what is not finite after a failure is reported as zero.
    row.replaceNonFiniteByZero()
    return row
  }
}
