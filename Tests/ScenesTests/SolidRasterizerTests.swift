import Scenes
import Testing

@Suite struct SolidRasterizerTests {
  private let white = Color(hex: 0xFFFFFF)

  /// A square picture of `solids`; a right angle of view from 5 along the negative y axis unless said
  /// otherwise.
  private func picture(
    _ solids: [Solid], size: Int = 200,
    camera: Camera = Camera(distance: 5, azimuth: -.pi / 2, elevation: 0, fieldOfView: .pi / 2)
  ) -> Image {
    var scene = Scene(view: Rect(x: 0, y: 0, width: 1, height: 1), background: .clear)
    scene.camera = camera
    scene.solids = solids
    var rasterizer = SoftwareRasterizer()
    return rasterizer.render(scene, width: size, height: size)
  }

  private func area(_ image: Image) -> Double {
    var sum = 0
    for i in stride(from: 3, to: image.pixels.count, by: 4) { sum += Int(image.pixels[i]) }
    return Double(sum) / 255
  }

  /// The outline of a ball is the section of the picture's plane with the cone of rays that touch it: for
  /// a cone of half angle a, its axis b off the view's, an ellipse of half axes
  /// p = sin 2a / (cos 2a + cos 2b) and p sqrt(1 - sin^2 b / cos^2 a) at depth one. The mesh lies inside
  /// the ball, so its area is up to two hundredths smaller.
  @Test(arguments: [0.0, 1.3, 2.6])
  func silhouetteOfABall(offset: Double) {
    let radius = 1.2
    let image = picture(
      [Solid(.sphere(radius: radius), at: Pose(Point3(offset, 0, 0)), color: .blue)], size: 500)
    let distance = (25 + offset * offset).squareRoot()
    let sineA = radius / distance
    let cosineA = (1 - sineA * sineA).squareRoot()
    let sineB = offset / distance
    let p = 2 * sineA * cosineA / (2 - 2 * sineA * sineA - 2 * sineB * sineB)
    let q = p * (1 - sineB * sineB / (cosineA * cosineA)).squareRoot()
    let expected = Double.pi * p * q * 250 * 250
    let share = area(image) / expected
    print("ball at \(offset): \(share) of the analytic area")
    #expect(share > 0.985 && share <= 1.0005)
  }

  /// A cube straight ahead covers the square of its near face, with the light of the formula.
  @Test func faceOfABox() {
    let color = Color(red: 200, green: 100, blue: 40)
    let image = picture([Solid(.box(half: Point3(1, 1, 1)), color: color)])
    // The face at depth 4 reaches a quarter of the half height: 25 pixels around the middle.
    #expect(area(image) == 2500)
    let light = 0.5 + 0.4 * 0.36 + 0.25
    for (x, y) in [(75, 75), (124, 124), (100, 90)] {
      #expect(
        image[x, y]
          == Color(
            red: UInt8(200 * light + 0.5), green: UInt8(100 * light + 0.5), blue: UInt8(40 * light + 0.5)))
    }
    #expect(image[74, 100].alpha == 0 && image[125, 100].alpha == 0)
  }

  /// The light on a ball against the formula at the point of the ball that each pixel sees. Where the
  /// formula bends, its straight line over a facet of 0.28 rad is off by up to 0.4 · 0.28 / 4 of 255 = 7.1.
  @Test func lightOnABall() {
    let image = picture([Solid(.sphere(radius: 2), color: white)])
    var (worst, smooth, count) = (0.0, 0.0, 0)
    for y in 0..<200 {
      for x in 0..<200 {
        // The ray (u, 1, v) from (0, -5, 0) meets the ball where t^2 (1 + s) - 10 t + 21 = 0.
        let (u, v) = ((Double(x) + 0.5) / 100 - 1, 1 - (Double(y) + 0.5) / 100)
        let s = u * u + v * v
        let root = 100 - 84 * (1 + s)
        // Facets lie up to 0.01 inside the ball; a ray that meets them at a slant is led astray by more.
        guard root > 8 else { continue }
        count += 1
        let t = (10 - root.squareRoot()) / (2 * (1 + s))
        let n = Point3(t * u / 2, (t - 5) / 2, t * v / 2)
        let sun = 0.48 * n.x - 0.36 * n.y + 0.8 * n.z
        let light = 0.5 + 0.4 * max(0, sun) + 0.25 * max(0, -n.y)
        let error = abs(Double(image[x, y].red) - 255 * min(1, light))
        worst = max(worst, error)
        if abs(sun) > 0.28 && abs(light - 1) > 0.4 * 0.28 { smooth = max(smooth, error) }
      }
    }
    print("light on a ball: off by at most \(smooth) of 255, at bends \(worst)")
    #expect(count > 2900)
    #expect(smooth < 3 && worst < 8)
  }

  /// A plane's corners project where the formula says; its depth and light are exact in perspective.
  @Test func planeFromAbove() {
    let above = Camera(distance: 5, azimuth: -.pi / 2, elevation: .pi / 2, fieldOfView: .pi / 2)
    let checker = Solid.Checker(.blue, columns: 4, rows: 2)
    let plane = Solid(.plane(halfWidth: 2, halfHeight: 1, checker: checker), color: .orange)
    let image = picture([plane], camera: above)
    // Fully lit: 0.5 + 0.4 · 0.8 + 0.25 > 1. Cells of one unit are 20 pixels wide.
    #expect(area(image) == 80 * 40)
    for i in 0..<4 {
      for j in 0..<2 {
        #expect(image[70 + 20 * i, 110 - 20 * j] == ((i + j) % 2 == 0 ? .orange : .blue))
      }
    }
  }

  @Test func nearerSolidsCoverFurtherOnes() {
    let near = Solid(.sphere(radius: 0.5), at: Pose(Point3(0.2, -2, 0)), color: .blue)
    let far = Solid(.box(half: Point3(1, 1, 1)), at: Pose(Point3(0, 1, 0)), color: .orange)
    let image = picture([near, far])
    #expect(image == picture([far, near]))
    #expect(image[106, 100].blue > 100 && image[106, 100].red < 20)
    // Solids that pass through one another change places where their surfaces meet, in the middle.
    func board(_ angle: Double, _ color: Color) -> Solid {
      let turn = Quaternion(angle: angle, axis: Point3(0, 0, 1))
      return Solid(.box(half: Point3(2, 0.01, 1)), at: Pose(rotation: turn), color: color)
    }
    let (left, right) = (board(0.5, .blue), board(-0.5, .orange))
    let cross = picture([left, right])
    #expect(cross == picture([right, left]))
    #expect(cross[85, 100].blue > 80 && cross[85, 100].red < 20)
    #expect(cross[115, 100].red > 80 && cross[115, 100].blue < 20)
  }

  /// A floor that runs under and behind the camera fills the picture up to the horizon without a gap.
  @Test func floorReachesBehindTheCamera() {
    let camera = Camera(
      target: Point3(0, 0, 1), distance: 5, azimuth: -.pi / 2, elevation: 0, fieldOfView: .pi / 2)
    for checker in [nil, Solid.Checker(white, columns: 300, rows: 300)] {
      let floor = Solid(.plane(halfWidth: 3000, halfHeight: 3000, checker: checker), color: white)
      let image = picture([floor], camera: camera)
      let byte = UInt8(255 * 0.82 + 0.5)
      let expected = Color(red: byte, green: byte, blue: byte)
      for y in 0..<200 {
        for x in 0..<200 where y != 100 {
          // The far plane, 500 away, is a fifth of a pixel below the horizon.
          if y < 100 { #expect(image[x, y].alpha == 0) } else { #expect(image[x, y] == expected) }
        }
      }
    }
    // All of it behind.
    let behind = Solid(.sphere(radius: 1), at: Pose(Point3(0, -7, 0)), color: .blue)
    #expect(area(picture([behind])) == 0)
    // From inside a ball one sees its far side all around.
    #expect(area(picture([Solid(.sphere(radius: 30), color: .blue)])) == 200 * 200)
  }

  @Test func skipsWhatMakesNoSense() {
    let nan = Double.nan
    let good = Solid(.box(half: Point3(1, 1, 1)), color: .green)
    var bad: [Solid] = []
    for value in [nan, .infinity, -.infinity, 1e308] {
      bad.append(Solid(.sphere(radius: 1), at: Pose(Point3(0, value, 0))))
      bad.append(Solid(.sphere(radius: 1), at: Pose(rotation: Quaternion(value, 0, 0, 0))))
      bad.append(.capsule(from: .zero, to: Point3(value, 0, 0), radius: 0.1, color: .ink))
      bad.append(.arrow(from: .zero, to: Point3(0, 0, value), radius: 0.1))
    }
    bad.append(Solid(.sphere(radius: 1), at: Pose(rotation: Quaternion(0, 0, 0, 0))))
    for size in [nan, 0, -1, .infinity] {
      bad.append(Solid(.sphere(radius: size)))
      bad.append(Solid(.box(half: Point3(1, size, 1))))
      bad.append(Solid(.ellipsoid(radii: Point3(1, 1, size))))
      bad.append(Solid(.cylinder(radius: 1, halfLength: size)))
      bad.append(Solid(.capsule(radius: size, halfLength: 1)))
      bad.append(Solid(.plane(halfWidth: size, halfHeight: 1, checker: nil)))
      bad.append(Solid(.arrow(length: size, radius: 0.1)))
    }
    let point = Point3(nan, 0, 0)
    bad.append(
      Solid(
        .mesh(
          SolidMesh(
            positions: [.zero, point, Point3(1, 0, 0)], normals: [point, point, point], indices: [0, 1, 2]))))
    let expected = picture([good])
    for solid in bad { #expect(picture([solid, good]) == expected, "\(solid)") }
    // A capsule without length is a ball.
    #expect(area(picture([.capsule(from: .zero, to: .zero, radius: 1, color: .blue)])) > 100)
  }

  /// Cameras and panes at the limits of numbers draw something or nothing, and never trap.
  @Test func survivesExtremes() {
    let ball = Solid(.sphere(radius: 1), color: .blue)
    let angles = [1e-308, 1e-9, 3.1415926]
    let plane = Solid(.plane(halfWidth: 1e200, halfHeight: 1, checker: nil))
    for distance in [1e-320, 1e-99, 1e-3, 1e99, 1e200, 1e308] {
      for target in [Point3.zero, Point3(0, 0, 1e308), Point3(1e-300, 0, 0)] {
        for angle in angles {
          let camera = Camera(
            target: target, distance: distance, azimuth: 1, elevation: 0.2, fieldOfView: angle)
          _ = picture([ball, plane], size: 20, camera: camera)
        }
      }
    }
    var scene = Scene(view: Rect(x: 0, y: 0, width: 1, height: 1), background: .clear)
    scene.camera = Camera()
    scene.solids = [ball]
    var rasterizer = SoftwareRasterizer()
    var image = Image(width: 20, height: 20)
    for side in [60_000, 1_000_000_000] {
      let area = PixelRect(x: -side / 2, y: -side / 2, width: side, height: side)
      rasterizer.render(Composition(background: .clear, panes: [.init(scene, in: area)]), into: &image)
      #expect(image[10, 10].alpha == (side == 60_000 ? 255 : 0))
    }
  }

  @Test func nothingWithoutACamera() {
    var scene = Scene(view: Rect(x: 0, y: 0, width: 1, height: 1))
    scene.solids = [Solid(.sphere(radius: 1))]
    var rasterizer = SoftwareRasterizer()
    #expect(rasterizer.render(scene, width: 40, height: 40) == Image(width: 40, height: 40, color: .paper))
    scene.camera = Camera(distance: .nan)
    #expect(rasterizer.render(scene, width: 40, height: 40) == Image(width: 40, height: 40, color: .paper))
  }

  @Test func sameSolidsSameBytes() {
    let scene = hopper()
    var first = SoftwareRasterizer()
    let image = first.render(scene, width: 160, height: 120)
    _ = first.render(scene, width: 211, height: 97)
    _ = first.render(Scene(view: scene.view), width: 160, height: 120)
    #expect(first.render(scene, width: 160, height: 120) == image)
    var fresh = SoftwareRasterizer()
    #expect(fresh.render(scene, width: 160, height: 120) == image)
  }

  /// Every limb of a one-legged figure shows its own colour, lit between a half and one, at its middle.
  @Test func limbsShowTheirColors() throws {
    let scene = hopper()
    var rasterizer = SoftwareRasterizer()
    let image = rasterizer.render(scene, width: 400, height: 300)
    for solid in scene.solids.dropFirst() {
      let place = try #require(
        scene.camera?.project(solid.pose.position, in: Rect(x: 0, y: 0, width: 400, height: 300)))
      let seen = image[Int(place.x), Int(300 - place.y)]
      let bright = max(solid.color.red, solid.color.green, solid.color.blue)
      let light = Double(max(seen.red, seen.green, seen.blue)) / Double(bright)
      #expect(light >= 0.49 && light <= 1)
      for channel in [\Color.red, \.green, \.blue] {
        #expect(abs(Double(seen[keyPath: channel]) - light * Double(solid.color[keyPath: channel])) <= 1)
      }
    }
  }

  /// Torso, thigh, leg and foot over a checkered floor.
  private func hopper() -> Scene {
    var scene = Scene(view: Rect(x: 0, y: 0, width: 4, height: 3))
    scene.camera = Camera(
      target: Point3(0, 0, 0.75), distance: 4.2, azimuth: -1.2, elevation: 0.22, fieldOfView: 0.7)
    let (hip, knee, ankle) = (Point3(0, 0, 1.05), Point3(0.18, 0, 0.62), Point3(-0.08, 0, 0.14))
    scene.solids = [
      Solid(
        .plane(halfWidth: 6, halfHeight: 6, checker: Solid.Checker(.mist, columns: 24, rows: 24)),
        color: .paper),
      .capsule(from: Point3(0.02, 0, 1.45), to: hip, radius: 0.05, color: .orange),
      .capsule(from: hip, to: knee, radius: 0.05, color: .blue),
      .capsule(from: knee, to: ankle, radius: 0.04, color: .green),
      .capsule(from: Point3(-0.2, 0, 0.08), to: Point3(0.2, 0, 0.08), radius: 0.06, color: .vermillion),
    ]
    return scene
  }
}
