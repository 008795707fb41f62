import Scenes
import Testing

@Suite struct GhostTests {
  /// A wall, a body at `x`, and a frame around all.
  private func scene(at x: Double, pushed: Bool = false) -> Scene {
    var scene = Scene(view: Rect(x: 0, y: 0, width: 10, height: 10))
    scene.rectangle(Rect(x: 0, y: 0, width: 1, height: 1), fill: .slate)
    scene.disc(at: Point(x, 5), radius: 1, fill: .orange)
    if pushed { scene.arrow(from: Point(x, 5), to: Point(x + 1, 5)) }
    scene.rectangle(scene.view, stroke: Stroke(.ink))
    return scene
  }

  @Test func theSameSceneHasNoGhost() {
    var truth = scene(at: 3)
    truth.addGhost(of: scene(at: 3))
    #expect(truth == scene(at: 3))
  }

  @Test func whatMovedIsGreyBelowTheTruth() throws {
    for pushed in [false, true] {
      var truth = scene(at: 3, pushed: pushed)
      let before = truth
      truth.addGhost(of: scene(at: 6, pushed: true))
      let added = 2
      #expect(truth.shapes.count == before.shapes.count + added)
      #expect(truth.shapes[0] == before.shapes[0])
      #expect(Array(truth.shapes[(1 + added)...]) == Array(before.shapes[1...]))
      let fill = try #require(truth.shapes[1].style.fill)
      #expect(fill.red == fill.green && fill.green == fill.blue && fill.alpha < 128)
      #expect(truth.shapes[1].geometry == .disc(center: Point(6, 5), radius: 1))
    }
  }

  @Test func scenesOfOtherLengthsAreTakenAsTheyAre() {
    var truth = scene(at: 3)
    truth.addGhost(of: Scene(view: truth.view))
    #expect(truth == scene(at: 3))
    var empty = Scene(view: truth.view)
    empty.addGhost(of: scene(at: 3))
    #expect(empty.shapes.count == 3)
  }
}
