#if Rendering
  import Scenes

  /// The parts of a mask that paint anything, so that neither an empty nor a full part is looked up pixel by
  /// pixel: most of a large outline's rectangle is one or the other.
  struct MaskTiles {
    struct Tile {
      /// Within the mask.
      var area: PixelRect
      /// Every pixel of it is covered whole.
      var isFull: Bool
    }

    private static let side = 16

    private(set) var tiles: [Tile] = []

    /// Cuts a mask into squares and joins neighbours of one kind in each row of squares.
    init(_ coverage: [UInt8], width: Int, height: Int) {
      coverage.withUnsafeBufferPointer { bytes in
        for top in stride(from: 0, to: height, by: Self.side) {
          let rows = min(Self.side, height - top)
          var open: Tile?
          for left in stride(from: 0, to: width, by: Self.side) {
            let columns = min(Self.side, width - left)
            let value = Self.uniform(bytes, width, left, top, columns, rows)
            if value != 0, open?.isFull == (value == 255) {
              open!.area.width += columns
              continue
            }
            if let open { append(open) }
            let area = PixelRect(x: left, y: top, width: columns, height: rows)
            open = value == 0 ? nil : Tile(area: area, isFull: value == 255)
          }
          if let open { append(open) }
        }
      }
    }

    /// A full tile below one of the same columns joins it.
    private mutating func append(_ tile: Tile) {
      if tile.isFull {
        let above = tiles.lastIndex { other in
          other.isFull && other.area.x == tile.area.x && other.area.width == tile.area.width
            && other.area.y + other.area.height == tile.area.y
        }
        if let above {
          tiles[above].area.height += tile.area.height
          return
        }
      }
      tiles.append(tile)
    }

    /// The one value of a square, if that is 0 or 255.
    private static func uniform(
      _ bytes: UnsafeBufferPointer<UInt8>, _ width: Int, _ left: Int, _ top: Int, _ columns: Int, _ rows: Int
    ) -> UInt8? {
      let value = bytes[top * width + left]
      guard value == 0 || value == 255 else { return nil }
      for y in top..<(top + rows) {
        let start = y * width + left
        for index in start..<(start + columns) where bytes[index] != value { return nil }
      }
      return value
    }
  }
#endif
