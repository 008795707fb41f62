import ArgumentParser
import EnvironmentCatalog
import Scenes

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Write the pictures of one episode as numbered PNG files.")

  @OptionGroup var recipe: RecipeArguments
  @OptionGroup var seed: SeedArgument

  @Option(name: [.customShort("o"), .long], help: "Folder for the frames; it must be new or empty.")
  var output: String

  @Option(name: .long, help: "Who acts: random, zero or scripted.")
  var policy: StandardPolicy = .scripted

  @Option(
    name: .long, help: "Picture size as WIDTHxHEIGHT, 16 to 4096 pixels a side.",
    transform: PictureSize.init)
  var size = PictureSize(width: 640, height: 480)

  @Option(
    name: .long, parsing: .unconditional, help: "Most steps to record.",
    transform: wholeNumber(1...1_000_000))
  var steps = 1000

  @Flag(name: .long, help: "Replace the content of the output folder.")
  var overwrite = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let environment = try recipe.environment()
    guard environment.scene != nil else {
      throw fail("\(environment.recipe.environment) cannot be drawn; choose another environment")
    }
    var player = try Player(environment, policy: policy)
    var folder = try FrameFolder(output, width: size.width, height: size.height, overwrite: overwrite)
    var progress = Progress("frames", total: min(steps, environment.task.horizon) + 1)
    let summary: EpisodeSummary
    do {
      summary = try player.play(seed: seed.seed, limit: steps) { environment in
        if let scene = environment.scene { try folder.add(scene) }
        progress.update(folder.count)
      }
    } catch {
      folder.discard()
      throw error
    }
    progress.finish()
    try folder.finish()
    if json {
      try Terminal.print(json: RecordReport(output: output, frames: folder.count, episode: summary))
    } else {
      print("\(folder.count) frames in \(output); return \(short(summary.return)), \(summary.ending)")
    }
  }
}

/// JSON of `record`; the keys are part of the command's interface.
private struct RecordReport: Encodable {
  let output: String
  let frames: Int
  let episode: EpisodeSummary
}

/// A picture size on the command line.
struct PictureSize: Sendable {
  let width: Int
  let height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  init(_ text: String) throws {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ (16...4096).contains($0) }) else {
      throw ValidationError("give WIDTHxHEIGHT with 16 to 4096 pixels a side")
    }
    self.init(width: sides[0], height: sides[1])
  }
}
