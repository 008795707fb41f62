import Agents
import DecisionProcesses
import Evaluation

/// A line of a run's log, in the world's units.
public struct ProgressLine: Sendable, Equatable {
  public var replication: Int
  /// Episodes so far.
  public var episode: Int
  /// Mean return of the episodes since the line before.
  public var meanReturn: Double
  /// The estimated value of the start.
  public var estimate: Double
  /// The exact value of the last policy under the agent's own robustness; nil where unknown.
  public var value: Double?
  /// The cumulative regret; nil where unknown.
  public var regret: Double?
  /// Episodes so far whose estimate was not below the optimum; nil where unknown.
  public var optimistic: Int?
}

/// One run of a learner with a seed of its own.
final class Replication {
  private let world: FiniteWorld
  private let configuration: TrainingConfiguration
  private let number: Int
  private(set) var learner: any StagedLearner
  private let player: any FinitePlayer
  private let regret: RegretMeter?
  /// Sum of the returns since the last line of the log.
  private var returns = 0.0

  init(_ world: FiniteWorld, _ agent: any LinearAgent, _ configuration: TrainingConfiguration, number: Int)
    throws
  {
    self.world = world
    self.configuration = configuration
    self.number = number
    learner = try agent.makeLearner(for: world.model)
    let seed = configuration.seed &+ UInt64(number)
    player = try world.player(seed: seed)
    regret = configuration.keepsRegret ? try RegretMeter(world.model, learner) : nil
  }

  /// Plays and learns the episodes `range`.
  func advance(_ range: Range<Int>) {
    for episode in range {
      learner.plan()
      regret?.measure(learner)
      returns += player.play(episode, with: learner)
    }
  }

  /// Tells of the last `count` episodes, of which `episode` is the end.
  func takeLine(episode: Int, count: Int) -> ProgressLine {
    defer { returns = 0 }
    return line(episode: episode, meanReturn: returns / Double(count))
  }

  /// Records all episodes, learns from them, and tells of it; nil when interrupted.
  func learnOffline(_ agent: any LinearAgent, isInterrupted: () -> Bool) throws -> ProgressLine? {
    let behaviour = try self.behaviour()
    var data = EpisodeData()
    var episode: [EpisodeData.Transition] = []
    var total = 0.0
    for index in 0..<configuration.episodes {
      if index % 1000 == 0 && isInterrupted() { return nil }
      total += player.play(index, with: behaviour, recording: &episode)
      data.append(episode)
    }
    learner = try agent.learn(from: data, model: world.model)
    regret?.measure(learner)
    return line(episode: configuration.episodes, meanReturn: total / Double(configuration.episodes))
  }

  private func behaviour() throws -> StagedPolicy {
    let model = world.model
    switch configuration.behaviour {
    case .uniform: return StagedPolicy.uniform(for: model)
    case .first:
      let rows = model.horizon * model.stateCount
      let row = [1.0] + Array(repeating: 0, count: model.actionCount - 1)
      return try StagedPolicy(
        (0..<rows).flatMap { _ in row }, horizon: model.horizon, states: model.stateCount,
        actions: model.actionCount)
    }
  }

  private func line(episode: Int, meanReturn: Double) -> ProgressLine {
    let (units, horizon) = (world.model.units, world.model.horizon)
    return ProgressLine(
      replication: number, episode: episode, meanReturn: meanReturn,
      estimate: units.unscaled(learner.firstValue, steps: horizon),
      value: regret.map { units.unscaled($0.value, steps: horizon) },
      regret: regret.map { $0.cumulative / units.scale },
      optimistic: regret?.optimistic)
  }

  /// The policy after the last episode.
  func finish() -> StagedPolicy {
    learner.plan()
    return StagedPolicy(of: learner)
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(returns)
    learner.encode(into: &writer)
    regret?.encode(into: &writer)
  }

  func restore(from reader: inout ByteReader) throws {
    returns = try reader.readDouble()
    try learner.restore(from: &reader)
    try regret?.restore(from: &reader)
  }
}
