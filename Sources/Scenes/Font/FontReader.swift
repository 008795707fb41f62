/// Reads the packed form that `Scripts/pack-font` writes.
///
/// Little-endian. Header: "GSF1", units per em (u16), ascent and descent (i16), height of capitals (u16),
/// glyph count (u16). Then for each glyph its scalar (u32), advance (u16) and the place of its outline (u32)
/// in what follows. An outline is a count of contours, and each contour a count of points and their steps
/// from the point before in half units: (zigzag(Δx) · 2 + on the curve), zigzag(Δy), all as numbers of seven
/// bits a byte.
struct FontReader {
  struct Content {
    var unitsPerEm = 1.0
    var ascent = 0.0
    var descent = 0.0
    var capHeight = 0.0
    var scalars: [UInt32] = []
    var advances: [Double] = []
    var points: [GlyphPoint] = []
    var contourEnds: [Int] = []
    var glyphEnds: [Int] = []
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Precondition: the bytes are a packed font; they are part of the program, so nothing else is expected.
  mutating func read() -> Content {
    precondition(bytes.starts(with: "GSF1".utf8), "the packed font lacks its mark; run Scripts/pack-font")
    place = 4
    var content = Content()
    content.unitsPerEm = Double(word())
    content.ascent = Double(Int16(bitPattern: word())) / content.unitsPerEm
    content.descent = -Double(Int16(bitPattern: word())) / content.unitsPerEm
    content.capHeight = Double(word()) / content.unitsPerEm
    let count = Int(word())
    for _ in 0..<count {
      content.scalars.append(UInt32(word()) | UInt32(word()) << 16)
      content.advances.append(Double(word()) / content.unitsPerEm)
      // Outlines lie in the order of the table.
      place += 4
    }
    for _ in 0..<count { readOutline(into: &content) }
    precondition(place == bytes.count, "the packed font has bytes left; run Scripts/pack-font")
    return content
  }

  private mutating func readOutline(into content: inout Content) {
    let scale = 1 / (2 * content.unitsPerEm)
    var x = 0
    var y = 0
    for _ in 0..<number() {
      for _ in 0..<number() {
        let step = number()
        x += unfolded(step >> 1)
        y += unfolded(number())
        content.points.append(
          GlyphPoint(position: Point(Double(x) * scale, Double(y) * scale), isOnCurve: step & 1 == 1))
      }
      content.contourEnds.append(content.points.count)
    }
    content.glyphEnds.append(content.contourEnds.count)
  }

  private mutating func word() -> UInt16 {
    defer { place += 2 }
    return UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
  }

  private mutating func number() -> Int {
    var value = 0
    var shift = 0
    while true {
      let byte = Int(bytes[place])
      place += 1
      value |= (byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private func unfolded(_ value: Int) -> Int { value & 1 == 0 ? value >> 1 : -(value + 1) >> 1 }
}
