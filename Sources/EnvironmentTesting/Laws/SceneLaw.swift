import DecisionProcesses
import Scenes

/// The pictures of `subject`, and of the same process at the two ends of all its parameters.
func checkScenes(_ subject: some Subject) throws(Violation) -> String {
  var detail = try checkScenesOnce(subject)
  for (name, variant) in subject.corners {
    do throws(Violation) {
      _ = try checkScenesOnce(variant)
    } catch {
      throw Violation("\(name): \(error.message)")
    }
    detail += ", also " + name
  }
  return detail
}

private func checkScenesOnce(_ subject: some Subject) throws(Violation) -> String {
  try checkScenes(
    { () throws(Violation) in try subject.player() }, showsTruth: subject.truth.observation,
    seed: subject.seed, scripted: subject.scripted)
}

/// Every state's scene passes the inspector and depends on nothing but the state; some episode's picture
/// changes where the observation does.
///
/// - Parameter showsTruth: whether the observation changes with the state alone.
func checkScenes<P: Player>(
  _ make: () throws(Violation) -> P, showsTruth: Bool, seed: UInt64,
  scripted: (@Sendable ([Double]) -> [Double])?
) throws(Violation) -> String {
  var viewer = SceneWatcher(player: try make(), other: try make())
  for pattern in ActionPattern.allCases {
    let actor = Actor(pattern, viewer.player.action, seed: seed, scripted: scripted)
    guard try viewer.watch(actor, seed: seed) else { return "the world draws nothing" }
  }
  try require(
    viewer.changed > 0 || viewer.shouldChange == 0 || !showsTruth,
    "seed \(seed): the picture of a late state is that of the first in all \(viewer.episodes) episodes, "
      + "though observations change in \(viewer.shouldChange); draw what moves")
  return "\(viewer.scenes) scenes of \(viewer.shapes) shapes and solids; the picture changes in "
    + "\(viewer.changed) of \(viewer.episodes) episodes"
}

private struct SceneWatcher<P: Player> {
  var player: P
  /// Takes over the player's snapshots, with a past of its own.
  var other: P
  var scenes = 0
  var shapes = 0
  var episodes = 0
  /// Episodes of several steps whose observation leaves the first one.
  var shouldChange = 0
  /// Those of them whose picture differs at the first state and at the last one with another observation.
  var changed = 0
  private let inspector = SceneInspector()
  private var rasterizer = SoftwareRasterizer()

  init(player: P, other: P) {
    self.player = player
    self.other = other
  }

  /// An episode's beginning.
  private struct Start {
    var scene: Scene
    var observation: [Double]
    var age = 0
    /// The last state so far that is observed otherwise.
    var contrast: Scene?
  }

  /// Plays and looks at every state; false if there is no picture.
  mutating func watch(_ actor: Actor, seed: UInt64) throws(Violation) -> Bool {
    var actor = actor
    var place = Place(seed: seed, pattern: actor.pattern, step: 0)
    _ = other.reset(seed: ~seed)
    var seen = player.reset(seed: seed)
    guard player.scene != nil else { return false }
    var start = Start(scene: try look(place), observation: seen)
    for step in 1...lawSteps {
      place.step = step
      seen = player.step(actor.act(on: seen)).observation
      start.age += 1
      let scene = try look(place)
      if seen != start.observation { start.contrast = scene }
      try require(
        scene.view == start.scene.view,
        "\(place.text): the view is \(scene.view), \(start.scene.view) at the episode's start; keep it")
      guard !player.isRunning || step == lawSteps else { continue }
      compare(start)
      guard step < lawSteps else { break }
      seen = player.reset(seed: nil)
      start = Start(scene: try look(place), observation: seen)
    }
    return true
  }

  /// The present scene, drawn from the state alone, without a fault.
  private mutating func look(_ place: Place) throws(Violation) -> Scene {
    let before = player.save()
    guard let scene = player.scene else { throw Violation("\(place.text): there is no picture of it") }
    try require(player.save() == before, "\(place.text): drawing changed the environment")
    if let fault = inspector.faults(in: scene).first {
      throw Violation("\(place.text): \(fault) [\(line(fault.part, of: scene))]")
    }
    try same(player.scene, scene, "\(place.text): the same state drawn twice")
    do throws(SnapshotError) {
      try other.restore(before)
    } catch {
      throw Violation("\(place.text): its own snapshot is refused: \(error)")
    }
    try same(other.scene, scene, "\(place.text): the state restored from a snapshot")
    scenes += 1
    shapes += scene.shapes.count + scene.solids.count
    return scene
  }

  private mutating func compare(_ start: Start) {
    episodes += 1
    guard start.age > 1, let late = start.contrast else { return }
    shouldChange += 1
    guard start.scene != late else { return }
    let (width, height) = (inspector.width, inspector.height)
    let first = rasterizer.render(start.scene, width: width, height: height)
    if rasterizer.render(late, width: width, height: height) != first { changed += 1 }
  }
}

private func same(_ drawn: Scene?, _ expected: Scene, _ place: String) throws(Violation) {
  guard let drawn else { throw Violation("\(place) draws nothing") }
  // Equal numbers that are not finite cannot come here: the inspector refuses them.
  guard drawn != expected else { return }
  let (a, b) = (lines(drawn), lines(expected))
  let index = (0..<max(a.count, b.count)).first { $0 >= a.count || $0 >= b.count || a[$0] != b[$0] }
  guard let index else { throw Violation("\(place) draws other numbers, equal in single precision") }
  func line(_ lines: [Substring]) -> Substring { index < lines.count ? lines[index] : "nothing" }
  throw Violation("\(place) draws '\(line(a))' instead of '\(line(b))'")
}

private func lines(_ scene: Scene) -> [Substring] { "\(scene)".split(separator: "\n") }

/// What the scene holds where a fault is.
private func line(_ part: SceneFault.Part, of scene: Scene) -> String {
  switch part {
  case .view, .camera: "\(scene.shapes.count) shapes, \(scene.solids.count) solids"
  case .shape(let index): "\(scene.shapes[index])"
  case .solid(let index): "\(scene.solids[index])"
  }
}
