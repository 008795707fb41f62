/// How much of each pixel the current shape covers: a byte per pixel, 255 for all of it.
///
/// A shape marks the mask, the mask is painted into the raster and wiped; only the marked part of each
/// row is visited.
struct CoverageMask {
  private(set) var width = 0
  private(set) var height = 0
  var clip = PixelBounds(left: 0, top: 0, right: 0, bottom: 0)
  private var bytes: [UInt8] = []
  private var marks = RowMarks(height: 0)

  mutating func resize(width: Int, height: Int) {
    guard width != self.width || height != self.height else { return }
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 0, count: width * height)
    marks = RowMarks(height: height)
  }

  /// Records that row `y` is marked in `start..<end` and lends the row's bytes.
  @inline(__always)
  mutating func mark(
    row y: Int, from start: Int, to end: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    marks.mark(row: y, from: start, to: end)
    let offset = y * width
    bytes.withUnsafeMutableBufferPointer { body($0.baseAddress! + offset) }
  }

  /// The smallest rectangle around all marks; nil without marks.
  var markedBounds: PixelBounds? { marks.bounds }

  /// Hands every marked row to `body` as (row, start, end, bytes), then wipes the mask.
  @inline(__always)
  mutating func drain(_ body: (Int, Int, Int, UnsafeMutablePointer<UInt8>) -> Void) {
    Self.drain(&marks, &bytes, width, body)
  }

  // Static, because a closure over `self` would claim `bytes` and `marks` at once.
  @inline(__always)
  private static func drain(
    _ marks: inout RowMarks, _ bytes: inout [UInt8], _ width: Int,
    _ body: (Int, Int, Int, UnsafeMutablePointer<UInt8>) -> Void
  ) {
    bytes.withUnsafeMutableBufferPointer { bytes in
      marks.drain { y, start, end in
        let row = bytes.baseAddress! + y * width
        body(y, start, end, row)
        (row + start).update(repeating: 0, count: end - start)
      }
    }
  }

  /// Paints the marked pixels with one colour and wipes the mask.
  mutating func paint(_ color: Color, into raster: Raster) {
    let word = color.word
    let opacity = UInt32(color.alpha)
    drain { y, start, end, coverage in
      let row = raster.row(y)
      var x = start
      while x < end {
        if x &+ 8 <= end {
          let eight = UnsafeRawPointer(coverage).loadUnaligned(fromByteOffset: x, as: UInt64.self)
          if eight == 0 {
            x &+= 8
            continue
          }
          if eight == .max && opacity == 255 {
            for i in 0..<8 { Raster.store(word, in: row, at: x &+ i) }
            x &+= 8
            continue
          }
        }
        let blockEnd = min(x &+ 8, end)
        while x < blockEnd {
          let alpha = scaledByte(UInt32(coverage[x]), opacity)
          Raster.store(blend(word, alpha: alpha, onto: Raster.load(row, at: x)), in: row, at: x)
          x &+= 1
        }
      }
    }
  }
}
