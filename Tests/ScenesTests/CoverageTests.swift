import Scenes
import Testing

/// Sums of coverage against closed-form areas, in pixels.
@Suite struct CoverageTests {
  @Test(arguments: [0.1, 0.3, 0.5, 0.6, 1, 2.5, 7, 20])
  func discArea(radius: Double) {
    let areas = subpixelOffsets.map { offset in
      inkArea(inkImage { $0.disc(at: Point(31, 31) + offset, radius: radius, fill: .ink) })
    }
    let expected = Double.pi * radius * radius
    // The ramp keeps the area in the mean over positions; 16 positions and bytes leave this much.
    #expect(abs(areas.reduce(0, +) / 16 - expected) < 0.02 + 0.0005 * expected)
    // Any one position: distance coverage is off by some hundredths on each border pixel.
    for area in areas where radius >= 1 {
      #expect(abs(area - expected) < 0.03 * 2 * .pi * radius)
    }
  }

  @Test(arguments: [0.0, 0.4, 1.1, 2.3, 3.0])
  func rotatedRectangleArea(angle: Double) {
    for offset in subpixelOffsets {
      let image = inkImage {
        $0.rectangle(
          center: Point(31, 31) + offset, width: 37.3, height: 11.9, rotation: angle, fill: .ink)
      }
      // Exact area but for rounding to bytes: at most half a level on each of under 150 border pixels.
      #expect(abs(inkArea(image) - 37.3 * 11.9) < 150 * 0.5 / 255)
    }
  }

  @Test(arguments: [0.0, 0.35, 0.9, 1.5707])
  func capsuleArea(angle: Double) {
    let half = Transform(rotation: angle).apply(Point(15, 0))
    for radius in [0.75, 3, 6.2] {
      let mean =
        subpixelOffsets.map { offset in
          let center = Point(31, 31) + offset
          return inkArea(
            inkImage {
              $0.capsule(from: center - half, to: center + half, radius: radius, fill: .ink)
            })
        }.reduce(0, +) / 16
      // The two round ends carry the ramp's excess of π/12 (see CoverageProfile.disc).
      let expected = 30 * 2 * radius + .pi * radius * radius + .pi / 12
      #expect(abs(mean - expected) < 0.05 + 0.002 * expected)
    }
  }

  @Test(arguments: [0.25, 0.5, 1, 3])
  func ringAndArcArea(width: Double) {
    let center = Point(32.3, 31.6)
    let ring = inkImage { $0.ring(at: center, radius: 20, width: .pixels(width)) }
    let full = 2 * .pi * 20 * width
    #expect(abs(inkArea(ring) - full) < 0.005 * full)

    let arc = inkImage {
      $0.arc(center: center, radius: 20, start: 0.3, sweep: 2, width: .pixels(width))
    }
    // The arc plus its two round ends, which together are a disc of that width and the ramp's excess.
    let part = 2 * 20 * width
    let ends = inkArea(inkImage { $0.polyline([center], width: .pixels(width)) })
    #expect(abs(inkArea(arc) - part - ends) < 0.01 * part + 0.1)
  }

  @Test func thinLineKeepsItsArea() {
    let image = inkImage {
      $0.line(from: Point(5.2, 9.7), to: Point(55.2, 40.1), width: .pixels(0.4))
    }
    let length = (Point(50, 30.4)).length
    // Both ends add at most a pixel's worth of 0.4.
    #expect(inkArea(image) >= 0.4 * length - 0.1)
    #expect(inkArea(image) <= 0.4 * length + 0.5)
  }

  @Test func arrowArea() {
    let image = inkImage { $0.arrow(from: Point(4, 30), to: Point(60, 41), color: .ink) }
    let length = Point(56, 11).length
    // Shaft of width 4, head 14 long and 12.8 across.
    #expect(abs(inkArea(image) - (4 * (length - 14) + 0.5 * 14 * 12.8)) < 0.3)
    let short = inkImage { $0.arrow(from: Point(30, 30), to: Point(37, 30), color: .ink) }
    #expect(abs(inkArea(short) - 0.5 * 7 * 6.4) < 0.1)
  }

  @Test func integerRectangleIsExact() {
    let image = inkImage(width: 20, height: 12) {
      $0.rectangle(Rect(minX: 3, minY: 2, maxX: 9, maxY: 7), fill: .ink)
    }
    for y in 0..<12 {
      for x in 0..<20 {
        // Rows 5..<10 from the top are 2..<7 from the bottom.
        let inside = (3..<9).contains(x) && (5..<10).contains(y)
        #expect(image[x, y] == Color(hex: inside ? 0x000000 : 0xFFFFFF))
      }
    }
  }

  @Test func fractionalRectangleIsExactByPixel() {
    let image = inkImage(width: 4, height: 4) {
      $0.rectangle(Rect(minX: 0.25, minY: 0, maxX: 2.5, maxY: 3.5), fill: .ink)
    }
    func level(_ coverage: Double) -> UInt8 { 255 - UInt8((coverage * 255).rounded()) }
    #expect(image[0, 1].red == level(0.75))
    #expect(image[1, 1].red == 0)
    #expect(image[2, 1].red == level(0.5))
    #expect(image[3, 1].red == 255)
    #expect(image[0, 0].red == level(0.375))
    #expect(image[2, 0].red == level(0.25))
  }

  @Test func evenOddHole() {
    let outer = [Point(8, 8), Point(56, 8), Point(56, 56), Point(8, 56)]
    let inner = [Point(20, 20), Point(40, 20), Point(40, 40), Point(20, 40)]
    // The hole does not depend on the direction of its contour.
    for hole in [inner, inner.reversed()] {
      let image = inkImage { $0.polygon(contours: [outer, hole], fill: .ink) }
      #expect(inkArea(image) == 48 * 48 - 20 * 20)
      #expect(image[30, 33].red == 255)
      #expect(image[10, 33].red == 0)
    }
  }

  @Test func nonConvexPolygonArea() {
    let points = [Point(5, 5), Point(50.5, 9), Point(24, 20.25), Point(45, 58), Point(9.5, 40)]
    var twice = 0.0
    for (p, q) in zip(points, points.dropFirst() + [points[0]]) { twice += p.x * q.y - q.x * p.y }
    #expect(abs(inkArea(inkImage { $0.polygon(points, fill: .ink) }) - twice / 2) < 0.3)
  }

  @Test func shapesReachingOutsideAreClipped() {
    let far = 1e8
    let image = inkImage {
      $0.polygon([Point(-far, -far), Point(far, -far), Point(far, 16), Point(-far, 16)], fill: .ink)
    }
    #expect(inkArea(image) == 64 * 16)
    let half = inkImage {
      $0.polygon([Point(-40, -40), Point(104, 104), Point(104, -40)], fill: .ink)
    }
    #expect(abs(inkArea(half) - 64 * 64 / 2) < 0.2)
    let disc = inkImage { $0.disc(at: Point(32, -1000), radius: 1032, fill: .ink) }
    // Segments of the disc below the window's height, by Simpson's rule on the chord.
    var area = 0.0
    for k in 0...256 {
      let x = Double(k) / 4
      let height = max(0, (1032 * 1032 - (x - 32) * (x - 32)).squareRoot() - 1000)
      area += height * (k == 0 || k == 256 ? 1 : k % 2 == 1 ? 4 : 2) / 12
    }
    #expect(abs(inkArea(disc) - area) < 0.3)
  }

  /// A parallelogram that leaves the window through every side at slopes that split rows.
  @Test func slantedEdgesCrossingTheBorderAreExact() {
    for (slope, flip) in [(0.13, false), (0.13, true), (0.71, false), (0.71, true)] {
      // The band between y = slope·x + 3.3 and y = slope·x + 20.7 over the window's width.
      func at(_ x: Double, _ rise: Double) -> Point { Point(flip ? 64 - x : x, slope * x + rise) }
      let image = inkImage {
        $0.polygon([at(-333, 3.3), at(777, 3.3), at(777, 20.7), at(-333, 20.7)], fill: .ink)
      }
      // What the window's top cuts off is a triangle, or nothing.
      let over = max(0, slope * 64 + 20.7 - 64)
      #expect(abs(inkArea(image) - (64 * 17.4 - over * over / slope / 2)) < 0.25)
      let column = (0..<64).map { 255 - Int(image[flip ? 63 : 0, $0].red) }.reduce(0, +)
      #expect(abs(Double(column) / 255 - 17.4) < 0.02)
    }
  }
}
