/// The five reversible row filters of PNG, chosen row by row.
///
/// Source: Portable Network Graphics specification, third edition (W3C 2025), section 9 and section 12.7
/// (the minimum sum of absolute differences).
struct RowFilters {
  private let stride: Int
  private let pixelSize: Int
  private var candidate: [UInt8]
  private var best: [UInt8]
  private let zeros: [UInt8]

  /// For rows of `stride` bytes whose pixels take `pixelSize` bytes.
  init(stride: Int, pixelSize: Int) {
    self.stride = stride
    self.pixelSize = pixelSize
    candidate = [UInt8](repeating: 0, count: stride)
    best = candidate
    zeros = candidate
  }

  /// `data` (rows · stride bytes) with each row filtered and preceded by its filter's number.
  mutating func filter(_ data: [UInt8]) -> [UInt8] {
    let rows = data.count / stride
    var output: [UInt8] = []
    output.reserveCapacity(data.count + rows)
    for y in 0..<rows {
      let row = data[(y * stride)..<((y + 1) * stride)]
      let type = row.withUnsafeBufferPointer { row in
        y == 0
          ? zeros.withUnsafeBufferPointer { choose(row, above: $0) }
          : data[((y - 1) * stride)..<(y * stride)].withUnsafeBufferPointer {
            choose(row, above: $0)
          }
      }
      output.append(type)
      output.append(contentsOf: best)
    }
    return output
  }

  /// Leaves the filtered row with the smallest sum of absolute (signed) bytes in `best`.
  private mutating func choose(
    _ row: UnsafeBufferPointer<UInt8>, above: UnsafeBufferPointer<UInt8>
  ) -> UInt8 {
    var chosen: UInt8 = 0
    var smallest = Int.max
    // Up first: rows equal to the one above are common and cannot be beaten.
    for type: UInt8 in [2, 1, 0, 4, 3] {
      candidate.withUnsafeMutableBufferPointer {
        Self.apply(type, row, above, pixelSize, to: $0)
      }
      let sum = candidate.withUnsafeBufferPointer { bytes in
        bytes.reduce(0) { $0 &+ Int(Int8(bitPattern: $1).magnitude) }
      }
      if sum < smallest {
        smallest = sum
        chosen = type
        swap(&best, &candidate)
        if sum == 0 { break }
      }
    }
    return chosen
  }

  private static func apply(
    _ type: UInt8, _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>,
    _ pixelSize: Int, to result: UnsafeMutableBufferPointer<UInt8>
  ) {
    let count = row.count
    let head = min(pixelSize, count)
    switch type {
    case 0:
      for i in 0..<count { result[i] = row[i] }
    case 1:
      for i in 0..<head { result[i] = row[i] }
      for i in head..<count { result[i] = row[i] &- row[i &- pixelSize] }
    case 2:
      for i in 0..<count { result[i] = row[i] &- above[i] }
    case 3:
      for i in 0..<head { result[i] = row[i] &- above[i] / 2 }
      for i in head..<count {
        let mean = (UInt16(row[i &- pixelSize]) &+ UInt16(above[i])) / 2
        result[i] = row[i] &- UInt8(truncatingIfNeeded: mean)
      }
    default:
      for i in 0..<head { result[i] = row[i] &- above[i] }
      for i in head..<count {
        result[i] = row[i]
          &- predicted(left: row[i &- pixelSize], above: above[i], corner: above[i &- pixelSize])
      }
    }
  }

  /// Paeth's choice: whichever neighbour is nearest to left + above − corner, in that order on ties.
  @inline(__always)
  private static func predicted(left: UInt8, above: UInt8, corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int16(left), Int16(above), Int16(corner))
    let toLeft = abs(b &- c)
    let toAbove = abs(a &- c)
    let toCorner = abs(a &+ b &- c &- c)
    let other = toAbove <= toCorner ? above : corner
    return toLeft <= toAbove && toLeft <= toCorner ? left : other
  }
}
