import Scenes
import Testing

/// Scenes in words, and pictures without alpha.
@Suite struct DescriptionTests {
  @Test func everyPartHasItsLine() {
    var scene = Scene(view: Rect(x: -1, y: 0, width: 2, height: 1.5))
    scene.line(from: Point(-0.0, 0.1 + 0.2), to: Point(1e300, .nan))
    scene.endGround()
    scene.rectangle(
      Rect(x: 0, y: 0, width: 1, height: 2), fill: Color.blue.opacity(0.5),
      stroke: Stroke(.ink, width: .world(0.25)))
    scene.withTransform(.translation(1, 2)) { $0.text("µ", at: .zero) }
    scene.heatMap(HeatMap(columns: 2, rows: 1, values: [0, 3]), in: Rect(x: 0, y: 0, width: 1, height: 1))
    scene.camera = Camera()
    scene.solids = [Solid(.sphere(radius: 0.5), at: Pose(Point3(0, 0, 1)), color: .mist)]
    let expected = """
      scene: view -1...1 by 0...1.5, background #FBFAF7, 1 of 4 shapes are ground
      camera: target (0, 0, 0), distance 4, azimuth -1.5707964, elevation 0.3, field of view 0.7853982
      solid 0: sphere radius 0.5 at (0, 0, 1), #C9CED3
      shape 0: polyline (0, 0.3) (1e+300, nan), stroke #000000 2 px
      shape 1: rectangle 0...1 by 0...2, fill #0072B280, stroke #000000 0.25
      shape 2: text "µ" at (0, 0) size 14 px leading bottom, fill #000000, turned by (1, 0), moved by (1, 2)
      shape 3: heat map 2x1 in 0...1 by 0...1 range 0...3
      """
    #expect("\(scene)" == expected)
  }

  @Test func rgbLeavesOutAlphaRowByRowFromTheTop() {
    var image = Image(width: 2, height: 2, color: Color(red: 1, green: 2, blue: 3, alpha: 4))
    image[1, 0] = Color(red: 9, green: 8, blue: 7)
    #expect(image.rgb == [1, 2, 3, 9, 8, 7, 1, 2, 3, 1, 2, 3])
  }
}
