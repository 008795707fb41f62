import Agents
import DecisionProcesses
import EnvironmentCatalog
import RandomStreams

/// A finite world to step: its tables, or a recipe with rules.
public enum FiniteEnvironment: Sendable {
  case table(Simulation<TableProcess>)
  case recipe(IndexEnvironment)

  /// Plays episodes with seeds of their own.
  public func player(for model: LinearModel, seed: UInt64) -> FinitePlayer {
    switch self {
    case .table(let simulation): return .table(EpisodePlayer(simulation, model: model, seed: seed))
    case .recipe(let environment): return .recipe(EpisodePlayer(environment, model: model, seed: seed))
    }
  }
}

/// A player of either kind of world.
public enum FinitePlayer {
  case table(EpisodePlayer<Simulation<TableProcess>>)
  case recipe(EpisodePlayer<IndexEnvironment>)

  /// Plays episode `index` with a learner, which learns from it; returns the sum of the world's rewards.
  public mutating func play(_ index: Int, with learner: any StagedLearner) -> Double {
    switch self {
    case .table(var player):
      return player.play(
        index, choose: { learner.action(step: $0, state: $1, using: &$2) },
        transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
    case .recipe(var player):
      return player.play(
        index, choose: { learner.action(step: $0, state: $1, using: &$2) },
        transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
    }
  }

  /// Plays episode `index` with a policy; returns the sum of the world's rewards and what happened.
  public mutating func play(
    _ index: Int, with policy: StagedPolicy, recording episode: inout [EpisodeData.Transition]
  ) -> Double {
    episode.removeAll(keepingCapacity: true)
    let choose = { (step: Int, state: Int, stream: inout RandomStream) in
      policy.action(step: step, state: state, using: &stream)
    }
    var kept = episode
    defer { episode = kept }
    let keep = { (step: Int, state: Int, action: Int, reward: Double, next: Int) in
      kept.append(EpisodeData.Transition(state: state, action: action, reward: reward, next: next))
    }
    switch self {
    case .table(var player): return player.play(index, choose: choose, transition: keep)
    case .recipe(var player): return player.play(index, choose: choose, transition: keep)
    }
  }
}

/// A recipe's environment with states and actions as whole numbers.
public struct IndexEnvironment: Environment {
  public let actionSpace: Discrete
  public let observationSpace: Discrete
  private var environment: RecipeEnvironment
  private var observation = [0.0]
  private var action = [0.0]

  /// - Precondition: one categorical observation and action.
  init(_ environment: RecipeEnvironment, states: Int, actions: Int) {
    precondition(
      environment.observationSpace.description.width == 1 && environment.actionSpace.description.isCategorical,
      "not a world of states and actions")
    self.environment = environment
    observationSpace = Discrete(states, name: "state")
    actionSpace = Discrete(actions, name: "action")
  }

  public var task: TaskDescription { environment.task }

  public mutating func reset(seed: UInt64?) -> Int {
    // A row of its own: the environment is written to at the same time.
    var numbers = observation
    var row = numbers.mutableSpan
    environment.reset(seed: seed, into: &row)
    observation = numbers
    return Int(numbers[0])
  }

  public mutating func step(_ choice: Int) -> Step<Int> {
    action[0] = Double(choice)
    let (chosen, before) = (action, observation)
    var numbers = before
    var row = numbers.mutableSpan
    let outcome = environment.step(chosen.span, into: &row)
    observation = numbers
    return Step(observation: Int(numbers[0]), outcome: outcome)
  }
}
