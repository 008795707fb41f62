import Scenes
import Testing

/// Where writing lies and how much of the picture it covers.
@Suite struct TextTests {
  private let font = Font.standard

  /// The rows and columns that hold a pixel more than half covered.
  private func inkBounds(_ image: Image) -> (left: Int, top: Int, right: Int, bottom: Int) {
    var bounds = (left: Int.max, top: Int.max, right: -1, bottom: -1)
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y].red < 128 {
        bounds = (
          min(bounds.left, x), min(bounds.top, y), max(bounds.right, x + 1), max(bounds.bottom, y + 1)
        )
      }
    }
    return bounds
  }

  @Test(arguments: [7.0, 12, 14.25, 33, 100])
  func coverageIsTheOutlinesArea(size: Double) throws {
    // Letters whose contours neither touch nor overlap: the signed area is the inked one.
    let scalars = Set("HOgi%B8".unicodeScalars.map(\.value))
    for metrics in try GlyphMetrics.all() where scalars.contains(metrics.scalar) {
      let character = String(Character(try #require(Unicode.Scalar(metrics.scalar))))
      let image = inkImage(width: 160, height: 160) {
        $0.text(character, at: Point(20, 50), size: .pixels(size))
      }
      let area = abs(metrics.signedArea) / (2048 * 2048) * size * size
      // Half a byte per border pixel, and chords within 0.02 pixels of their curves.
      let border = 8 * size
      #expect(abs(inkArea(image) - area) < border * (0.02 + 0.5 / 255), "\(character) at \(size)")
    }
  }

  @Test func overlappingContoursAreFilledOnce() {
    // The ring of Å, the stroke of Ø and the cedilla cross their letters; even-odd would leave holes there.
    for character in ["Å", "Ø", "Ç"] {
      let image = inkImage(width: 100, height: 100) {
        $0.text(character, at: Point(10, 20), size: .pixels(64))
      }
      let contours = font.outline(of: Character(character))
      for y in 20..<90 {
        for x in 10..<70 {
          let em = Point((Double(x) + 0.5 - 10) / 64, (Double(y) + 0.5 - 20) / 64)
          let red = image[x, 99 - y].red
          guard red == 0 || red == 255 else { continue }
          #expect((winding(contours, em) != 0) == (red == 0), "\(character) at \(em)")
        }
      }
    }
  }

  private func winding(_ contours: [[Point]], _ p: Point) -> Int {
    var turns = 0
    for contour in contours {
      for i in contour.indices {
        let (a, b) = (contour[i], contour[(i + 1) % contour.count])
        let side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y)
        if a.y <= p.y, b.y > p.y, side > 0 { turns += 1 }
        if a.y > p.y, b.y <= p.y, side < 0 { turns -= 1 }
      }
    }
    return turns
  }

  @Test func alignmentMovesTheLineByItsWidth() {
    let width = font.width(of: "HIH", size: 20)
    func left(_ alignment: Text.Alignment) -> Int {
      inkBounds(
        inkImage(width: 200, height: 40) {
          $0.text("HIH", at: Point(100, 10), size: .pixels(20), alignment: alignment)
        }).left
    }
    #expect(left(.leading) - left(.trailing) == Int((100 - (100 - width).rounded())))
    #expect(left(.leading) - left(.center) == Int((100 - (100 - width / 2).rounded())))
    // The stem of H starts 201/2048 em after its origin.
    #expect(left(.leading) == 100 + Int((201.0 / 2048 * 20).rounded()))
  }

  @Test func baselineIsTheFootMiddleOrTopOfCapitals() {
    let height = font.capHeight * 32
    func bounds(_ baseline: Text.Baseline) -> (left: Int, top: Int, right: Int, bottom: Int) {
      inkBounds(
        inkImage(width: 80, height: 100) {
          $0.text("H", at: Point(20, 50), size: .pixels(32), baseline: baseline)
        })
    }
    #expect(bounds(.bottom).bottom == 50)
    #expect(bounds(.middle).bottom == 50 + Int((height / 2).rounded()))
    #expect(bounds(.top).bottom == 50 + Int(height.rounded()))
    #expect(bounds(.bottom).bottom - bounds(.bottom).top == Int(height.rounded()))
  }

  @Test func aGlyphLooksTheSameWhereverItsAnchorFallsInAPixel() {
    let reference = inkImage { $0.text("g", at: Point(20, 20), size: .pixels(24)) }
    for offset in subpixelOffsets {
      let x = 20 + offset.x - 0.5
      let y = 20 + offset.y - 0.5
      guard x.rounded() == 20, (64 - y).rounded() == 44 else { continue }
      #expect(inkImage { $0.text("g", at: Point(x, y), size: .pixels(24.1)) } == reference)
    }
  }

  @Test func aQuarterTurnTurnsThePicture() {
    // A size whose advances are whole: placed exactly, the turned line is the turned picture.
    let upright = inkImage(width: 64, height: 64) { $0.text("F", at: Point(20, 30), size: .pixels(32)) }
    let turned = inkImage(width: 64, height: 64) { scene in
      scene.withTransform(Transform(cosine: 0, sine: 1, translation: Point(64, 0))) {
        $0.text("F", at: Point(20, 30), size: .pixels(32))
      }
    }
    for y in 0..<64 {
      for x in 0..<64 {
        let difference = Int(turned[y, 63 - x].red) - Int(upright[x, y].red)
        #expect(abs(difference) <= 1, "pixel \(x), \(y)")
      }
    }
  }

  @Test func turnedTextKeepsItsArea() {
    let line = "HOgi%B8"
    let area = line.reduce(0.0) { $0 + abs(signedArea(font.outline(of: $1))) }
    for angle in [0.3, 1.1, 2.5, -0.7] {
      let image = inkImage(width: 240, height: 240) { scene in
        scene.withTransform(Transform(translation: Point(120, 120), rotation: angle)) {
          $0.text(line, at: .zero, size: .pixels(24), alignment: .center, baseline: .middle)
        }
      }
      #expect(abs(inkArea(image) - area * 576) < 0.01 * area * 576, "turned by \(angle)")
    }
  }

  @Test func largeTextIsDrawnToo() {
    let image = inkImage(width: 700, height: 500) { $0.text("H", at: Point(10, 10), size: .pixels(600)) }
    let area = abs(signedArea(font.outline(of: "H"))) * 360_000
    #expect(abs(inkArea(image) - area) < 0.001 * area)
  }

  @Test(arguments: [Double.nan, .infinity, 0, -3])
  func sizesThatAreNoneDrawNothing(size: Double) {
    let blank = inkImage { _ in }
    #expect(inkImage { $0.text("H", at: Point(20, 20), size: .pixels(size)) } == blank)
    #expect(inkImage { $0.text("H", at: Point(20, 20), size: .world(size)) } == blank)
  }

  @Test(arguments: [Double.nan, .infinity, 1e300])
  func anchorsOutsideAllPicturesDrawNothing(x: Double) {
    #expect(inkImage { $0.text("H", at: Point(x, 20)) } == inkImage { _ in })
  }

  @Test func textIsClippedToItsPane() {
    var scene = Scene(view: Rect(minX: 0, minY: 0, maxX: 20, maxY: 20), background: Color(hex: 0xFFFFFF))
    scene.text("HHHHHHHH", at: Point(-30, 5), size: .pixels(20))
    var image = Image(width: 60, height: 20, color: Color(hex: 0xFFFFFF))
    var rasterizer = SoftwareRasterizer()
    rasterizer.render(
      Composition(
        background: scene.background,
        panes: [.init(scene, in: PixelRect(x: 20, y: 0, width: 20, height: 20))]),
      into: &image)
    let bounds = inkBounds(image)
    #expect(bounds.left >= 20 && bounds.right <= 40 && bounds.right > bounds.left)
  }
}
