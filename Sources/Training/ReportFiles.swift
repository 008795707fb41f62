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

  /// The lines of a table, its header first.
  public func write(csv lines: [String]) throws {
    try write(Data((lines.joined(separator: "\n") + "\n").utf8), "csv")
  }

  /// A value with its keys sorted.
  public func write(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try write(encoder.encode(value) + Data("\n".utf8), "json")
  }

  /// A chart.
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
