import Agents
import Evaluation
import Foundation
import Plots
import Scenes

/// The log of a run, for summaries and charts.
public struct ProgressLog {
  /// By episode, then by replication.
  public let lines: [ProgressLine]

  public init(_ lines: [ProgressLine]) { self.lines = lines }

  /// Reads `progress.csv`: a run's summary and chart are made from it, so that they do not depend on whether
  /// the run was interrupted.
  init(csv text: String) throws {
    lines = try text.split(separator: "\n").enumerated().dropFirst().map { number, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 7, let episode = Int(cells[0]), let replication = Int(cells[1]),
        let meanReturn = Double(cells[2]), let estimate = Double(cells[3])
      else { throw EvaluationError("progress.csv, line \(number + 1) is damaged: '\(line)'") }
      return ProgressLine(
        replication: replication, episode: episode, meanReturn: meanReturn, estimate: estimate,
        value: Double(cells[4]), regret: Double(cells[5]), optimistic: Int(cells[6]))
    }
  }

  /// The lines of each logged episode, in order.
  public var steps: [(episode: Int, lines: [ProgressLine])] {
    var steps: [(episode: Int, lines: [ProgressLine])] = []
    for line in lines {
      if steps.last?.episode != line.episode { steps.append((line.episode, [])) }
      steps[steps.count - 1].lines.append(line)
    }
    return steps
  }

  /// Slopes of log regret on log episode over the last nine tenths of the run, by replication; empty where
  /// regret is unknown or nothing.
  public var regretSlopes: [Double] {
    guard let last = lines.last, last.regret != nil else { return [] }
    let late = steps.filter { Double($0.episode) >= 0.1 * Double(last.episode) }
    return (late.last?.lines.indices ?? 0..<0).compactMap { index in
      logarithmicSlope(
        late.filter { $0.lines.indices.contains(index) }.map {
          (Double($0.episode), $0.lines[index].regret ?? 0)
        })
    }
  }

  /// Share of all episodes whose estimate was not below the exact optimum; nil where that is unknown.
  public var optimisticShare: Double? {
    guard let last = steps.last else { return nil }
    let counts = last.lines.compactMap(\.optimistic)
    guard !counts.isEmpty else { return nil }
    return Double(counts.reduce(0, +)) / (Double(counts.count) * Double(last.episode))
  }

  /// Regret, or return, against episodes; nil for a single line.
  func chart(of configuration: TrainingConfiguration) -> LineChart? {
    let steps = self.steps
    guard steps.count > 1 else { return nil }
    let hasRegret = steps.allSatisfy { $0.lines.allSatisfy { $0.regret != nil } }
    let intervals = steps.map { step in Interval(step.lines.map { hasRegret ? $0.regret! : $0.meanReturn }) }
    let points = zip(steps, intervals).map { Point(Double($0.0.episode), $0.1.mean) }
    let hasBand = configuration.replications > 1
    let series = LineChart.Series(
      configuration.agent, points, low: hasBand ? intervals.map(\.low) : [],
      high: hasBand ? intervals.map(\.high) : [])
    let quantity = hasRegret ? "cumulative regret" : "mean return"
    return LineChart(
      title: "\(configuration.agent) on \(configuration.recipe)", x: Axis("episode", including: [0]),
      y: Axis(
        hasBand ? "\(quantity), 95 % of \(configuration.replications) runs" : quantity,
        including: hasRegret ? [0] : []), series: [series])
  }
}

/// What a run came to.
public struct RunSummary: Sendable, Equatable, Codable {
  public struct Number: Sendable, Equatable, Codable {
    public let mean: Double
    /// Half of the 95 % interval over replications; none for one replication.
    public let half: Double?

    init?(_ numbers: [Double]) {
      guard !numbers.isEmpty else { return nil }
      let interval = Interval(numbers)
      mean = interval.mean
      half = interval.half.isFinite ? interval.half : nil
    }
  }

  public let episodes: Int
  public let replications: Int
  /// Returns of the last log line's episodes. All values are in the world's units.
  public let lastReturn: Number?
  /// The estimated value of the start after the last episode's plan.
  public let estimate: Number?
  /// The exact value of that plan's policy under the agent's own robustness.
  public let value: Number?
  public let regret: Number?
  public let regretSlope: Number?
  /// Share of episodes whose estimate was not below the exact optimum.
  public let optimisticShare: Double?
  /// Exact expected return of the final policies in the world itself.
  public let expectedReturn: Number?

  init(_ run: TrainingRun, _ log: ProgressLog, _ policies: [StagedPolicy]) {
    let last = log.steps.last?.lines ?? []
    episodes = run.configuration.episodes
    replications = run.configuration.replications
    lastReturn = Number(last.map(\.meanReturn))
    estimate = Number(last.map(\.estimate))
    value = Number(last.compactMap(\.value))
    regret = Number(last.compactMap(\.regret))
    regretSlope = Number(log.regretSlopes)
    // Offline agents are pessimistic by design.
    optimisticShare = run.isOnline ? log.optimisticShare : nil
    expectedReturn = run.world.isTable ? Number(policies.map(run.world.expectedReturn)) : nil
  }

  /// Name, number and half interval of everything that is known.
  public var lines: [[String]] {
    let named: [(String, Number?)] = [
      ("return of the last episodes", lastReturn), ("expected return, exact", expectedReturn),
      ("estimated value", estimate), ("robust value, exact", value), ("cumulative regret", regret),
      ("slope of log regret", regretSlope),
    ]
    var lines = named.compactMap { name, number in
      number.map { [name, Self.text($0.mean), $0.half.map { "+- " + Self.text($0) } ?? ""] }
    }
    if let optimisticShare {
      lines.append(["optimistic episodes", Self.text(100 * optimisticShare) + " %", ""])
    }
    return lines
  }

  private static func text(_ number: Double) -> String {
    // No minus before zeros.
    String(format: "%.4f", number.magnitude < 5e-5 ? 0 : number)
  }
}
