import EnvironmentTesting
import Scenes
import Testing

/// A scene with one fault gives that fault; what only looks odd gives none.
@Suite struct SceneInspectorTests {
  private static let view = Rect(x: 0, y: 0, width: 12, height: 9)

  private func kinds(_ draw: (inout Scene) -> Void) -> [SceneFault.Kind] {
    var scene = Scene(view: Self.view)
    draw(&scene)
    return SceneInspector().faults(in: scene).map(\.kind)
  }

  private let line = Stroke(.ink)

  @Test func cleanScenesHaveNoFaults() {
    let map = HeatMap(columns: 2, rows: 1, values: [.nan, 1])
    let found = kinds { scene in
      scene.line(from: Point(-50, 1), to: Point(50, 1))
      scene.disc(at: Point(-0.9, 4), radius: 1, fill: .blue)
      scene.disc(at: Point(-1.04, 4), radius: 1, fill: .blue, stroke: Stroke(.ink, width: .world(0.1)))
      scene.rectangle(Rect(x: 1, y: 1, width: 0, height: 2), fill: .green)
      scene.arrow(from: Point(3, 3), to: Point(3, 3))
      scene.arc(center: Point(6, 4), radius: 1, start: 0, sweep: 0)
      scene.heatMap(map, in: Rect(x: 1, y: 1, width: 2, height: 2))
      scene.image(Image(width: 1, height: 1, color: .ink), in: Rect(x: 1, y: 1, width: 2, height: 2))
      scene.text("µ = ½ °", at: Point(11.9, 3))
      scene.text("leading out", at: Point(0.1, 3), alignment: .trailing)
      scene.camera = Camera()
      scene.solids = [
        Solid(.sphere(radius: 1)), Solid(.capsule(radius: 1, halfLength: 0)),
        .arrow(from: .zero, to: Point3(0, 0, 1), radius: 0.1),
      ]
    }
    #expect(found == [])
  }

  @Test func views() {
    for view in [
      Rect(x: 0, y: 0, width: 0, height: 1), Rect(x: .nan, y: 0, width: 1, height: 1),
      Rect(minX: 1, minY: 0, maxX: 0, maxY: 1),
    ] {
      let faults = SceneInspector().faults(in: Scene(view: view))
      #expect(faults.map(\.kind) == [.improperView] && faults.first?.part == .view)
    }
  }

  @Test func numbersAndSizes() {
    #expect(kinds { $0.disc(at: Point(.nan, 1), radius: 1, fill: .ink) } == [.notFinite])
    #expect(kinds { $0.disc(at: Point(1, 1), radius: .infinity, fill: .ink) } == [.notFinite])
    #expect(kinds { $0.line(from: Point(0, 0), to: Point(1, .infinity)) } == [.notFinite])
    #expect(kinds { $0.polygon([Point(0, 0), Point(1, 0), Point(.nan, 1)], fill: .ink) } == [.notFinite])
    #expect(kinds { $0.line(from: Point(0, 0), to: Point(1, 1), width: .pixels(.nan)) } == [.notFinite])
    #expect(
      kinds { $0.rectangle(center: Point(1, 1), width: 1, height: 1, rotation: .nan, fill: .ink) }
        == [.notFinite])
    #expect(kinds { $0.disc(at: Point(1, 1), radius: -1, fill: .ink) } == [.badSize])
    #expect(kinds { $0.rectangle(Rect(minX: 2, minY: 0, maxX: 1, maxY: 1), fill: .ink) } == [.badSize])
    #expect(kinds { $0.line(from: Point(0, 0), to: Point(1, 1), width: .world(0)) } == [.badSize])
    #expect(kinds { $0.text("a", at: Point(1, 1), size: .pixels(-3)) } == [.badSize])
    #expect(
      kinds { scene in
        scene.withTransform(.scale(0)) { $0.disc(at: Point(1, 1), radius: 1, fill: .ink) }
      } == [.badSize])
    #expect(kinds { $0.line(from: Point(0, 0), to: Point(1e8, 1)) } == [.absurdSize])
    #expect(kinds { $0.disc(at: Point(5, 5), radius: 1e9, fill: .ink) } == [.absurdSize])
    #expect(kinds { $0.polyline([]) } == [.tooFewPoints])
    #expect(kinds { $0.polygon([Point(1, 1), Point(2, 2)], fill: .ink) } == [.tooFewPoints])
    #expect(kinds { $0.polygon(contours: [], fill: .ink) } == [.tooFewPoints])
  }

  @Test func whatCannotBeSeen() {
    let point = Point(5, 5)
    #expect(kinds { $0.disc(at: point, radius: 1) } == [.invisible])
    #expect(kinds { $0.disc(at: point, radius: 1, fill: .clear) } == [.invisible])
    #expect(kinds { $0.disc(at: point, radius: 1, fill: .clear, stroke: Stroke(.ink)) } == [])
    #expect(kinds { $0.line(from: point, to: .zero, color: .clear) } == [.invisible])
    #expect(kinds { $0.shapes = [Shape(.polyline([point]), style: Style(fill: .ink))] } == [.invisible])
    #expect(
      kinds { $0.shapes = [Shape(.text(Text("a", at: point)), style: Style(stroke: Stroke(.ink)))] }
        == [.invisible])
    #expect(kinds { $0.disc(at: Point(-1.5, 4), radius: 1, fill: .ink) } == [.outsideView])
    #expect(kinds { $0.disc(at: Point(13.1, 4), radius: 1, fill: .ink) } == [.outsideView])
    #expect(kinds { $0.disc(at: Point(4, 10.1), radius: 1, fill: .ink) } == [.outsideView])
    #expect(kinds { $0.disc(at: Point(4, -1.1), radius: 1, fill: .ink) } == [.outsideView])
    #expect(kinds { $0.text("far left", at: Point(-0.2, 3), alignment: .trailing) } == [.outsideView])
    #expect(
      kinds { scene in
        scene.withTransform(.translation(20, 0)) { $0.disc(at: point, radius: 1, fill: .ink) }
      } == [.outsideView])
    let nothing = HeatMap(columns: 2, rows: 1, values: [.nan, .infinity])
    let rect = Rect(x: 1, y: 1, width: 2, height: 2)
    #expect(kinds { $0.heatMap(nothing, in: rect) } == [.emptyMap])
    #expect(kinds { $0.image(Image(width: 2, height: 2), in: rect) } == [.emptyMap])
    let map = HeatMap(columns: 1, rows: 1, values: [1])
    #expect(kinds { $0.heatMap(map, in: Rect(x: 1, y: 1, width: 0, height: 1)) } == [.badSize])
  }

  @Test func writing() {
    let point = Point(5, 5)
    #expect(kinds { $0.text("", at: point) } == [.emptyText])
    #expect(kinds { $0.text("  ", at: point) } == [.emptyText])
    #expect(kinds { $0.text("a\u{4E2D}", at: point) } == [.missingGlyph])
    #expect(kinds { $0.text("two\nlines", at: point) } == [.missingGlyph])
    #expect(kinds { $0.text("small", at: point, size: .pixels(6.9)) } == [.unreadableText])
    #expect(kinds { $0.text("small", at: point, size: .pixels(7)) } == [])
    // 40 pixels per unit.
    #expect(kinds { $0.text("small", at: point, size: .world(0.17)) } == [.unreadableText])
    #expect(kinds { $0.text("small", at: point, size: .world(0.18)) } == [])
    #expect(kinds { $0.text("L", at: .zero, size: .world(9.1)) } == [.unreadableText])
  }

  @Test func solids() {
    func kinds(_ solid: Solid, _ camera: Camera? = Camera()) -> [SceneFault.Kind] {
      self.kinds { scene in
        scene.solids = [solid]
        scene.camera = camera
      }
    }
    let ball = Solid.Form.sphere(radius: 1)
    #expect(kinds(Solid(ball)) == [])
    #expect(kinds(Solid(ball), nil) == [.missingCamera])
    #expect(kinds(Solid(ball), Camera(distance: -1)) == [.improperCamera])
    #expect(kinds(Solid(ball, at: Pose(Point3(0, .nan, 0)))) == [.notFinite])
    #expect(kinds(Solid(ball, at: Pose(rotation: Quaternion(.nan, 0, 0, 0)))) == [.notFinite])
    #expect(kinds(Solid(ball, at: Pose(rotation: Quaternion(0, 0, 0, 0)))) == [.zeroRotation])
    #expect(kinds(Solid(.sphere(radius: 0))) == [.badSize])
    #expect(kinds(Solid(.sphere(radius: .nan))) == [.notFinite])
    #expect(kinds(Solid(.box(half: Point3(1, -1, 1)))) == [.badSize])
    #expect(kinds(Solid(.cylinder(radius: 1, halfLength: 0))) == [.badSize])
    #expect(kinds(Solid(.plane(halfWidth: 0, halfHeight: 1, checker: nil))) == [.badSize])
    #expect(kinds(Solid(.mesh(SolidMesh(positions: [], normals: [], indices: [])))) == [.tooFewPoints])
  }

  @Test func messagesNameThePartAndTheRemedy() throws {
    var scene = Scene(view: Self.view)
    scene.disc(at: Point(1, 1), radius: 1, fill: .ink)
    scene.text("", at: Point(1, 1))
    let fault = try #require(SceneInspector().faults(in: scene).first)
    #expect(fault.part == .shape(1))
    #expect(fault.description == "shape 1 (text): it says \"\"; leave it out")
    #expect(Set(SceneFault.Kind.allCases.map(\.rawValue)).count == SceneFault.Kind.allCases.count)
  }
}
