import Foundation
import Plots
import Scenes

/// Writes the files of a report, `NAME.csv`, `NAME.json` and `NAME.svg`, into a folder.
public struct ReportFiles {
  private let folder: URL
  private let name: String

  /// Makes the folder if need be; throws what the disk refuses.
  public init(_ folder: URL, name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    (self.folder, self.name) = (folder, name)
  }

  private func write(_ data: Data, _ type: String) throws {
    try data.write(to: folder.appendingPathComponent("\(name).\(type)"), options: .atomic)
  }

  /// All three files.
  ///
  /// - Parameters:
  ///   - csv: the lines of the table, its header first.
  ///   - json: written with its keys sorted.
  /// - Throws: `PlotError` where nothing can be drawn, before anything is written.
  public func write(
    csv: [String], json: some Encodable, _ chart: LineChart, title: String? = nil
  ) throws {
    try write(chart, title: title)
    try write(Data((csv.joined(separator: "\n") + "\n").utf8), "csv")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try write(encoder.encode(json) + Data("\n".utf8), "json")
  }

  /// The chart alone.
  ///
  /// - Parameter title: what the picture shows, for readers that speak it; the chart's own title by default.
  /// - Throws: `PlotError` where nothing can be drawn, before anything is written.
  public func write(
    _ chart: LineChart, width: Int = 800, height: Int = 480, title: String? = nil
  ) throws {
    let scene = try chart.scene(width: width, height: height)
    let document = SVG.document(scene, width: width, height: height, title: title ?? chart.title)
    try write(Data(document.utf8), "svg")
  }
}
