import Foundation
import Gauntlet
import Training

/// Regret against the exact robust (DR-RPO: regularised) optimum, and how often estimates are optimistic.
struct RegretCurves {
  let options: Options

  init(_ options: Options) { self.options = options }

  private static let entries: [(name: String, agent: String, settings: AgentSettings)] = {
    var robust = AgentSettings()
    (robust.radius, robust.factors) = (0.3, [AgentSettings.SizedFactor(step: 0, factor: 3)])
    var mirror = robust
    mirror.mirrorStep = 1
    return [
      ("dr-rpo", "dr-rpo", robust), ("dr-rpo, mirror descent", "dr-rpo", mirror),
      ("dr-lsvi-ucb", "dr-lsvi-ucb", robust), ("we-drive-u", "we-drive-u", robust),
      ("lsvi-ucb (nominal regret)", "lsvi-ucb", AgentSettings()),
    ]
  }()

  /// What one agent came to; JSON.
  private struct Result: Encodable {
    let agent: String
    let beta: String
    /// Slopes of log regret on log episode over the last nine tenths, mean over replications with half of its
    /// 95 % interval.
    let slope: Double
    let slopeHalf: Double
    let regret: Double
    let regretHalf: Double
    let optimisticShare: Double
  }

  func run() throws {
    var csv = ["agent,replication,episode,regret,estimate,optimistic"]
    var series: [LineChart.Series] = []
    var results: [Result] = []
    for entry in Self.entries {
      let log = try play(entry.agent, entry.settings, episodes: options.episodes)
      csv += log.lines.map {
        "\"\(entry.name)\",\($0.replication),\($0.episode),"
          + String(format: "%.6g,%.6g,%d", $0.regret!, $0.estimate, $0.optimistic!)
      }
      results.append(result(entry.name, beta: "1", log))
      series.append(curve(entry.name, log))
    }
    // With the theoretical bonus every value stays at its ceiling: optimism holds, and nothing is learnt.
    for entry in Self.entries.dropLast() {
      var settings = entry.settings
      settings.bonus = .theoretical
      let log = try play(entry.agent, settings, episodes: min(options.episodes, 2000))
      results.append(result(entry.name, beta: "theoretical", log))
    }
    try ReportFiles(options.folder, name: "regret").write(
      csv: csv, json: results,
      LineChart(
        title: "linear-mdp, xi 0.2, radius 0.3: regret", x: Axis("episode", scale: .logarithmic),
        y: Axis("cumulative regret, mean and 95 %", scale: .logarithmic), series: series))
    for result in results {
      print(
        String(
          format: "%@ beta %@: slope %.3f +- %.3f, regret %.2f +- %.2f, optimistic %.2f %%",
          result.agent.padding(toLength: 26, withPad: " ", startingAt: 0),
          result.beta.padding(toLength: 11, withPad: " ", startingAt: 0), result.slope, result.slopeHalf,
          result.regret, result.regretHalf, 100 * result.optimisticShare))
    }
  }

  private func play(_ agent: String, _ settings: AgentSettings, episodes: Int) throws -> ProgressLog {
    var configuration = TrainingConfiguration(
      recipe: "linear-mdp-v0?xi=0.2", agent: agent, settings: settings, episodes: episodes)
    configuration.replications = options.replications
    configuration.interval = max(1, episodes / 100)
    let run = try TrainingRun(configuration)
    while !run.isFinished { try run.advance(threads: options.threads) }
    return ProgressLog(run.lines)
  }

  private func result(_ name: String, beta: String, _ log: ProgressLog) -> Result {
    let slope = Interval(log.regretSlopes)
    let regret = Interval(log.steps.last!.lines.map { $0.regret! })
    return Result(
      agent: name, beta: beta, slope: slope.mean, slopeHalf: slope.half, regret: regret.mean,
      regretHalf: regret.half, optimisticShare: log.optimisticShare!)
  }

  private func curve(_ name: String, _ log: ProgressLog) -> LineChart.Series {
    let steps = log.steps
    let intervals = steps.map { step in Interval(step.lines.map { $0.regret! }) }
    return LineChart.Series(
      name, zip(steps, intervals).map { Point(Double($0.episode), $1.mean) },
      low: intervals.map { max($0.low, 0.1 * $0.mean) }, high: intervals.map(\.high))
  }
}
