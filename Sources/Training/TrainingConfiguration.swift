import Agents
import Evaluation
import Foundation
import LinearAlgebra
import Recipes

/// Everything that a run depends on: the same configuration gives the same files.
public struct TrainingConfiguration: Sendable, Equatable, Codable {
  /// The world, as text.
  public var recipe: String
  public var agent: String
  public var settings: AgentSettings
  /// As in `own`, `one-hot`, `hats:8`, `random:12`.
  public var features: String
  /// Episodes to play, or to record for offline agents.
  public var episodes: Int
  /// Seed of the first replication; replication r has seed + r.
  public var seed: UInt64
  /// Independent runs.
  public var replications: Int
  /// Who plays what offline agents learn from.
  public var behaviour: Behaviour
  /// Whether the exact regret of every episode's policy is kept, where the world tells it.
  public var keepsRegret: Bool
  /// Episodes between two lines of the log.
  public var interval: Int

  /// A policy that records data.
  public enum Behaviour: String, Sendable, CaseIterable, Codable {
    /// Every action alike.
    case uniform
    /// The first action always; in the put option, to hold.
    case first
  }

  public init(recipe: String, agent: String, settings: AgentSettings = AgentSettings(), episodes: Int = 2000)
  {
    self.recipe = recipe
    self.agent = agent
    self.settings = settings
    features = "own"
    self.episodes = episodes
    seed = 0
    replications = 1
    behaviour = .uniform
    keepsRegret = true
    interval = max(1, episodes / 100)
  }

  /// The features that `features` spells.
  public func featureKind() throws -> FiniteWorld.Features {
    let parts = features.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let count = parts.count == 2 ? Int(parts[1]) : nil
    switch (parts[0], parts.count, count) {
    case ("own", 1, _): return .own
    case ("one-hot", 1, _): return .given(.oneHot)
    case ("hats", 2, let count?): return .given(.hats(anchors: count))
    case ("random", 2, let count?): return .given(.dirichlet(count: count, seed: seed))
    default:
      throw EvaluationError(
        "features '\(features)' are unknown; give own, one-hot, hats:ANCHORS or random:COUNT, as in hats:8")
    }
  }

  /// The agent, with its settings checked.
  public func makeAgent() throws -> any LinearAgent {
    guard let type = LinearAgents.named(agent) else {
      let known = LinearAgents.all.map { $0.identifier }
      throw RecipeError.unknown("agent", agent, known: known, column: 1, source: agent)
    }
    var settings = settings
    settings.episodes = episodes
    return try type.init(settings)
  }

  /// The configuration as text with sorted keys: what a checkpoint knows its run by.
  func fingerprint() throws -> String {
    String(decoding: try RunFolder.encoder.encode(self), as: UTF8.self)
  }

  /// Throws for numbers that make no run.
  func check() throws {
    for (name, value) in [("episodes", episodes), ("replications", replications), ("interval", interval)]
    where value < 1 {
      throw EvaluationError("\(name) \(value): give at least one")
    }
    guard interval <= 1_000_000_000 else {
      throw EvaluationError("interval \(interval): give at most 1000000000")
    }
    guard replications <= 100_000 else {
      throw EvaluationError("\(replications) replications; give at most 100000")
    }
    guard episodes <= Int(UInt32.max) else {
      throw EvaluationError("\(episodes) episodes; give at most 4294967295")
    }
  }
}

/// What made a run, beside its configuration.
public struct RunVersions: Sendable, Equatable, Codable {
  public var gauntlet: String
  public var platform: String
  /// Which linear algebra large matrices go to.
  public var linearAlgebra: String

  /// The suite's version.
  public static let suite = "0.1.0"

  /// What runs here; finds out about libraries when it is first asked for.
  public static let current: RunVersions = {
    #if arch(x86_64)
      let processor = "x86-64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "unknown"
    #endif
    #if os(Linux)
      let system = "Linux"
    #elseif os(macOS)
      let system = "macOS"
    #else
      let system = "unknown"
    #endif
    let backend = LinearAlgebraBackend.available.contains(.lapack) ? "lapack" : "portable"
    return RunVersions(gauntlet: suite, platform: "\(system) \(processor)", linearAlgebra: backend)
  }()
}
