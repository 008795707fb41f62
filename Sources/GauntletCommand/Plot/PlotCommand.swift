import ArgumentParser
import Foundation
import Plots
import Scenes

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw a table as a chart: lines, bars or a heat map.",
    discussion: """
      Reads the folder of a run ('gauntlet train', 'gauntlet evaluate'), CSV with a line of column names, or the
      JSON that 'gauntlet run --json' prints, whose columns are seed, return, length, one for each cost, and
      ending. Rows with the same x are drawn as their mean (the median with quartiles) and a band around it.
      Empty cells are gaps.
      """)

  @ArgumentParser.Argument(help: "CSV file, JSON of 'gauntlet run --json', or the folder of a run.")
  var file: String

  @Option(name: [.customShort("o"), .long], help: "Picture to write: NAME.svg or NAME.png.")
  var output: String

  @Option(name: .long, help: "What to draw: line, bars or heatmap.")
  var kind: ChartKind = .line

  @Option(name: .long, help: "Column along x; the first one by default.")
  var x: String?

  @Option(name: .long, help: "Column along y; may be repeated. A heat map takes two, the second as colour.")
  var y: [String] = []

  @Option(name: .long, help: "Column whose values tell the series apart.")
  var group: String?

  @Option(name: .long, help: "Around the middle: se (standard error), minmax, quartiles or none.")
  var band: Band = .se

  @Option(name: .long, help: "Title above the chart.")
  var title = ""

  @Option(
    name: .long, help: "Picture size as WIDTHxHEIGHT, 16 to 4096 pixels a side.", transform: PictureSize.init)
  var size = PictureSize(width: 720, height: 450)

  @Flag(name: .customLong("log-x"), help: "Make the x-axis logarithmic.")
  var logX = false

  @Flag(name: .customLong("log-y"), help: "Make the y-axis logarithmic.")
  var logY = false

  func run() throws {
    let url = URL(fileURLWithPath: output)
    let isVector = url.pathExtension.lowercased() == "svg"
    guard isVector || url.pathExtension.lowercased() == "png" else {
      throw fail("'\(output)' ends neither in .svg nor in .png; name the picture with one of them")
    }
    var builder: ChartBuilder
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), isDirectory.boolValue {
      builder = try runChart()
    } else {
      builder = ChartBuilder(
        table: try DataTable(path: file), x: x, y: y, group: group, band: band, isLogX: logX, isLogY: logY)
    }
    builder.title = title
    let scene = try scene(builder)
    if isVector {
      let document = SVG.document(
        scene, width: size.width, height: size.height, title: title.isEmpty ? nil : title)
      try write(Data(document.utf8), to: url)
    } else {
      var rasterizer = SoftwareRasterizer()
      try writePicture(rasterizer.render(scene, width: size.width, height: size.height), to: url)
    }
  }

  /// The chart of a run's folder: returns in changed models where it was evaluated, else what it learnt.
  private func runChart() throws -> ChartBuilder {
    let returns = file + "/returns.csv"
    let progress = file + "/progress.csv"
    let isEvaluated = FileManager.default.fileExists(atPath: returns)
    guard isEvaluated || FileManager.default.fileExists(atPath: progress) else {
      throw fail("'\(file)' holds no run; 'gauntlet train' makes one")
    }
    let table = try DataTable(path: isEvaluated ? returns : progress)
    var y = self.y
    if y.isEmpty {
      let wanted = isEvaluated ? ["expected", "played"] : ["regret", "return"]
      y = wanted.first { name in isFilled(table, name) }.map { [$0] } ?? []
    }
    return ChartBuilder(
      table: table, x: x ?? (isEvaluated ? table.header[2] : "episode"), y: y,
      group: group ?? (isEvaluated ? "policy" : nil), band: band, isLogX: logX, isLogY: logY)
  }

  private func isFilled(_ table: DataTable, _ name: String) -> Bool {
    guard let column = table.header.firstIndex(of: name) else { return false }
    return table.isNumeric(column) && table.rows.contains { !$0[column].isEmpty }
  }

  private func scene(_ builder: ChartBuilder) throws -> Scene {
    do {
      switch kind {
      case .line: return try builder.lines().scene(width: size.width, height: size.height)
      case .bars:
        guard !logX else { throw fail("bars stand over names, which have no logarithm; leave --log-x out") }
        return try builder.bars().scene(width: size.width, height: size.height)
      case .heatmap: return try builder.heatMap().scene(width: size.width, height: size.height)
      }
    } catch let error as PlotError {
      throw fail("\(file): \(error)")
    }
  }
}

/// The charts that `plot` draws.
enum ChartKind: String, ExpressibleByArgument, CaseIterable {
  case line, bars, heatmap
}
