import Foundation
import Scenes
import Testing

/// Heat maps, images and the colour map.
@Suite struct GridTests {
  @Test func heatMapCellsLieWhereTheyBelong() {
    let map = HeatMap(columns: 3, rows: 2, values: [0, 1, 2, 3, .nan, 5])
    let image = inkImage(width: 6, height: 4) {
      $0.heatMap(map, in: Rect(minX: 0, minY: 0, maxX: 6, maxY: 4))
    }
    for (i, value) in map.values.enumerated() {
      // The lowest row comes first.
      let (x, y) = (2 * (i % 3), 2 - 2 * (i / 3))
      let expected = value.isNaN ? Color(hex: 0xFFFFFF) : map.color(of: value)
      for pixel in [image[x, y], image[x + 1, y], image[x, y + 1], image[x + 1, y + 1]] {
        #expect(pixel == expected)
      }
    }
    #expect(map.range == 0...5)
    #expect(map.color(of: 0) == ColorMap.sequential.knots.first)
    #expect(map.color(of: 7) == ColorMap.sequential.knots.last)
  }

  @Test func flatAndEmptyHeatMapsHaveAColor() {
    let middle = ColorMap.sequential.color(at: 0.5)
    #expect(HeatMap(columns: 2, rows: 1, values: [4, 4]).color(of: 4) == middle)
    #expect(HeatMap(columns: 1, rows: 1, values: [.nan]).color(of: .nan) == .clear)
    let huge = HeatMap(columns: 1, rows: 2, values: [-1.7e308, 1.7e308])
    #expect(huge.color(of: 1.7e308) == ColorMap.sequential.knots.last)
    #expect(huge.color(of: 0) == middle)
  }

  @Test func imageIsDrawnUprightAndTurns() {
    var picture = Image(width: 2, height: 2, color: .sky)
    picture[0, 0] = .vermillion
    picture[1, 1] = .clear
    let rect = Rect(center: .zero, width: 8, height: 8)
    func draw(_ angle: Double) -> Image {
      inkImage(width: 8, height: 8) {
        $0.withTransform(Transform(translation: Point(4, 4), rotation: angle)) {
          $0.image(picture, in: rect)
        }
      }
    }
    let upright = draw(0)
    #expect(upright[0, 0] == .vermillion)
    #expect(upright[7, 0] == .sky)
    #expect(upright[0, 7] == .sky)
    #expect(upright[7, 7] == Color(hex: 0xFFFFFF))
    // A quarter counter-clockwise takes the top left to the bottom left.
    let turned = draw(.pi / 2)
    #expect(turned[1, 6] == .vermillion)
    #expect(turned[6, 1] == Color(hex: 0xFFFFFF))
  }

  /// OKLab of an sRGB colour. Source: B. Ottosson, 2020; sRGB from IEC 61966-2-1.
  private func okLab(_ color: Color) -> SIMD3<Double> {
    func linear(_ byte: UInt8) -> Double {
      let c = Double(byte) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return [
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
  }

  @Test func sequentialMapIsEvenAndGrowsLighter() {
    let labs = (0...32).map { okLab(ColorMap.sequential.color(at: Double($0) / 32)) }
    let steps = zip(labs, labs.dropFirst()).map { a, b in ((b - a) * (b - a)).sum().squareRoot() }
    let mean = steps.reduce(0, +) / 32
    for (k, step) in steps.enumerated() {
      #expect(labs[k + 1].x > labs[k].x, "lightness at \(k)")
      #expect(abs(step / mean - 1) < 0.3, "step \(k)")
    }
    #expect(labs[32].x - labs[0].x > 0.6)
  }

  @Test func rotationsAgreeWithTheLibrary() {
    for k in -4000...4000 {
      let angle = Double(k) * 0.0137
      let turn = Transform(rotation: angle)
      #expect(abs(turn.sine - sin(angle)) < 3e-15)
      #expect(abs(turn.cosine - cos(angle)) < 3e-15)
    }
    #expect(Transform(rotation: .infinity).sine.isNaN)
  }

  @Test func rotationAboutAPointKeepsIt() {
    let p = Transform.rotation(1.1, about: Point(3, -2)).apply(Point(3, -2))
    #expect((p - Point(3, -2)).length < 1e-15)
  }
}
