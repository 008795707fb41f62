import Scenes
import Testing

/// What a scene means: orientation, window, order, transforms, and what is skipped.
@Suite struct SceneTests {
  private let white = Color(hex: 0xFFFFFF)

  @Test func yPointsUpAndXToTheRight() {
    let image = inkImage { $0.disc(at: Point(50, 60), radius: 2, fill: .ink) }
    #expect(image[50, 3] == .ink)
    #expect(image[50, 60] == white)
    #expect(image[13, 3] == white)
  }

  @Test func letterboxKeepsAspectAndClips() {
    var scene = Scene(view: Rect(minX: 0, minY: 0, maxX: 10, maxY: 10), background: .sky)
    scene.rectangle(Rect(minX: -100, minY: -100, maxX: 100, maxY: 100), fill: .ink)
    var rasterizer = SoftwareRasterizer()
    for (width, height) in [(40, 20), (20, 40)] {
      let image = rasterizer.render(scene, width: width, height: height)
      for y in 0..<height {
        for x in 0..<width {
          let along = width > height ? x : y
          #expect(image[x, y] == ((10..<30).contains(along) ? .ink : .sky))
        }
      }
    }
  }

  @Test func laterShapesCoverEarlierOnes() {
    let rect = Rect(minX: 0, minY: 0, maxX: 64, maxY: 64)
    let image = inkImage {
      $0.rectangle(rect, fill: .sky)
      $0.disc(at: Point(32, 32), radius: 10, fill: .vermillion)
    }
    #expect(image[32, 32] == .vermillion)
    let swapped = inkImage {
      $0.disc(at: Point(32, 32), radius: 10, fill: .vermillion)
      $0.rectangle(rect, fill: .sky)
    }
    #expect(swapped[32, 32] == .sky)
  }

  @Test(arguments: [0, 1, 37, 128, 200, 254, 255] as [UInt8])
  func blendsOverAnOpaqueBackdrop(alpha: UInt8) {
    let over = Color(red: 250, green: 3, blue: 77, alpha: alpha)
    var scene = Scene(view: Rect(minX: 0, minY: 0, maxX: 16, maxY: 16), background: .blue)
    scene.rectangle(scene.view, fill: over)
    var rasterizer = SoftwareRasterizer()
    let pixel = rasterizer.render(scene, width: 16, height: 16)[7, 7]
    func mix(_ s: UInt8, _ d: UInt8) -> UInt8 {
      let a = Double(alpha) / 255
      return UInt8((a * Double(s) + (1 - a) * Double(d)).rounded())
    }
    #expect(
      pixel
        == Color(
          red: mix(over.red, Color.blue.red), green: mix(over.green, Color.blue.green),
          blue: mix(over.blue, Color.blue.blue)))
  }

  @Test func blendsOverATranslucentBackdrop() {
    let backdrop = Color(red: 10, green: 200, blue: 90, alpha: 100)
    let over = Color(red: 250, green: 3, blue: 77, alpha: 60)
    var scene = Scene(view: Rect(minX: 0, minY: 0, maxX: 16, maxY: 16), background: backdrop)
    scene.rectangle(scene.view, fill: over)
    var rasterizer = SoftwareRasterizer()
    let pixel = rasterizer.render(scene, width: 16, height: 16)[7, 7]
    let (a, d) = (60.0 / 255, 100.0 / 255)
    let total = a + d * (1 - a)
    func mix(_ s: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(((a * Double(s) + d * (1 - a) * Double(b)) / total).rounded())
    }
    #expect(pixel.alpha == UInt8((total * 255).rounded()))
    #expect(pixel.red == mix(250, 10))
    #expect(pixel.green == mix(3, 200))
    #expect(pixel.blue == mix(77, 90))
  }

  @Test func transformsNestInnerFirst() {
    var nested = Scene(view: Rect(minX: 0, minY: 0, maxX: 64, maxY: 64))
    nested.withTransform(.translation(32, 32)) { outer in
      outer.withTransform(Transform(rotation: .pi / 2, scale: 2)) { inner in
        inner.disc(at: Point(10, 0), radius: 2, fill: .ink)
      }
    }
    // (10, 0) doubled, turned a quarter to (0, 20), moved.
    var rasterizer = SoftwareRasterizer()
    let image = rasterizer.render(nested, width: 64, height: 64)
    #expect(image[32, 64 - 52] == .ink)
    #expect(image[32, 64 - 52 - 3] == .ink)
    #expect(image[32, 64 - 52 - 5] == .paper)
    #expect(image[52, 32] == .paper)
  }

  @Test func pixelWidthsIgnoreTheZoomAndWorldWidthsFollowIt() {
    func area(_ width: Length, zoom: Double) -> Double {
      inkArea(
        inkImage { scene in
          scene.withTransform(.scale(zoom)) {
            $0.line(from: Point(-100, 32 / zoom), to: Point(100, 32 / zoom), width: width)
          }
        })
    }
    #expect(area(.pixels(4), zoom: 1) == 256)
    #expect(area(.pixels(4), zoom: 2) == 256)
    #expect(area(.world(4), zoom: 2) == 512)
  }

  @Test func sameSceneSameBytes() {
    let scene = busyScene()
    var first = SoftwareRasterizer()
    let image = first.render(scene, width: 160, height: 120)
    // Working memory from other sizes and scenes leaves no trace.
    _ = first.render(busyScene(shift: 0.3), width: 97, height: 211)
    _ = first.render(busyScene(shift: -0.7), width: 160, height: 120)
    #expect(first.render(scene, width: 160, height: 120) == image)
    var reused = Image(width: 160, height: 120, color: .purple)
    first.render(scene, into: &reused)
    #expect(reused == image)
    // Nor do windows of another aspect at the same size, whose clip ends elsewhere.
    var tall = busyScene()
    tall.view = Rect(minX: -0.5, minY: -2, maxX: 0.5, maxY: 2)
    _ = first.render(tall, width: 160, height: 120)
    #expect(first.render(scene, width: 160, height: 120) == image)
    var second = SoftwareRasterizer()
    #expect(second.render(scene, width: 160, height: 120) == image)
  }

  @Test func shapesThatAreNotFiniteAreSkipped() {
    for bad in [Double.nan, .infinity, -.infinity, 1e300] {
      let image = inkImage {
        $0.disc(at: Point(bad, 3), radius: 2, fill: .ink, stroke: Stroke(.ink))
        $0.disc(at: Point(3, 3), radius: bad, fill: .ink)
        $0.disc(at: Point(3, 3), radius: -2, fill: .ink)
        $0.capsule(from: Point(3, bad), to: Point(9, 9), radius: 2, fill: .ink)
        $0.line(from: Point(1, 1), to: Point(bad, 9))
        $0.line(from: Point(1, 1), to: Point(9, 9), width: .pixels(bad))
        $0.line(from: Point(1, 1), to: Point(9, 9), width: .world(-1))
        $0.polygon([Point(1, 1), Point(40, bad), Point(30, 3)], fill: .ink)
        $0.rectangle(Rect(minX: 1, minY: 1, maxX: 9, maxY: bad), fill: .ink)
        $0.rectangle(Rect(minX: 9, minY: 1, maxX: 1, maxY: 5), fill: .ink)
        $0.arrow(from: Point(bad, 1), to: Point(9, 9), color: .ink)
        $0.arrow(from: Point(9, 9), to: Point(9, 9), color: .ink)
        $0.arc(center: Point(9, 9), radius: bad, start: 0, sweep: 1)
        $0.heatMap(
          HeatMap(columns: 1, rows: 1, values: [1]),
          in: Rect(minX: bad, minY: 0, maxX: 9, maxY: 9))
        $0.withTransform(Transform(translation: Point(bad, 0))) {
          $0.disc(at: .zero, radius: 9, fill: .ink)
        }
      }
      #expect(inkArea(image) == 0)
    }
    var scene = Scene(view: Rect(minX: 0, minY: 0, maxX: .nan, maxY: 1), background: .sky)
    scene.disc(at: .zero, radius: 9, fill: .ink)
    var rasterizer = SoftwareRasterizer()
    #expect(rasterizer.render(scene, width: 3, height: 2) == Image(width: 3, height: 2, color: .sky))
  }

  @Test func arcsWithoutFiniteAnglesAreSkipped() {
    for bad in [Double.nan, .infinity, -.infinity] {
      let image = inkImage {
        $0.arc(center: Point(9, 9), radius: 5, start: bad, sweep: 1)
        $0.arc(center: Point(9, 9), radius: 5, start: 0, sweep: bad)
      }
      #expect(inkArea(image) == 0)
    }
  }

  @Test func arcRunsCounterClockwiseFromItsStart() {
    // A quarter from the right to the top.
    let image = inkImage {
      $0.arc(center: Point(32, 32), radius: 20, start: 0, sweep: .pi / 2, width: .pixels(4))
    }
    #expect(image[32 + 14, 31 - 14].red == 0)
    #expect(image[31 - 14, 31 - 14].red == 255)
    #expect(image[32 + 14, 32 + 14].red == 255)
    let reversed = inkImage {
      $0.arc(center: Point(32, 32), radius: 20, start: .pi / 2, sweep: -.pi / 2, width: .pixels(4))
    }
    #expect(reversed[32 + 14, 31 - 14].red == 0)
    #expect(reversed[31 - 14, 31 - 14].red == 255)
  }

  private func busyScene(shift: Double = 0) -> Scene {
    var scene = Scene(view: Rect(minX: -2, minY: -2, maxX: 2, maxY: 2))
    scene.withTransform(Transform(translation: Point(shift, 0), rotation: 0.3)) { scene in
      for k in 0..<12 {
        let t = Double(k) / 4 - 1.5
        scene.disc(at: Point(t, -t), radius: 0.3, fill: Color.series[k % 7].opacity(0.6))
        scene.capsule(from: Point(t, 1), to: Point(1, t), radius: 0.1, stroke: Stroke(.slate))
        scene.polygon([Point(t, t), Point(1, 0), Point(-0.3, 1.2)], fill: .green.opacity(0.3))
        scene.arrow(from: Point(t, 0), to: Point(0, 1))
      }
      scene.heatMap(
        HeatMap(columns: 2, rows: 2, values: [0, 1, 2, 3]), in: Rect(x: 0, y: 0, width: 1, height: 1))
    }
    return scene
  }
}
