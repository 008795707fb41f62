import Foundation
import Testing

/// The lines of a fixture, split at commas; its first line says where it comes from.
private func rows(_ name: String) throws -> [[String]] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures"))
  let text = try String(contentsOf: url, encoding: .utf8)
  return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
}

/// What fontTools reads of a glyph from the font file, in units of 1/2048 em.
struct GlyphMetrics {
  let scalar: UInt32
  let advance: Double
  let signedArea: Double
  let contours: Int

  static func all() throws -> [GlyphMetrics] {
    try rows("font-metrics").map { row in
      GlyphMetrics(
        scalar: try #require(UInt32(row[0])), advance: try #require(Double(row[1])),
        signedArea: try #require(Double(row[2])), contours: try #require(Int(row[3])))
    }
  }
}

/// What FreeType draws of a glyph.
struct DrawnGlyph {
  let character: Character
  let size: Double
  /// Pixels from the glyph's origin, right and down.
  let left: Int
  let top: Int
  let width: Int
  let height: Int
  let coverage: [UInt8]

  static func all() throws -> [DrawnGlyph] {
    try rows("glyph-bitmaps").map { row in
      let numbers = row[2..<6].compactMap { Int($0) }
      try #require(numbers.count == 4)
      let digits = Array(row[6])
      return DrawnGlyph(
        character: Character(try #require(UInt32(row[0]).flatMap(Unicode.Scalar.init))),
        size: try #require(Double(row[1])), left: numbers[0], top: numbers[1], width: numbers[2],
        height: numbers[3],
        coverage: stride(from: 0, to: digits.count, by: 2).compactMap {
          UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        })
    }
  }
}
