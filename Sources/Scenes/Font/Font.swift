import AssetCatalog

/// A typeface: outlines and widths, in units of the em. Neither hinted nor kerned.
///
/// A glyph is a drawn form, known by its index; glyph 0 is the box that stands for characters without one.
public struct Font: Sendable {
  /// Gauntlet Sans, a packed subset of DejaVu Sans: Latin with its accents, Greek, and mathematical signs.
  public static let standard = Font(reading: FontAssets.sans)

  /// The height that the tallest letters reach above the baseline.
  public let ascent: Double
  /// How far letters reach below the baseline, positive.
  public let descent: Double
  /// The height of capitals.
  public let capHeight: Double

  let unitsPerEm: Double
  /// The scalar of each glyph, increasing; 0 for the box.
  let scalars: [UInt32]
  let advances: [Double]
  /// All contours' points in em, and where each contour and each glyph ends.
  let points: [GlyphPoint]
  let contourEnds: [Int]
  let glyphEnds: [Int]
  /// Glyphs of the first scalars, where most texts find all theirs.
  private let common: [UInt16]

  init(reading bytes: [UInt8]) {
    var reader = FontReader(bytes)
    let content = reader.read()
    unitsPerEm = content.unitsPerEm
    ascent = content.ascent
    descent = content.descent
    capHeight = content.capHeight
    scalars = content.scalars
    advances = content.advances
    points = content.points
    contourEnds = content.contourEnds
    glyphEnds = content.glyphEnds
    var common = [UInt16](repeating: 0, count: 0x400)
    for (glyph, scalar) in scalars.enumerated() where scalar < 0x400 { common[Int(scalar)] = UInt16(glyph) }
    self.common = common
  }

  /// The number of glyphs, the box included.
  public var glyphCount: Int { advances.count }

  /// The glyph of `character`, 0 where the font has none.
  ///
  /// - Complexity: O(1) for Latin and Greek, O(log glyphs) for signs, O(glyphs) for composed characters.
  public func glyph(for character: Character) -> Int {
    let scalars = character.unicodeScalars
    let first = scalars[scalars.startIndex]
    let next = scalars.index(after: scalars.startIndex)
    if next == scalars.endIndex { return glyph(for: first) }
    // A choice between text and picture form, of which the font has the first.
    if scalars[next].value == 0xFE0E || scalars[next].value == 0xFE0F { return glyph(for: first) }
    // Letters with combining accents equal their single scalars.
    return self.scalars.dropFirst().firstIndex { Unicode.Scalar($0).map(Character.init) == character } ?? 0
  }

  private func glyph(for scalar: Unicode.Scalar) -> Int {
    if scalar.value < common.count { return Int(common[Int(scalar.value)]) }
    var low = 0
    var high = scalars.count
    while low < high {
      let middle = (low + high) / 2
      if scalars[middle] < scalar.value { low = middle + 1 } else { high = middle }
    }
    return low < scalars.count && scalars[low] == scalar.value ? low : 0
  }

  /// The distance from a character's origin to the next one's, in em.
  public func advance(of character: Character) -> Double { advances[glyph(for: character)] }

  /// The width of a line, `size · Σ advance`, in the unit of `size`. O(characters).
  public func width(of line: String, size: Double = 1) -> Double {
    var width = 0.0
    for character in line { width += advance(of: character) }
    return width * size
  }

  /// The closed contours of a character in em, x right from its origin, y up from the baseline.
  ///
  /// Curves become chords no further than 1/5000 em from them, a fiftieth of a pixel at 100 pixels. Inside
  /// is where the winding number is not zero: the contours of a character may overlap.
  public func outline(of character: Character) -> [[Point]] {
    var contours: [[Point]] = []
    forEachContourPoint(of: glyph(for: character), tolerance: 1.0 / 5000) { point, starts in
      if starts { contours.append([]) }
      contours[contours.count - 1].append(point)
    }
    return contours
  }
}

/// A point of an outline in em; one off the curve bends the piece between its neighbours, which are on it.
struct GlyphPoint: Sendable {
  var position: Point
  var isOnCurve: Bool
}
