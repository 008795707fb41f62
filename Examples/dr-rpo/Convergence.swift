import Foundation
import Gauntlet
import Training

/// How estimates of every operator approach the exact values as episodes grow, in a random linear world whose
/// factors reach every state: largest error of the first step's action values.
struct Convergence {
  let options: Options
  private static let counts = [1000, 3000, 10_000, 30_000]
  private static let sizes: [(FactorOperator, Double)] = [
    (.nominal, 0), (.totalVariation, 0.2), (.kullbackLeibler, 0.2), (.chiSquare, 0.2),
    (.totalVariationPenalty, 0.5), (.kullbackLeiblerPenalty, 1), (.chiSquarePenalty, 1),
  ]

  init(_ options: Options) { self.options = options }

  private struct Result: Encodable {
    let nature: String
    let size: Double
    /// Mean largest error at each number of episodes.
    let errors: [Double]
    let slope: Double
    let slopeHalf: Double
  }

  func run() throws {
    let model = try LinearModel.drawn(seed: 1)
    var csv = ["set,replication,episodes,error"]
    var results: [Result] = []
    var series: [LineChart.Series] = []
    for (nature, size) in Self.sizes {
      let sizes = FactorSizes(size, horizon: model.horizon, featureCount: model.featureCount)
      let exact = try LinearSolver(model, nature: nature, sizes: sizes).solve()
      var errors: [[Double]] = []
      for replication in 0..<options.replications {
        let row = try Self.errors(model, nature, sizes, exact, seed: UInt64(replication))
        csv += zip(Self.counts, row).map { "\(nature.rawValue),\(replication),\($0),\($1)" }
        errors.append(row)
      }
      let slopes = Interval(
        errors.compactMap { row in
          logarithmicSlope(zip(Self.counts, row).map { (Double($0), $1) })
        })
      let means = Self.counts.indices.map { index in Interval(errors.map { $0[index] }) }
      results.append(
        Result(
          nature: nature.rawValue, size: size, errors: means.map(\.mean), slope: slopes.mean,
          slopeHalf: slopes.half))
      series.append(
        LineChart.Series(nature.rawValue, zip(Self.counts, means).map { Point(Double($0), $1.mean) }))
      print(
        "\(nature.rawValue) \(size): "
          + means.map { String(format: "%.5f", $0.mean) }.joined(separator: " ")
          + String(format: ", slope %.3f +- %.3f", slopes.mean, slopes.half))
    }
    try ReportFiles(options.folder, name: "convergence").write(
      csv: csv, json: results,
      LineChart(
        title: "largest error of the first action values", x: Axis("episodes", scale: .logarithmic),
        y: Axis("error", scale: .logarithmic), series: series))
  }

  /// Errors after each number of uniformly random episodes; no bonus, ridge 0.01.
  private static func errors(
    _ model: LinearModel, _ nature: FactorOperator, _ sizes: FactorSizes, _ exact: LinearSolution,
    seed: UInt64
  ) throws -> [Double] {
    let design = LinearDesign(
      nature: nature, sizes: sizes, outlook: .optimistic, bonusScale: 0, width: .sum, ridge: 0.01)
    let learner = try RegressionLearner(model, design: design)
    var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: seed)
    var errors: [Double] = []
    for episode in 0..<counts.last! {
      _ = player.play(
        episode, choose: { _, _, stream in stream.integer(below: model.actionCount) },
        transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
      guard counts.contains(episode + 1) else { continue }
      learner.plan()
      errors.append(
        (0..<model.actionCount).map {
          (learner.actionValue(step: 0, state: 0, action: $0) - exact.actionValues[$0]).magnitude
        }.max()!)
    }
    return errors
  }
}
