import ArgumentParser
import EnvironmentCatalog
import Foundation
import Playback
import Viewer

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Play an episode in a window; press ? there for the keys.",
    discussion: """
      The simulation runs on a thread of its own: slow pictures never hold it up, and slow steps never freeze
      the window. Episodes can be paused, rewound and branched; you can act in place of the agent or of nature.
      """)

  @OptionGroup var recipe: RecipeArguments
  @OptionGroup var seed: SeedArgument

  @Option(name: .long, help: "Who acts at first: random, zero or scripted.")
  var policy: StandardPolicy = .scripted

  @Option(
    name: .long, help: "Steps per second, or 'max'; by default 30, and 4 for finite worlds.",
    transform: WatchSpeed.init)
  var speed: WatchSpeed?

  @Option(
    name: .long, help: "Window size as WIDTHxHEIGHT, 16 to 4096 screen units a side.",
    transform: PictureSize.init)
  var size = PictureSize(width: 1000, height: 640)

  @OptionGroup var map: MapArgument

  @Option(name: [.customShort("o"), .long], help: "Folder for screenshots and videos.")
  var output = "runs"

  @Flag(name: .long, help: "Begin the next seed's episode when one has ended.")
  var loop = false

  @Flag(name: .long, help: "Start paused.")
  var paused = false

  @Option(name: .long, help: "Close the window after so many seconds.", transform: positiveSeconds)
  var seconds: Double?

  @Flag(name: .long, help: "Print frames and steps per second at the end.")
  var statistics = false

  func run() throws {
    let environment = try recipe.environment()
    try environment.requireDrawing()
    let rowPolicy = try environment.required(policy)
    let mapName = try map.name(in: environment)
    let isFinite = !environment.actionNames.isEmpty
    let realTime = environment.stepDuration.map { min(max((1 / $0).rounded(), 1), 240) }
    let speed = self.speed?.speed ?? .stepsPerSecond(realTime ?? (isFinite ? 4 : 30))
    // Where OpenGL is drawn by the processor, its threads would take the stepping thread's core.
    setenv("LP_NUM_THREADS", "0", 0)
    do {
      let window = try Window(
        title: "\(environment.recipe) - Gauntlet", width: max(size.width, 160), height: max(size.height, 120))
      let live = LivePlayer(
        EpisodePlayer(environment, policy: rowPolicy, seed: seed.seed), speed: speed,
        atEnd: loop ? .nextSeed : .hold)
      var session = WatchSession(window: window, live: live, environment: environment, output: output)
      session.mapName = mapName
      if !paused { live.send(.resume) }
      let report = try session.run(for: seconds)
      live.quit()
      if statistics { print(report) }
    } catch let error as GraphicsError {
      throw fail(error.message)
    }
  }
}

/// A speed on the command line.
struct WatchSpeed: Sendable {
  let speed: PlaybackSpeed

  init(_ text: String) throws {
    if text == "max" {
      speed = .unlimited
    } else if let rate = Double(text), rate > 0, rate <= 1e9 {
      speed = .stepsPerSecond(rate)
    } else {
      throw ValidationError("give a positive number of steps per second, or max")
    }
  }
}

@Sendable private func positiveSeconds(_ text: String) throws -> Double {
  guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
    throw ValidationError("give a positive number of seconds")
  }
  return seconds
}
