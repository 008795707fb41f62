extension Scene {
  /// Draws in grey, below what moves, those shapes of `other` that are not where this scene has them.
  ///
  /// Both scenes show the same world in different states. What they share stays as it is, so a ghost covers no
  /// moving part and no background covers the ghost. O(shapes).
  public mutating func addGhost(of other: Scene) {
    let shorter = min(shapes.count, other.shapes.count)
    var start = 0
    while start < shorter, shapes[start] == other.shapes[start] { start += 1 }
    var tail = 0
    while tail < shorter - start,
      shapes[shapes.count - 1 - tail] == other.shapes[other.shapes.count - 1 - tail]
    {
      tail += 1
    }
    let sameCount = shapes.count == other.shapes.count
    let ghosts = (start..<other.shapes.count - tail).compactMap { index -> Shape? in
      sameCount && shapes[index] == other.shapes[index] ? nil : other.shapes[index].ghost
    }
    shapes.insert(contentsOf: ghosts, at: start)
  }
}

extension Shape {
  /// The same in translucent grey; nil for pictures and heat maps, which have no colour of their own.
  fileprivate var ghost: Shape? {
    switch geometry {
    case .heatMap, .image: return nil
    default: break
    }
    var ghost = self
    ghost.style.fill = style.fill.map(Self.grey)
    ghost.style.stroke = style.stroke.map { Stroke(Self.grey($0.color), width: $0.width) }
    return ghost
  }

  private static func grey(_ color: Color) -> Color {
    // 299, 587, 114: the luma of Rec. ITU-R BT.601, drawn towards the middle so that ghosts stay pale.
    let luma = 0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    let level = UInt8(110 + 0.35 * luma)
    return Color(red: level, green: level, blue: level, alpha: UInt8(Double(color.alpha) * 0.45))
  }
}
