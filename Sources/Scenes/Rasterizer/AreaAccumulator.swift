/// Exact area coverage of polygons by signed area accumulation.
///
/// Every edge adds, to the cells of each row it crosses, the height it spans times the part of the cell to
/// its right; the running sum along a row is then the winding number averaged over each pixel, and folding
/// it onto 0...1 gives the even-odd coverage, holding its magnitude below 1 the non-zero coverage: exact
/// wherever the edges inside one pixel do not cross.
struct AreaAccumulator {
  /// Which winding numbers are inside.
  enum FillRule {
    case evenOdd, nonZero
  }

  private var stride = 0
  private var height = 0
  private var cells: [Float] = []
  private var marks = RowMarks(height: 0)
  private var clip = PixelBounds(left: 0, top: 0, right: 0, bottom: 0)

  /// Makes room for pictures of this size, clipped to `clip`.
  mutating func prepare(width: Int, height: Int, clip: PixelBounds) {
    self.clip = clip
    guard stride != width + 1 || height != self.height else { return }
    // One spare cell takes what the last column pushes to its right.
    stride = width + 1
    self.height = height
    cells = [Float](repeating: 0, count: stride * height)
    marks = RowMarks(height: height)
  }

  /// Adds the edge from `p` to `q` (pixels); the edges of a contour must close. O(cells crossed).
  mutating func addEdge(from p: Point, to q: Point) {
    let sign = q.y > p.y ? 1.0 : -1.0
    let (upper, lower) = q.y > p.y ? (p, q) : (q, p)
    let top = max(upper.y, Double(clip.top))
    let bottom = min(lower.y, Double(clip.bottom))
    // An edge this flat covers nothing that a byte can show, and would make the slope overflow.
    guard lower.y - upper.y > 1e-9, bottom > top else { return }
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let leftmost = min(upper.x, lower.x)
    let rightmost = max(upper.x, lower.x)
    let firstLine = Int(top)
    let endLine = clampedCeiling(bottom, clip.top, clip.bottom)
    for y in firstLine..<endLine {
      let start = max(top, Double(y))
      let end = min(bottom, Double(y + 1))
      let x0 = min(max(upper.x + slope * (start - upper.y), leftmost), rightmost)
      let x1 = min(max(upper.x + slope * (end - upper.y), leftmost), rightmost)
      let (offset, left, right) = (y * stride, clip.left, clip.right)
      let touched = cells.withUnsafeMutableBufferPointer { cells in
        Self.spread(
          height: sign * (end - start), from: min(x0, x1), to: max(x0, x1), left: left,
          right: right, row: cells.baseAddress! + offset)
      }
      marks.mark(row: y, from: touched.start, to: touched.end)
    }
  }

  /// Distributes a piece of edge of signed `height` within one row that runs from `x0` to `x1 ≥ x0`;
  /// returns the cells after which the running sum may change.
  @inline(__always)
  private static func spread(
    height: Double, from x0: Double, to x1: Double, left: Int, right: Int,
    row: UnsafeMutablePointer<Float>
  ) -> (start: Int, end: Int) {
    let (leftX, rightX) = (Double(left), Double(right))
    if x0 >= rightX { return (right, right) }
    if x1 <= leftX {
      row[left] += Float(height)
      return (left, left + 1)
    }
    let rate = x1 > x0 ? height / (x1 - x0) : 0
    var x = x0
    if x < leftX {
      row[left] += Float(rate * (leftX - x))
      x = leftX
    }
    let stop = min(x1, rightX)
    let first = Int(x)
    var cell = first
    if stop <= Double(cell + 1) {
      let share = x1 > x0 ? rate * (stop - x) : height
      let fraction = (x + stop) / 2 - Double(cell)
      row[cell] += Float(share * (1 - fraction))
      row[cell + 1] += Float(share * fraction)
      return (first, x1 > rightX ? right : cell + 2)
    }
    while x < stop {
      let next = min(stop, Double(cell + 1))
      let share = rate * (next - x)
      let fraction = (x + next) / 2 - Double(cell)
      row[cell] += Float(share * (1 - fraction))
      row[cell + 1] += Float(share * fraction)
      x = next
      cell += 1
    }
    return (first, x1 > rightX ? right : cell + 1)
  }

  /// Turns the sums into coverage in `mask` and clears them. O(marked cells).
  mutating func drain(into mask: inout CoverageMask, rule: FillRule) {
    switch rule {
    case .evenOdd: Self.drain(&marks, &cells, stride, clip.right, into: &mask, byte: evenOddByte)
    case .nonZero: Self.drain(&marks, &cells, stride, clip.right, into: &mask, byte: nonZeroByte)
    }
  }

  @inline(__always)
  private static func drain(
    _ marks: inout RowMarks, _ cells: inout [Float], _ stride: Int, _ right: Int,
    into mask: inout CoverageMask, byte: (Float) -> UInt8
  ) {
    cells.withUnsafeMutableBufferPointer { cells in
      marks.drain { y, start, touchedEnd in
        let row = cells.baseAddress! + y * stride
        let end = min(touchedEnd, right)
        if start < end {
          mask.mark(row: y, from: start, to: end) { integrate(row, into: $0, start, end, byte) }
        }
        // The spare cell beyond the clip may hold a share too.
        (row + start).update(repeating: 0, count: touchedEnd - start)
        row[right] = 0
      }
    }
  }

  @inline(__always)
  private static func integrate(
    _ row: UnsafeMutablePointer<Float>, into bytes: UnsafeMutablePointer<UInt8>, _ start: Int,
    _ end: Int, _ byte: (Float) -> UInt8
  ) {
    var sum: Float = 0
    var x = start
    while x < end {
      // Most of a large polygon is runs without an edge.
      if x &+ 16 <= end {
        let block = UnsafeRawPointer(row + x).loadUnaligned(as: SIMD16<UInt32>.self)
        if block == .zero {
          (bytes + x).update(repeating: byte(sum), count: 16)
          x &+= 16
          continue
        }
      }
      let blockEnd = min(x &+ 16, end)
      while x < blockEnd {
        sum += row[x]
        bytes[x] = byte(sum)
        x &+= 1
      }
    }
  }
}

/// The winding number folded onto 0...1 with period 2, as a byte.
@inline(__always)
private func evenOddByte(_ winding: Float) -> UInt8 {
  let turns = abs(winding)
  let rest = turns - 2 * Float(Int32(turns / 2))
  return UInt8((rest > 1 ? 2 - rest : rest) * 255 + 0.5)
}

/// The magnitude of the winding number, at most 1, as a byte.
@inline(__always)
private func nonZeroByte(_ winding: Float) -> UInt8 {
  UInt8(min(abs(winding), 1) * 255 + 0.5)
}
