import Foundation
import Gauntlet
import Training

/// The papers' comparison on linear-mdp: trained in the source, tried in targets where the goal fails with
/// probability q at the first step. Three xi, and for agents with a radius the heterogeneous radii 0.3, 0.4
/// and 0.5: of the fourth factor at the first step, 0 elsewhere.
struct QSweep {
  let options: Options
  static let radii = [0.3, 0.4, 0.5]
  private static let disturbed = [AgentSettings.SizedFactor(step: 0, factor: 3)]

  init(_ options: Options) { self.options = options }

  /// An agent with its settings.
  struct Entry {
    var name: String
    var agent: String
    var settings = AgentSettings()
    var isOnline: Bool
  }

  static let entries: [Entry] = {
    var entries = [Entry(name: "lsvi-ucb", agent: "lsvi-ucb", isOnline: true)]
    for agent in ["dr-lsvi-ucb", "dr-rpo", "we-drive-u"] { entries += robust(agent, isOnline: true) }
    entries.append(Entry(name: "pevi", agent: "pevi", isOnline: false))
    for agent in ["drpvi", "va-drpvi"] { entries += robust(agent, isOnline: false) }
    for nature in [FactorOperator.totalVariationPenalty, .kullbackLeiblerPenalty, .chiSquarePenalty] {
      var settings = AgentSettings()
      (settings.nature, settings.penalty) = (nature, 1)
      entries.append(
        Entry(name: "r2pvi \(nature.rawValue)", agent: "r2pvi", settings: settings, isOnline: false))
    }
    return entries
  }()

  private static func robust(_ agent: String, isOnline: Bool) -> [Entry] {
    radii.map { radius in
      var settings = AgentSettings()
      (settings.radius, settings.factors) = (radius, disturbed)
      return Entry(
        name: "\(agent) \(radius)", agent: agent, settings: settings, isOnline: isOnline)
    }
  }

  func run() throws {
    for xi in [0.1, 0.2, 0.3] { try sweep(xi) }
  }

  private func sweep(_ xi: Double) throws {
    let recipe = try Recipe(parsing: "linear-mdp-v0?xi=\(xi)")
    let world = try FiniteWorld(recipe)
    let targets = try TargetEvaluation(recipe, world.sweep!)
    var all = SweepReport(parameter: "q")
    for entry in Self.entries {
      var configuration = TrainingConfiguration(
        recipe: recipe.description, agent: entry.agent, settings: entry.settings,
        episodes: entry.isOnline ? options.online : options.offline)
      configuration.interval = configuration.episodes
      configuration.replications = options.replications
      configuration.keepsRegret = false
      let run = try TrainingRun(configuration)
      while !run.isFinished { try run.advance(threads: options.threads) }
      for (replication, policy) in run.policies().enumerated() {
        all.add(name: entry.name, replication: replication, try targets.evaluate(policy))
      }
    }
    for (name, policy) in try exactPolicies(world.model) {
      all.add(name: name, replication: 0, try targets.evaluate(policy))
    }
    let (folder, title) = (options.folder, "linear-mdp, xi \(xi)")
    try all.write(to: folder, name: "q-sweep-xi\(xi)", title: "\(title), radius 0.3") { name in
      !name.contains("0.4") && !name.contains("0.5") && !name.hasPrefix("exact")
    }
    try all.writeChart(
      to: folder, name: "radii-xi\(xi)", title: "\(title), learned and exact robust policies"
    ) {
      $0 == "lsvi-ucb" || $0.hasPrefix("dr-") || $0.hasPrefix("exact robust")
    }
  }

  /// What the exact model's policies do: nominal, robust, robust and regularised.
  private func exactPolicies(_ model: LinearModel) throws -> [(String, StagedPolicy)] {
    func solve(_ radius: Double, _ temperature: Double? = nil) throws -> StagedPolicy {
      let sizes = try FactorSizes(
        radius, at: [(0, 3)], elsewhere: 0, horizon: model.horizon, featureCount: model.featureCount)
      let solution = try LinearSolver(model, nature: .totalVariation, sizes: sizes).solve(
        temperature: temperature)
      return try StagedPolicy(
        solution.policy, horizon: model.horizon, states: model.stateCount, actions: model.actionCount)
    }
    var found = [("exact nominal", try solve(0))]
    for radius in Self.radii {
      found.append(("exact robust \(radius)", try solve(radius)))
      found.append(("exact regularised \(radius)", try solve(radius, 0.05)))
    }
    return found
  }
}
