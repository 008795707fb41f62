import DecisionProcesses
import RandomStreams

/// A robust process seen from nature's chair: an environment whose agent chooses, before each step, which of
/// some kernels is played.
///
/// Action 0 is the nominal rows, action k the k-th kernel of the seat. Nature sees the observation and,
/// unless told otherwise, the action that the agent is about to take, and receives minus the agent's reward,
/// or a cost. Around the seat a `Budgeted` nature limits what it may do. Ordinary learners train it; compare
/// `AdversaryView` for rules on rows.
public struct NatureView<Nominal: TabularProcess, Kernels: KernelSet, Player: Nature, Agent: Policy>:
  Environment
where
  Nominal.Observation: RowConvertible, Player.State == Int, Agent.Observation == Nominal.Observation,
  Agent.Action == Int
{
  /// What nature is paid for.
  public enum Goal: Sendable, Hashable {
    /// Minus the agent's reward.
    case minusReward
    /// A cost of the agent's task, by channel.
    case cost(Int)
  }

  /// The environment that agent and nature share.
  public private(set) var simulation: Simulation<RobustProcess<Nominal, Kernels, Player>>
  /// The agent's policy.
  public private(set) var agent: Agent
  private let goal: Goal
  private let showsAction: Bool
  private var agentAction = 0
  private var seen: Nominal.Observation
  public let actionSpace: Discrete
  public let observationSpace: RowSpace

  /// - Parameters:
  ///   - simulation: of a robust process whose nature is a `NatureSeat`, budgeted or not.
  ///   - agent: plays the other side; it is given the observation and the stream for policies.
  ///   - showsAction: whether nature sees the action that the agent is about to take.
  /// - Throws: `RobustProcessError` where the seat has no kernel, or the goal names no cost.
  public init(
    of simulation: Simulation<RobustProcess<Nominal, Kernels, Player>>, against agent: Agent,
    goal: Goal = .minusReward, showsAction: Bool = true
  ) throws(RobustProcessError) {
    let process = simulation.process
    guard !process.kernels.isEmpty else {
      throw RobustProcessError("nature's seat has no kernel to choose", remedy: "give at least one")
    }
    if case .cost(let channel) = goal, !process.task.costs.indices.contains(channel) {
      throw RobustProcessError(
        "the task has no cost channel \(channel); it has \(process.task.costs.count)",
        remedy: "name one of its channels, or the reward")
    }
    self.simulation = simulation
    self.agent = agent
    self.goal = goal
    self.showsAction = showsAction
    seen = process.observationSpace.zero
    actionSpace = Discrete(process.kernels.count + 1, name: "kernel")
    let shown = process.observationSpace.description
    let action = showsAction ? process.actionSpace.description.components : []
    // One column has one type; a whole-number action next to a real observation must become real.
    observationSpace = RowSpace(RowDescription(shown.components + action, elementType: shown.elementType))
  }

  /// The agent's task with nature's reward range; costs and constraints stay those of the agent.
  public var task: TaskDescription {
    var task = simulation.task
    switch goal {
    case .minusReward:
      task.rewardRange = -task.rewardRange.upperBound ... -task.rewardRange.lowerBound
    case .cost(let channel):
      task.rewardRange = (task.costs[channel].isNonNegative ? 0 : -Double.infinity)...Double.infinity
    }
    return task
  }

  public mutating func reset(seed: UInt64?) -> Row {
    consultAgent(simulation.reset(seed: seed))
    return observation
  }

  /// - Precondition: as `Environment.step`; `action` is at most the number of kernels.
  public mutating func step(_ action: Int) -> Step<Row> {
    precondition(actionSpace.contains(action), "kernel \(action) of \(actionSpace.count - 1)")
    simulation.state.nature = action
    let step = simulation.step(agentAction)
    consultAgent(step.observation)
    var outcome = step.outcome
    switch goal {
    case .minusReward: outcome.reward = -step.reward
    case .cost(let channel): outcome.reward = step.costs[channel]
    }
    return Step(observation: observation, outcome: outcome)
  }

  /// Lets the agent choose from what it is shown; nothing else advances the agent.
  private mutating func consultAgent(_ shown: Nominal.Observation) {
    seen = shown
    var stream = simulation.clock.stream(.policy)
    agentAction = agent.action(for: shown, using: &stream)
  }

  private var observation: Row {
    Row(seen.components + (showsAction ? [Double(agentAction)] : []))
  }
}
