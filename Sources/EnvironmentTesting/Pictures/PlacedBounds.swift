import Scenes

/// A rectangle of the picture, in pixels from its upper left corner, that holds all of a shape.
struct PlacedBounds {
  private(set) var low = Point(.infinity, .infinity)
  private(set) var high = Point(-.infinity, -.infinity)

  /// Nil for a shape without points.
  init?(_ shape: Shape, _ map: PixelMap) {
    var margin = 0.0
    switch shape.geometry {
    case .polyline(let points): points.forEach { add(map($0)) }
    case .polygon(let contours): contours.joined().forEach { add(map($0)) }
    case .disc(let center, let radius), .arc(let center, let radius, _, _):
      add(map(center))
      margin = radius * map.scale
    case .capsule(let start, let end, let radius):
      add(map(start))
      add(map(end))
      margin = radius * map.scale
    case .rectangle(let rect), .heatMap(_, let rect), .image(_, let rect):
      for corner in rect.corners { add(map(corner)) }
    case .arrow(let start, let end, let width):
      add(map(start))
      add(map(end))
      // Half the head, which is 3.2 widths across.
      margin = 1.6 * map.resolve(width)
    case .text(let text): add(text, map)
    }
    guard low.x <= high.x else { return nil }
    if let stroke = shape.style.stroke { margin += map.resolve(stroke.width) / 2 }
    low = low - Point(margin, margin)
    high = high + Point(margin, margin)
  }

  private mutating func add(_ point: Point) {
    low = Point(min(low.x, point.x), min(low.y, point.y))
    high = Point(max(high.x, point.x), max(high.y, point.y))
  }

  /// The line of writing from a quarter em below its foot to an em above.
  private mutating func add(_ text: Text, _ map: PixelMap) {
    let size = map.resolve(text.size)
    let anchor = map(text.anchor)
    let width = Font.standard.width(of: text.string, size: size)
    let capitals = Font.standard.capHeight * size
    let start: Double =
      switch text.alignment {
      case .leading: 0
      case .center: -width / 2
      case .trailing: -width
      }
    let foot: Double =
      switch text.baseline {
      case .bottom: 0
      case .middle: -capitals / 2
      case .top: -capitals
      }
    let (cosine, sine) = (map.cosine / map.scale, map.sine / map.scale)
    for x in [start, start + width] {
      for y in [foot - size / 4, foot + size] {
        add(Point(anchor.x + cosine * x - sine * y, anchor.y - sine * x - cosine * y))
      }
    }
  }
}

extension Rect {
  fileprivate var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
  }
}

extension Shape {
  /// Every number of the figure and its style, by name.
  var numbers: [(name: String, value: Double)] {
    var list: [(name: String, value: Double)] = []
    func add(_ name: String, _ point: Point) { list += [("\(name) x", point.x), ("\(name) y", point.y)] }
    switch geometry {
    case .polyline(let points): points.forEach { add("point", $0) }
    case .polygon(let contours): contours.joined().forEach { add("point", $0) }
    case .disc(let center, _): add("centre", center)
    case .capsule(let start, let end, _), .arrow(let start, let end, _):
      add("start", start)
      add("end", end)
    case .rectangle(let rect), .heatMap(_, let rect), .image(_, let rect):
      list += [("minX", rect.minX), ("maxX", rect.maxX), ("minY", rect.minY), ("maxY", rect.maxY)]
    case .arc(let center, _, let start, let sweep):
      add("centre", center)
      list += [("start", start), ("sweep", sweep)]
    case .text(let text): add("anchor", text.anchor)
    }
    return list + sizes.map { ($0.name, $0.value) }
  }

  /// Every length, by name, and whether it may be zero.
  var sizes: [(name: String, value: Double, mayBeZero: Bool)] {
    var list: [(name: String, value: Double, mayBeZero: Bool)] = []
    switch geometry {
    case .polyline, .polygon: break
    case .disc(_, let radius), .capsule(_, _, let radius), .arc(_, let radius, _, _):
      list = [("radius", radius, true)]
    case .rectangle(let rect): list = [("width", rect.width, true), ("height", rect.height, true)]
    case .heatMap(_, let rect), .image(_, let rect):
      list = [("width", rect.width, false), ("height", rect.height, false)]
    case .arrow(_, _, let width): list = [("width", width.number, false)]
    case .text(let text): list = [("size", text.size.number, false)]
    }
    if let stroke = style.stroke { list.append(("stroke's width", stroke.width.number, false)) }
    return list
  }
}

extension Length {
  fileprivate var number: Double {
    switch self {
    case .world(let length), .pixels(let length): length
    }
  }
}
