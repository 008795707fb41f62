/// Where the cells of a grid lie in the picture: the cell under a pixel centre `p` has the column
/// `column0 + column · p` and the row `row0 + row · p`, rounded down.
struct Texture {
  private let columns: Int
  private let rows: Int
  private let column0: Double
  private let row0: Double
  private let column: Point
  private let row: Point

  /// Cell (0, 0) touches `origin`; columns run towards `acrossEnd`, rows towards `upEnd`, at right angles.
  init(columns: Int, rows: Int, origin: Point, acrossEnd: Point, upEnd: Point) {
    let across = acrossEnd - origin
    let up = upEnd - origin
    self.columns = columns
    self.rows = rows
    column = (Double(columns) / (across.x * across.x + across.y * across.y)) * across
    row = (Double(rows) / (up.x * up.x + up.y * up.y)) * up
    column0 = -(column.x * origin.x + column.y * origin.y)
    row0 = -(row.x * origin.x + row.y * origin.y)
  }

  /// Paints the marked pixels with the words that `word` gives for a cell index, and wipes the mask.
  @inline(__always)
  func paint(_ mask: inout CoverageMask, into raster: Raster, word: (Int) -> UInt32) {
    mask.drain { y, start, end, coverage in
      let pixels = raster.row(y)
      let centerY = Double(y) + 0.5
      let rowColumn = column0 + column.y * centerY
      let rowRow = row0 + row.y * centerY
      // An upright grid has one row of cells per row of pixels.
      let isUpright = row.x == 0
      var cellRow = index(rowRow, rows) * columns
      for x in start..<end {
        let centerX = Double(x) + 0.5
        if !isUpright { cellRow = index(rowRow + row.x * centerX, rows) * columns }
        let source = word(cellRow + index(rowColumn + column.x * centerX, columns))
        if coverage[x] & UInt8(truncatingIfNeeded: source >> 24) == 255 {
          Raster.store(source, in: pixels, at: x)
          continue
        }
        let alpha = scaledByte(UInt32(coverage[x]), source >> 24)
        Raster.store(
          blend(source, alpha: alpha, onto: Raster.load(pixels, at: x)), in: pixels, at: x)
      }
    }
  }

  /// The whole part of `place` held within `0..<count`; 0 for NaN.
  @inline(__always)
  private func index(_ place: Double, _ count: Int) -> Int {
    Int(Int32(max(0, min(place, Double(count - 1)))))
  }
}
