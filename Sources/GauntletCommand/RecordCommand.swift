import ArgumentParser
import EnvironmentCatalog
import Playback
import Scenes
import Viewer

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Write one episode as a video or as numbered PNG files.")

  @OptionGroup var recipe: RecipeArguments
  @OptionGroup var seed: SeedArgument

  @Option(
    name: [.customShort("o"), .long],
    help: "A video, by the ending .mp4 or .gif (needs ffmpeg), or a new or empty folder for PNG frames.")
  var output: String

  @Option(name: .long, help: "Who acts: random, zero or scripted.")
  var policy: StandardPolicy = .scripted

  @Option(
    name: .long, help: "Picture size as WIDTHxHEIGHT, 16 to 4096 pixels a side.",
    transform: PictureSize.init)
  var size = PictureSize(width: 640, height: 480)

  @Option(
    name: .long, parsing: .unconditional, help: "Frames per second of a video, one frame per step.",
    transform: wholeNumber(1...240))
  var fps = 30

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Show return, costs, margins, rules and parameters beside the world; standard from 480x360 on.")
  var overlay: Bool?

  @OptionGroup var map: MapArgument

  @Option(
    name: .long, parsing: .unconditional, help: "Most steps to record.",
    transform: wholeNumber(1...1_000_000))
  var steps = 1000

  @Option(
    name: .long,
    help: "opengl, software (the same bytes on every machine), or auto: OpenGL where there is one.")
  var renderer = RendererChoice.auto

  @Flag(name: .long, help: "Replace the video or the frames that are there.")
  var overwrite = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let environment = try recipe.environment()
    try environment.requireDrawing()
    let rowPolicy = try environment.required(policy)
    let player = EpisodePlayer(environment, policy: rowPolicy, seed: seed.seed)
    Interruption.watch()
    var sink: any FrameSink =
      try VideoSink.isVideo(output)
      ? try VideoSink(output, size: size, framesPerSecond: fps, overwrite: overwrite)
      : try FrameFolder(output, overwrite: overwrite)
    var recorder = EpisodeRecorder(
      player, size: size, showsPanels: overlay ?? (size.width >= 480 && size.height >= 360),
      renderer: try renderer.make(), map: try map.name(in: environment))
    let summary: EpisodeSummary
    do {
      summary = try recorder.record(atMost: steps, into: &sink)
    } catch {
      sink.discard()
      throw error
    }
    try sink.finish()
    if json {
      try Terminal.print(json: RecordReport(output: output, frames: sink.count, episode: summary))
    } else {
      print("\(sink.count) frames in \(output); return \(short(summary.return)), \(summary.ending)")
    }
  }
}

/// What draws the frames.
enum RendererChoice: String, ExpressibleByArgument, CaseIterable {
  /// OpenGL without a display where this machine has it, else the software rasteriser.
  case auto
  case opengl, software

  /// - Throws: `ExitCode` after a message when OpenGL is asked for and missing.
  func make() throws -> any SceneRenderer {
    if self == .software { return SoftwareRasterizer() }
    do {
      return try HeadlessRenderer()
    } catch {
      guard self == .opengl else { return SoftwareRasterizer() }
      throw fail("\(error.message); or use --renderer software")
    }
  }
}

/// Plays an episode and draws every state.
struct EpisodeRecorder {
  private var player: EpisodePlayer
  private var renderer: any SceneRenderer
  private var image: Image
  private let dashboard: Dashboard
  private var options = DashboardOptions()
  private let scale: Double
  private let mapName: String?
  private var maps: MapSource

  init(
    _ player: EpisodePlayer, size: PictureSize, showsPanels: Bool, renderer: any SceneRenderer, map: String?
  ) {
    self.player = player
    mapName = map
    maps = MapSource(player.environment)
    self.renderer = renderer
    dashboard = Dashboard(player.recipe)
    options.showsPanels = showsPanels
    options.showsTrail = showsPanels
    image = Image(width: size.width, height: size.height)
    // Writing that can be read on a picture shown at half its size stays readable on larger ones.
    scale = max(1, Double(min(size.width / 960, size.height / 540)))
  }

  /// Plays to the end, or for at most `limit` steps.
  mutating func record(atMost limit: Int, into sink: inout any FrameSink) throws -> EpisodeSummary {
    let horizon = player.recipe.task.horizon
    var progress = Progress("frames", total: min(limit, horizon) + 1)
    defer { progress.finish() }
    repeat {
      try Interruption.check()
      try renderer.render(composition(), into: &image)
      try sink.add(image)
      progress.update(sink.count)
    } while player.step < limit && player.advance()
    let facts = player.facts
    return EpisodeSummary(
      seed: facts.seed, return: facts.return, perceivedReturn: facts.perceivedReturn, costs: facts.costSums,
      length: facts.step, ending: facts.ending.name)
  }

  private mutating func composition() -> Composition {
    var view = player.view
    let map = mapName.flatMap { maps.map(named: $0, in: view.environment) }
    if let map { view.scene?.insertMap(map.shapes) }
    var composition = dashboard.composition(
      of: view, options: options, width: image.width, height: image.height, pixelScale: scale)
    if let map, options.showsPanels, let world = composition.panes.first {
      composition.panes.append(dashboard.legend(map.legend, over: world.area, pixelScale: scale))
    }
    return composition
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
