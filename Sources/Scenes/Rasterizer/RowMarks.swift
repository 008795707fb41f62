/// Which part of each row has been touched since the last drain, so that only that part is visited.
struct RowMarks {
  /// The half-open touched part of each row; `low > high` where there is none.
  private var low: [Int32]
  private var high: [Int32]
  private var first = Int.max
  private var last = -1

  init(height: Int) {
    low = [Int32](repeating: .max, count: height)
    high = [Int32](repeating: -1, count: height)
  }

  @inline(__always)
  mutating func mark(row y: Int, from start: Int, to end: Int) {
    first = min(first, y)
    last = max(last, y)
    low[y] = min(low[y], Int32(truncatingIfNeeded: start))
    high[y] = max(high[y], Int32(truncatingIfNeeded: end))
  }

  /// The smallest rectangle around all that is touched; nil for nothing.
  var bounds: PixelBounds? {
    var (left, right) = (Int32.max, Int32(-1))
    guard first <= last else { return nil }
    for y in first...last where low[y] < high[y] {
      left = min(left, low[y])
      right = max(right, high[y])
    }
    guard left < right else { return nil }
    return PixelBounds(left: Int(left), top: first, right: Int(right), bottom: last + 1)
  }

  /// Hands every touched row to `body` as (row, start, end) and forgets it.
  @inline(__always)
  mutating func drain(_ body: (Int, Int, Int) -> Void) {
    guard first <= last else { return }
    for y in first...last where low[y] <= high[y] {
      body(y, Int(low[y]), Int(high[y]))
      low[y] = .max
      high[y] = -1
    }
    first = .max
    last = -1
  }
}
