/// A borrowed view of an image's bytes, valid only inside the closure that lent it.
///
/// A pixel travels as a 32-bit word with red in the lowest byte.
struct Raster {
  let base: UnsafeMutableRawPointer
  let width: Int
  let height: Int

  @inline(__always)
  func row(_ y: Int) -> UnsafeMutableRawPointer { base + 4 * y * width }

  func fill(with color: Color) {
    let word = color.word
    for i in 0..<(width * height) {
      Self.store(word, in: base, at: i)
    }
  }

  @inline(__always)
  static func load(_ row: UnsafeRawPointer, at x: Int) -> UInt32 {
    UInt32(littleEndian: row.loadUnaligned(fromByteOffset: 4 * x, as: UInt32.self))
  }

  @inline(__always)
  static func store(_ word: UInt32, in row: UnsafeMutableRawPointer, at x: Int) {
    row.storeBytes(of: word.littleEndian, toByteOffset: 4 * x, as: UInt32.self)
  }
}

extension Color {
  /// The pixel word: red in the lowest byte, alpha in the highest.
  @inline(__always)
  var word: UInt32 {
    UInt32(red) | UInt32(green) << 8 | UInt32(blue) << 16 | UInt32(alpha) << 24
  }
}

/// `round(a · b / 255)` for `a, b` in 0...255.
@inline(__always)
func scaledByte(_ a: UInt32, _ b: UInt32) -> UInt32 {
  let t = a &* b &+ 128
  return (t &+ (t >> 8)) >> 8
}

/// The source-over blend of a pixel word, its own alpha replaced by `alpha` (0...255), onto another.
///
/// With `a = alpha/255` and the backdrop's `d`: `out_a = a + d(1 − a)` and
/// `out = (a·source + d(1 − a)·backdrop) / out_a`, each rounded to nearest.
/// Source: T. Porter, T. Duff, "Compositing digital images", SIGGRAPH 1984, doi:10.1145/800031.808606.
@inline(__always)
func blend(_ source: UInt32, alpha: UInt32, onto backdrop: UInt32) -> UInt32 {
  if alpha == 0 { return backdrop }
  let rest = 255 &- alpha
  let backdropAlpha = backdrop >> 24
  if backdropAlpha == 255 {
    // Red and blue share a word: both products stay below 2^16.
    let pair = (source & 0xFF00FF) &* alpha &+ (backdrop & 0xFF00FF) &* rest &+ 0x800080
    let redBlue = (pair &+ (pair >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF
    let single = (source >> 8 & 0xFF) &* alpha &+ (backdrop >> 8 & 0xFF) &* rest &+ 128
    let green = (single &+ (single >> 8)) >> 8
    return redBlue | green << 8 | 0xFF00_0000
  }
  let fromSource = alpha &* 255
  let fromBackdrop = backdropAlpha &* rest
  let total = fromSource &+ fromBackdrop
  var result = ((total &+ 127) / 255) << 24
  for shift: UInt32 in [0, 8, 16] {
    let sum = (source >> shift & 0xFF) &* fromSource &+ (backdrop >> shift & 0xFF) &* fromBackdrop
    result |= ((sum &+ total / 2) / total) << shift
  }
  return result
}
