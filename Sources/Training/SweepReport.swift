import Evaluation
import Foundation
import Plots
import Scenes

/// Returns of several policies over a sweep, as files and as text.
public struct SweepReport: Sendable {
  public let parameter: String
  private var rows: [Row] = []

  private struct Row: Sendable {
    var name: String
    var replication: Int
    var result: TargetEvaluation.Result
  }

  public init(parameter: String) { self.parameter = parameter }

  /// Adds what one replication of `name` earns.
  public mutating func add(name: String, replication: Int, _ results: [TargetEvaluation.Result]) {
    rows += results.map { Row(name: name, replication: replication, result: $0) }
  }

  /// The mean over replications of one policy at one value; exact returns where there are some, else played
  /// ones.
  public struct Mean: Sendable, Encodable {
    public let name: String
    public let value: Double
    public let mean: Double
    /// Half of the 95 % interval; nil for one replication.
    public let half: Double?
    public let played: Double?
  }

  /// Means in the order in which policies were added.
  public var means: [Mean] {
    var names: [String] = []
    var groups: [String: [Double: [TargetEvaluation.Result]]] = [:]
    var values: [Double] = []
    for row in rows {
      if groups[row.name] == nil { names.append(row.name) }
      if !values.contains(row.result.value) { values.append(row.result.value) }
      groups[row.name, default: [:]][row.result.value, default: []].append(row.result)
    }
    return names.flatMap { name in
      values.compactMap { value in
        guard let results = groups[name]?[value] else { return nil }
        let interval = Interval(results.map { $0.expected ?? $0.played ?? .nan })
        let played = results.compactMap(\.played)
        return Mean(
          name: name, value: value, mean: interval.mean, half: interval.half.isFinite ? interval.half : nil,
          played: played.isEmpty ? nil : Interval(played).mean)
      }
    }
  }

  /// A line for each policy and value and replication, under a header.
  private var csv: [String] {
    let lines = rows.map { row in
      func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
      return "\(Self.quoted(row.name)),\(row.replication),\(row.result.value),\(text(row.result.expected)),"
        + text(row.result.played)
    }
    return ["policy,replication,\(parameter),expected,played"] + lines
  }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n".contains($0) }
      ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
  }

  /// Mean returns against the parameter, with bands of 95 %, of the policies that are `shown`.
  public func chart(title: String = "", shown: (String) -> Bool = { _ in true }) -> LineChart {
    let means = self.means.filter { shown($0.name) }
    var names: [String] = []
    for mean in means where !names.contains(mean.name) { names.append(mean.name) }
    return LineChart(
      title: title, x: Axis(parameter), y: Axis("return"),
      series: names.map { name in
        let own = means.filter { $0.name == name }
        let hasBand = own.allSatisfy { $0.half != nil }
        return LineChart.Series(
          name, own.map { Point($0.value, $0.mean) },
          low: hasBand ? own.map { $0.mean - $0.half! } : [],
          high: hasBand ? own.map { $0.mean + $0.half! } : [])
      })
  }

  /// Writes `NAME.csv`, `NAME.json` and `NAME.svg`.
  ///
  /// - Parameter shown: which policies the chart shows; the other files hold all.
  /// - Throws: what the disk refuses, and `PlotError` where nothing can be drawn.
  public func write(
    to folder: URL, name: String = "returns", title: String = "", shown: (String) -> Bool = { _ in true }
  ) throws {
    try ReportFiles(folder, name: name).write(
      csv: csv, json: Report(parameter: parameter, returns: means), chart(title: title, shown: shown),
      title: spoken(title))
  }

  /// Writes `NAME.svg` alone.
  public func writeChart(
    to folder: URL, name: String, title: String, shown: (String) -> Bool = { _ in true }
  ) throws {
    try ReportFiles(folder, name: name).write(
      chart(title: title, shown: shown), title: spoken(title))
  }

  /// What the picture is called for readers that speak it, where it has no title either.
  private func spoken(_ title: String) -> String { title.isEmpty ? "return against \(parameter)" : title }

  private struct Report: Encodable {
    let parameter: String
    let returns: [Mean]
  }

  /// A line for each policy, a column for each value.
  public var table: String {
    let means = self.means
    var names: [String] = []
    var values: [Double] = []
    for mean in means {
      if !names.contains(mean.name) { names.append(mean.name) }
      if !values.contains(mean.value) { values.append(mean.value) }
    }
    let header =
      "policy".padding(toLength: 24, withPad: " ", startingAt: 0)
      + values.map { Self.padded("\(parameter) \($0)") }.joined()
    let lines = names.map { name -> String in
      let cells = values.map { value -> String in
        guard let mean = means.first(where: { $0.name == name && $0.value == value }) else {
          return Self.padded("")
        }
        return Self.padded(String(format: "%.3f", mean.mean))
      }
      return name.padding(toLength: max(24, name.count), withPad: " ", startingAt: 0) + cells.joined()
    }
    return ([header] + lines).joined(separator: "\n")
  }

  private static func padded(_ text: String) -> String {
    String(repeating: " ", count: max(1, 9 - text.count)) + text
  }
}
