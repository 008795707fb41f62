import ArgumentParser
import Foundation
import Plots
import Scenes

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw a table as a chart: lines, bars or a heat map.",
    discussion: """
      Reads CSV with a line of column names, or the JSON that 'gauntlet run --json' prints, whose columns are
      seed, return, length, one for each cost, and ending. Rows with the same x are drawn as their mean (the
      median with quartiles) and a band around it. Empty cells are gaps.
      """)

  @ArgumentParser.Argument(help: "CSV file, or JSON of 'gauntlet run --json'.")
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
    let builder = ChartBuilder(
      table: try DataTable(path: file), title: title, x: x, y: y, group: group, band: band, isLogX: logX,
      isLogY: logY)
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
