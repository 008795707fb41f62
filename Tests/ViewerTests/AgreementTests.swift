#if Rendering
  import Foundation
  import Scenes
  import Testing
  import Viewer

  extension GraphicsTests {
    /// OpenGL against the software rasteriser, primitive by primitive.
    @Suite(.serialized) struct AgreementTests {
      struct Subject: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let draw: @Sendable (inout Scene) -> Void

        init(_ name: String, _ draw: @escaping @Sendable (inout Scene) -> Void) {
          testDescription = name
          self.draw = draw
        }
      }

      static let ink = Color.ink
      static let line = Stroke(.ink, width: .pixels(5))
      static let subjects: [Subject] = [
        Subject("disc") { $0.disc(at: Point(101.3, 70.6), radius: 44.7, fill: ink) },
        Subject("small disc") { $0.disc(at: Point(100.3, 70.1), radius: 2.2, fill: ink) },
        Subject("ring") { $0.disc(at: Point(101.3, 70.6), radius: 44.7, stroke: line) },
        Subject("disc and ring") { $0.disc(at: Point(101.3, 70.6), radius: 40, fill: ink, stroke: line) },
        Subject("ring beyond the picture") { $0.disc(at: Point(100, 70), radius: 90, stroke: line) },
        Subject("capsule") {
          $0.capsule(from: Point(40.2, 30.9), to: Point(150.5, 110.1), radius: 13.4, fill: ink)
        },
        Subject("capsule's border") {
          $0.capsule(from: Point(40.2, 30.9), to: Point(150.5, 110.1), radius: 23.4, stroke: line)
        },
        Subject("rectangle") { $0.rectangle(Rect(x: 30.3, y: 20.7, width: 120.4, height: 80.2), fill: ink) },
        Subject("rectangle's border") {
          $0.rectangle(Rect(x: 30.3, y: 20.7, width: 120.4, height: 80.2), stroke: line)
        },
        Subject("turned rectangle") {
          $0.rectangle(center: Point(100, 70), width: 110, height: 40, rotation: 0.6, fill: ink)
        },
        Subject("turned rectangle's border") {
          $0.rectangle(center: Point(100, 70), width: 110, height: 40, rotation: 0.6, stroke: line)
        },
        Subject("thin rectangle") { $0.rectangle(Rect(x: 30, y: 60.2, width: 120, height: 2.4), fill: ink) },
        Subject("line") { $0.line(from: Point(10, 20), to: Point(180, 120), width: .pixels(6)) },
        Subject("polyline") {
          $0.polyline([Point(20, 20), Point(90, 110), Point(120, 40), Point(180, 90)], width: .pixels(7))
        },
        Subject("polygon with a hole") {
          $0.polygon(
            contours: [
              [Point(20, 20), Point(180, 30), Point(150, 120), Point(40, 110)],
              [Point(70, 50), Point(130, 55), Point(100, 90)],
            ], fill: ink)
        },
        Subject("polygon's border") {
          $0.polygon([Point(20, 20), Point(180, 30), Point(150, 120), Point(40, 110)], stroke: line)
        },
        Subject("arrow") { $0.arrow(from: Point(20, 20), to: Point(170, 110), color: ink, width: .pixels(12)) },
        Subject("arc") {
          $0.arc(center: Point(100, 70), radius: 50, start: 0.3, sweep: 3.9, color: ink, width: .pixels(9))
        },
        Subject("heat map") {
          let map = HeatMap(
            columns: 3, rows: 2, values: [0, 1, 0, 1, 0, 1], colors: ColorMap([.ink, Color(hex: 0xFFFFFF)]))
          $0.heatMap(map, in: Rect(x: 20.4, y: 20.2, width: 150.3, height: 90.8), stroke: line)
        },
        Subject("image") {
          var image = Image(width: 2, height: 2, color: .ink)
          image[1, 0] = Color(hex: 0xFFFFFF)
          $0.image(image, in: Rect(x: 20.4, y: 20.2, width: 150.3, height: 90.8))
        },
        Subject("text") { $0.text("Return 12.5 µ", at: Point(10.3, 60.4), size: .pixels(24)) },
        Subject("turned text") { scene in
          scene.withTransform(.rotation(0.7, about: Point(40, 30))) {
            $0.text("turned", at: Point(40, 30), size: .pixels(30))
          }
        },
        Subject("solids") { scene in
          scene.camera = Camera(target: Point3(0, 0, 0.5), distance: 4, azimuth: -1, elevation: 0.4)
          scene.solids = [
            Solid(.box(half: Point3(0.5, 0.4, 0.3)), at: Pose(Point3(0.6, 0, 0.3)), color: .ink),
            Solid(.sphere(radius: 0.4), at: Pose(Point3(-0.6, 0.2, 0.4)), color: .ink),
            .capsule(from: Point3(-0.5, -0.6, 0.2), to: Point3(0.3, -0.6, 1), radius: 0.12, color: .ink),
            .arrow(from: Point3(0, 0, 1), to: Point3(0, 0.4, 1.6), radius: 0.05, color: .ink),
          ]
        },
      ]

      static func pictures(_ draw: (inout Scene) -> Void) throws -> (software: Image, graphics: Image) {
        var scene = Scene(
          view: Rect(minX: 0, minY: 0, maxX: 200, maxY: 140), background: Color(hex: 0xFFFFFF))
        draw(&scene)
        let composition = Composition(scene, width: 200, height: 140)
        var software = Image(width: 200, height: 140)
        var rasterizer = SoftwareRasterizer()
        rasterizer.render(composition, into: &software)
        var graphics = Image(width: 200, height: 140)
        try HeadlessRenderer().render(composition, into: &graphics)
        return (software, graphics)
      }

      @Test(arguments: subjects) func everyPrimitiveAgrees(_ subject: Subject) throws {
        let (software, graphics) = try Self.pictures(subject.draw)
        let comparison = PictureComparison(software, graphics)
        let isBlank = software == Image(width: 200, height: 140, color: Color(hex: 0xFFFFFF))
        #expect(!isBlank, "the subject shows nothing")
        #expect(comparison.overlap >= 0.98, "\(comparison)")
        #expect(comparison.distanceFromEdge <= 2, "\(comparison)")
      }

      /// The comparison sees what it is for.
      @Test func aShiftOfThreePixelsIsFound() throws {
        let (software, _) = try Self.pictures { $0.disc(at: Point(100, 70), radius: 40, fill: .ink) }
        let (_, moved) = try Self.pictures { $0.disc(at: Point(104, 70), radius: 40, fill: .ink) }
        let comparison = PictureComparison(software, moved)
        #expect(comparison.overlap < 0.98)
        #expect(comparison.distanceFromEdge > 2)
      }

      /// Fills and strokes that let through what is below, in panes one over the other.
      @Test func translucentPanesAgree() throws {
        var back = Scene(view: Rect(x: 0, y: 0, width: 100, height: 100))
        back.disc(
          at: Point(50, 50), radius: 30, fill: Color.blue.opacity(0.5),
          stroke: Stroke(Color.orange.opacity(0.6), width: .pixels(8)))
        back.polygon(
          [Point(10, 10), Point(90, 20), Point(50, 90)], fill: Color.green.opacity(0.3),
          stroke: Stroke(Color.ink.opacity(0.4), width: .pixels(4)))
        var front = Scene(
          view: Rect(x: 0, y: 0, width: 60, height: 40), background: Color.paper.opacity(0.7))
        front.text("over", at: Point(5, 5), size: .pixels(18), color: Color.vermillion.opacity(0.8))
        let composition = Composition(
          background: .mist,
          panes: [
            Composition.Pane(back, in: PixelRect(x: 10, y: 5, width: 120, height: 110)),
            Composition.Pane(front, in: PixelRect(x: 90, y: 60, width: 60, height: 80)),
          ])
        var software = Image(width: 160, height: 120)
        var graphics = software
        var rasterizer = SoftwareRasterizer()
        rasterizer.render(composition, into: &software)
        try HeadlessRenderer().render(composition, into: &graphics)
        #expect(PictureComparison(software, graphics).largest <= 3)
      }

      /// What is not finite, empty or far away is skipped by both, and nothing breaks.
      @Test func nonsenseIsSkipped() throws {
        let (software, graphics) = try Self.pictures { scene in
          scene.disc(at: Point(.nan, 1), radius: 3, fill: .ink)
          scene.disc(at: Point(5, 5), radius: -3, fill: .ink)
          scene.rectangle(Rect(minX: 9, minY: 9, maxX: 1, maxY: 1), fill: .ink)
          scene.polygon([Point(.infinity, 0), Point(1, 1), Point(2, 0)], fill: .ink)
          scene.line(from: Point(0, 0), to: Point(1e300, 1), width: .pixels(2))
          scene.text("", at: Point(5, 5))
          scene.text("x", at: Point(5, 5), size: .pixels(.nan))
        }
        #expect(software == graphics)
      }

      /// A texture too small for all its masks is emptied and filled anew within one picture. Each polygon
      /// covers two cells on opposite sides, so its mask is large, and no two polygons meet.
      @Test func moreMasksThanTheAtlasHolds() throws {
        var scene = Scene(view: Rect(x: 0, y: 0, width: 600, height: 420), background: .paper)
        func diamond(_ cell: Int) -> [Point] {
          let (x, y) = (Double(cell % 30) * 20 + 10, Double(cell / 30) * 20 + 10)
          return [Point(x - 8.3, y), Point(x, y - 7.7), Point(x + 8.3, y), Point(x, y + 9.1)]
        }
        for cell in 0..<315 {
          scene.polygon(contours: [diamond(cell), diamond(629 - cell)], fill: Color.series[cell % 7])
        }
        let composition = Composition(scene, width: 600, height: 420)
        var software = Image(width: 600, height: 420)
        var graphics = software
        var rasterizer = SoftwareRasterizer()
        rasterizer.render(composition, into: &software)
        let renderer = try HeadlessRenderer()
        // Again, with an atlas that holds the end of the first picture.
        for _ in 0..<2 {
          try renderer.render(composition, into: &graphics)
          #expect(PictureComparison(software, graphics).largest <= 2)
        }
      }

      @Test func sizesThatCannotBeDrawnAreErrors() throws {
        let renderer = try HeadlessRenderer()
        let scene = Scene(view: Rect(x: 0, y: 0, width: 1, height: 1))
        for (width, height) in [(0, 10), (10, -1), (1 << 20, 10)] {
          #expect(throws: GraphicsError.self) {
            try renderer.draw(Composition(scene, width: width, height: height), width: width, height: height)
          }
        }
        // And the renderer still works.
        var image = Image(width: 8, height: 8)
        try renderer.render(Composition(scene, width: 8, height: 8), into: &image)
        #expect(image[3, 3] == .paper)
      }
    }
  }
#endif
