import Foundation
import Gauntlet
import Training

/// The American put: offline agents learn from hold-only episodes at a rise of 0.5 and are tried at others.
/// Each replication has a start of its own in [95, 105].
struct PutSweep {
  let options: Options

  init(_ options: Options) { self.options = options }

  private static let entries: [(name: String, agent: String, settings: AgentSettings)] = {
    func settings(_ change: (inout AgentSettings) -> Void) -> AgentSettings {
      var settings = AgentSettings()
      (settings.bonus, settings.ridge) = (.tuned(0.1), 1)
      change(&settings)
      return settings
    }
    let penalties = [FactorOperator.totalVariationPenalty, .kullbackLeiblerPenalty, .chiSquarePenalty]
    return [("pevi", "pevi", settings { _ in }), ("drpvi 0.03", "drpvi", settings { $0.radius = 0.03 })]
      + penalties.map { nature in
        ("r2pvi \(nature.rawValue)", "r2pvi", settings { ($0.nature, $0.penalty) = (nature, 1) })
      }
  }()

  func run() throws {
    var stream = RandomStream(seed: 1, purpose: StreamPurpose(named: "put-starts"))
    var report = SweepReport(parameter: "up")
    for replication in 0..<options.replications {
      let recipe = try Recipe(parsing: "american-put-v0?start=\(stream.uniform(in: 95, 105))")
      let world = try FiniteWorld(recipe)
      let targets = try TargetEvaluation(recipe, world.sweep!)
      for entry in Self.entries {
        var configuration = TrainingConfiguration(
          recipe: recipe.description, agent: entry.agent, settings: entry.settings, episodes: options.offline)
        (configuration.behaviour, configuration.seed) = (.first, UInt64(replication))
        let run = try TrainingRun(configuration)
        try run.advance()
        report.add(name: entry.name, replication: replication, try targets.evaluate(run.policies()[0]))
      }
      for (name, policy) in try references(world) {
        report.add(name: name, replication: replication, try targets.evaluate(policy))
      }
    }
    try report.write(to: options.folder, name: "put", title: "american-put, learned at a rise of 0.5") {
      !$0.hasPrefix("exercise")
    }
  }

  /// Exercising at once, and the exact policies without nature and with a ball of total variation around each
  /// row.
  private func references(_ world: FiniteWorld) throws -> [(String, StagedPolicy)] {
    let model = world.model
    func staged(_ rows: [[Double]]) throws -> StagedPolicy {
      try StagedPolicy(
        rows.flatMap { $0 }, horizon: model.horizon, states: model.stateCount, actions: model.actionCount)
    }
    var found = [
      (
        "exercise at once",
        try staged(Array(repeating: [0, 1], count: model.horizon * model.stateCount))
      )
    ]
    let table = try SolverTable(world.table)
    for radius in [0, 0.05] {
      let backup = try RectangularBackup(
        TotalVariationBall(radius: radius, support: .nominal), on: table, discount: 1)
      let solution = try BackwardInduction(horizon: model.horizon).solve(table, backup: backup)
      let rows = solution.policy.flatMap { policy in
        (0..<model.stateCount).map { policy.row(of: $0, actionCount: model.actionCount) }
      }
      found.append(("exact \(radius)", try staged(rows)))
    }
    return found
  }
}
