import Scenes
import Testing

private func isClose(_ a: Point?, _ b: Point, _ tolerance: Double = 1e-9) -> Bool {
  a.map { ($0 - b).length <= tolerance } ?? false
}

@Suite struct CameraTests {
  /// On the negative y axis, 5 from the origin, with a right angle of view: the picture's half height is
  /// the depth.
  private let camera = Camera(distance: 5, azimuth: -.pi / 2, elevation: 0, fieldOfView: .pi / 2)
  private let rect = Rect(minX: 0, minY: 0, maxX: 100, maxY: 100)

  @Test func projectsByHand() {
    #expect(isClose(camera.project(.zero, in: rect), Point(50, 50)))
    // At depth 5: 1 of 5 to the right, 2 of 5 up.
    #expect(isClose(camera.project(Point3(1, 0, 2), in: rect), Point(60, 70)))
    // At depth 10.
    #expect(isClose(camera.project(Point3(-3, 5, 4), in: rect), Point(35, 70)))
    // Twice as wide: across, the same length is half the share of the picture.
    let wide = Rect(minX: -2, minY: -1, maxX: 2, maxY: 1)
    #expect(isClose(camera.project(Point3(1, 0, 2), in: wide), Point(0.2, 0.4)))
  }

  @Test func looksFromAboveAndFromTheSide() {
    var above = camera
    above.orbit(by: 0, 10)
    #expect(above.elevation == .pi / 2)
    // From above with azimuth -90 degrees, y points up in the picture.
    #expect(isClose(above.project(Point3(1, 2, 0), in: rect), Point(60, 70)))
    var side = camera
    side.orbit(by: .pi / 2, 0)
    // From the positive x axis, y points to the right.
    #expect(isClose(side.project(Point3(0, 1, 2), in: rect), Point(60, 70)))
    #expect((side.eye - Point3(5, 0, 0)).length < 1e-12)
  }

  @Test func pansAndZooms() {
    var moved = Camera(target: Point3(1, 2, 3), distance: 4, azimuth: 0.7, elevation: 0.4)
    let before = moved.target
    let (right, up, _) = moved.axes
    moved.pan(right: 0.5, up: -0.25)
    #expect((moved.target - before - 0.5 * right + 0.25 * up).length < 1e-12)
    #expect(abs(right.dot(up)) < 1e-12 && abs(right.length - 1) < 1e-12)
    #expect((right.cross(up) - moved.axes.back).length < 1e-12)
    moved.zoom(by: 2)
    #expect(moved.distance == 2)
    #expect(abs((moved.eye - moved.target).length - 2) < 1e-12)
  }

  @Test func cutsWhatIsNearOrNotFinite() {
    #expect(camera.near == 0.1)
    #expect(camera.project(Point3(0, -4.89, 0), in: rect) != nil)
    #expect(camera.project(Point3(0, -4.91, 0), in: rect) == nil)
    #expect(camera.project(Point3(0, -6, 0), in: rect) == nil)
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(camera.project(Point3(bad, 0, 0), in: rect) == nil)
      #expect(camera.project(Point3(0, 0, bad), in: rect) == nil)
      var broken = camera
      broken.azimuth = bad
      #expect(broken.project(.zero, in: rect) == nil)
    }
    for (distance, angle) in [(0.0, 1.0), (-1, 1), (1, 0), (1, .pi), (.nan, 1)] {
      #expect(Camera(distance: distance, fieldOfView: angle).project(.zero, in: rect) == nil)
    }
  }

  /// OpenGL's clip coordinates: depth -1 at the near plane, 1 at the far plane, w the depth.
  @Test func clipCoordinates() {
    let matrix = camera.viewProjection(aspect: 1)
    for (depth, expected) in [(camera.near, -1.0), (camera.far, 1)] {
      let clip = matrix * Point3(0, depth - 5, 0)
      #expect(abs(clip.w - depth) < 1e-9 * depth)
      #expect(abs(clip.z / clip.w - expected) < 1e-9)
    }
    let floats = matrix.floats
    let column = matrix * SIMD4(0, 0, 0, 1)
    #expect(floats.count == 16 && floats[12] == Float(column.x) && floats[15] == Float(column.w))
  }

  /// In a pane of any shape a small ball appears where its label would be written.
  @Test(arguments: [(97, 211), (211, 97), (160, 120)])
  func labelsAgreeWithPictures(width: Int, height: Int) throws {
    var scene = Scene(view: Rect(x: -2, y: 1, width: 4, height: 3), background: .clear)
    scene.camera = Camera(target: Point3(0, 0, 1), distance: 6, azimuth: 0.4, elevation: 0.5)
    let place = Point3(0.8, -0.7, 1.6)
    scene.solids = [Solid(.sphere(radius: 0.05), at: Pose(place), color: .blue)]
    let area = PixelRect(x: 13, y: 7, width: width, height: height)
    var image = Image(width: width + 40, height: height + 30)
    var rasterizer = SoftwareRasterizer()
    rasterizer.render(Composition(background: .clear, panes: [.init(scene, in: area)]), into: &image)
    var (sumX, sumY, weight) = (0.0, 0.0, 0.0)
    for y in 0..<image.height {
      for x in 0..<image.width {
        let alpha = Double(image[x, y].alpha)
        sumX += alpha * (Double(x) + 0.5)
        sumY += alpha * (Double(y) + 0.5)
        weight += alpha
      }
    }
    let label = try #require(scene.camera?.project(place, in: scene.view))
    // The view's place in the picture: fitted into the pane and centred.
    let scale = min(Double(width) / 4, Double(height) / 3)
    let expectedX = 13 + Double(width) / 2 + scale * label.x
    let expectedY = 7 + Double(height) / 2 - scale * (label.y - 2.5)
    #expect(weight > 0)
    #expect(abs(sumX / weight - expectedX) < 0.15)
    #expect(abs(sumY / weight - expectedY) < 0.15)
  }
}
