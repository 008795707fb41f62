import ArgumentParser
import DecisionProcesses
import EnvironmentCatalog
import Foundation
import Recipes
import Scenes

struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "Play episodes in several worlds, nominal and perturbed; draw them.")

  @Option(name: [.customShort("o"), .long], help: "Folder for the pictures.")
  var output = "runs"

  @OptionGroup var seed: SeedArgument

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  /// What the tour plays: one nominal episode per world, then the same luck under rules.
  static let stops: [(recipe: String, policy: StandardPolicy)] = [
    ("frozen-lake-v1", .scripted),
    ("frozen-lake-v1?slip=1", .scripted),
    ("cliff-walk-v1", .scripted),
    ("cliff-walk-v1 | replace-action(probability=0.1,by=uniform)", .scripted),
    ("windy-walk-v0", .scripted),
    ("windy-walk-v0?alpha=0.5", .scripted),
    ("cart-pole-v1", .scripted),
    ("cart-pole-v1 | gaussian-noise(sigma=0.1)", .scripted),
    ("cart-pole-v1?massPole=0.5,length=0.25 | action-delay(steps=3)", .scripted),
    ("pendulum-v1", .scripted),
    ("pendulum-v1 | uncertain(box=box-3,nature=per-episode)", .scripted),
    ("mountain-car-continuous-v0", .scripted),
    ("mountain-car-continuous-v0 | blend-action(alpha=0.4,by=uniform)", .scripted),
    ("point-robot-v0?start=evaluation", .scripted),
    ("point-robot-v0?start=evaluation,windX=-0.1,windY=0.2", .scripted),
    ("double-integrator-v0", .scripted),
    ("double-integrator-v0 | impulse(parameter=push,magnitude=0.3,at=60,duration=40)", .scripted),
    ("constrained-pendulum-v0", .scripted),
    ("constrained-pendulum-v0 | bias(value=-0.3,on=[1])", .scripted),
    ("hopper-v5", .scripted),
    ("hopper-v5 | uncertain(box=iwocs-2d,nature=per-episode)", .scripted),
    ("half-cheetah-v5?limit=v1", .scripted),
    ("half-cheetah-v5 | impulse(parameter=torsoForceX,magnitude=-3,at=100,duration=900)", .scripted),
  ]

  func run() throws {
    var reports: [StopReport] = []
    var sheet = ContactSheet(columns: 3, width: 320, height: 240)
    let stops = Self.stops.filter { stop in
      // A recipe starts with its world's name.
      let identifier = String(stop.recipe.prefix { $0 != "?" && $0 != " " })
      return EnvironmentCatalog.playableIdentifiers.contains(identifier)
    }
    if stops.count < Self.stops.count {
      Terminal.writeError("\(Self.stops.count - stops.count) stops need MuJoCo, which is not here; left out")
    }
    var progress = Progress("tour", total: stops.count)
    for (index, stop) in stops.enumerated() {
      let report = try play(stop.recipe, stop.policy, index, &sheet)
      reports.append(report)
      progress.update(index + 1)
    }
    progress.finish()
    let folder = URL(fileURLWithPath: output)
    try writePicture(sheet.image, to: folder.appendingPathComponent("tour.png"))
    if json {
      try Terminal.print(json: reports)
      return
    }
    print(
      table(
        ["return", "length", "ending", "steps/s", "costs (limit)", "recipe"],
        reports.map {
          [
            short($0.episode.return), "\($0.episode.length)", $0.episode.ending, short($0.stepsPerSecond),
            $0.costs, $0.recipe,
          ]
        }, rightAligned: [0, 1, 3]))
    print("pictures: \(output)/tour.png and one per line in \(output)/tour/")
  }

  private func play(
    _ text: String, _ policy: StandardPolicy, _ index: Int, _ sheet: inout ContactSheet
  ) throws -> StopReport {
    let environment = try withRecipe(text, rules: []) { try EnvironmentCatalog.make($0) }
    var player = try Player(environment, policy: policy)
    let episode = player.play(seed: seed.seed)
    let rate = player.rate
    // The same luck again, stopped on the way: episodes are functions of the seed.
    _ = player.play(seed: seed.seed, limit: max(1, min(episode.length * 2 / 3, 60)))
    if let scene = player.environment.scene {
      let number = String(index + 101).dropFirst()
      let name = "\(number)-\(environment.recipe.environment).png"
      let picture = URL(fileURLWithPath: output).appendingPathComponent("tour").appendingPathComponent(name)
      var rasterizer = SoftwareRasterizer()
      try writePicture(rasterizer.render(scene, width: 640, height: 480), to: picture)
      if index == 0 || Self.stops[index - 1].recipe.prefix(10) != text.prefix(10) {
        sheet.add(rasterizer.render(scene, width: 320, height: 240))
      }
    }
    return StopReport(
      recipe: environment.recipe.description, policy: policy.rawValue, episode: episode,
      costs: costText(episode, environment.task), stepsPerSecond: rate)
  }

  /// Each cost's sum with the limits that its constraints set.
  private func costText(_ episode: EpisodeSummary, _ task: TaskDescription) -> String {
    guard !task.costs.isEmpty else { return "-" }
    return task.costs.enumerated().map { channel, cost in
      let limits = task.constraints.filter { $0.channel == channel }
        .map { short($0.requirement.limit) }
      let limit = limits.isEmpty ? "" : " (\(limits.joined(separator: ", ")))"
      return "\(cost.name) \(short(episode.costs[channel]))\(limit)"
    }.joined(separator: ", ")
  }
}

/// JSON of one stop of the tour.
private struct StopReport: Encodable {
  let recipe: String
  let policy: String
  let episode: EpisodeSummary
  let costs: String
  let stepsPerSecond: Double
}

/// Small pictures in rows.
struct ContactSheet {
  private let columns: Int
  private let width: Int
  private let height: Int
  private let gap = 8
  private var pictures: [Image] = []

  init(columns: Int, width: Int, height: Int) {
    self.columns = columns
    self.width = width
    self.height = height
  }

  mutating func add(_ picture: Image) { pictures.append(picture) }

  var image: Image {
    let rows = max(1, (pictures.count + columns - 1) / columns)
    var sheet = Image(
      width: columns * (width + gap) + gap, height: rows * (height + gap) + gap, color: .mist)
    for (index, picture) in pictures.enumerated() {
      let left = gap + (index % columns) * (width + gap)
      let top = gap + (index / columns) * (height + gap)
      for y in 0..<height {
        for x in 0..<width { sheet[left + x, top + y] = picture[x, y] }
      }
    }
    return sheet
  }
}
