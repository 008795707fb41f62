import Scenes

/// The faults of one shape, as it would lie in a picture.
struct ShapeReader {
  let index: Int
  let shape: Shape
  let map: PixelMap
  let clip: PixelBounds
  /// Pixels from the picture's corner that no coordinate should exceed.
  let limit: Double
  private(set) var faults: [SceneFault] = []

  init(index: Int, shape: Shape, viewport: Viewport, limit: Double) {
    self.index = index
    self.shape = shape
    self.limit = limit
    map = viewport.map(shape.transform)
    clip = viewport.clip
  }

  private mutating func report(_ kind: SceneFault.Kind, _ message: String) {
    faults.append(
      SceneFault(part: .shape(index), kind: kind, figure: shape.geometry.name, message: message))
  }

  mutating func read() {
    readStyle()
    readContent()
    // Where numbers are missing, nothing can be said of places.
    guard readNumbers(), readSizes() else { return }
    readPlace()
  }

  // MARK: Style and content

  private mutating func readStyle() {
    let fill = shape.style.fill.map { $0.alpha > 0 } ?? false
    let stroke = shape.style.stroke.map { $0.color.alpha > 0 } ?? false
    switch shape.geometry {
    case .heatMap, .image: break
    case .polyline, .arc:
      if !stroke { report(.invisible, "only its stroke is drawn, and it has none to see; give it a stroke") }
    case .text:
      if !fill { report(.invisible, "only its fill is drawn, and it has none to see; give it a fill") }
    default:
      if !fill && !stroke {
        report(.invisible, "it has neither fill nor stroke to see; give it one, or leave it out")
      }
    }
  }

  private mutating func readContent() {
    switch shape.geometry {
    case .polyline(let points):
      if points.isEmpty { report(.tooFewPoints, "it has no point; leave it out") }
    case .polygon(let contours):
      if contours.isEmpty || contours.contains(where: { $0.count < 3 }) {
        let counts = contours.map(\.count)
        report(.tooFewPoints, "its contours have \(counts) points and need three each; leave others out")
      }
    case .heatMap(let heatMap, _):
      if !heatMap.values.contains(where: { heatMap.color(of: $0).alpha > 0 }) {
        report(.emptyMap, "none of its \(heatMap.values.count) cells has a colour to see; leave it out")
      }
    case .image(let image, _):
      if !stride(from: 3, to: image.pixels.count, by: 4).contains(where: { image.pixels[$0] > 0 }) {
        report(.emptyMap, "every pixel is transparent; leave it out")
      }
    case .text(let text): readText(text)
    default: break
    }
  }

  private mutating func readText(_ text: Text) {
    if text.string.allSatisfy(\.isWhitespace) {
      report(.emptyText, "it says \"\(text.string)\"; leave it out")
    }
    // A line break counts as white space and still shows as a box.
    let missing = text.string.filter { Font.standard.glyph(for: $0) == 0 }
    if !missing.isEmpty {
      let codes = missing.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
      report(
        .missingGlyph, "the font lacks \(codes.joined(separator: " ")) of \"\(text.string)\"; use others")
    }
    let size = map.resolve(text.size)
    let largest = Double(clip.bottom - clip.top)
    if size > 0 && size < SceneInspector.leastWriting || size > largest && size.isFinite {
      report(
        .unreadableText,
        "its em is \(size) pixels, readable are \(SceneInspector.leastWriting) to \(largest); "
          + "set its size in pixels")
    }
  }

  // MARK: Numbers

  /// Whether all numbers are finite.
  private mutating func readNumbers() -> Bool {
    let transform = shape.transform
    let turn = [transform.cosine, transform.sine, transform.translation.x, transform.translation.y]
    if !turn.allSatisfy(\.isFinite) {
      report(.notFinite, "its transform is not finite; look where the state loses its numbers")
      return false
    }
    if let number = shape.numbers.first(where: { !$0.value.isFinite }) {
      report(.notFinite, "its \(number.name) is \(number.value); look where the state loses its numbers")
      return false
    }
    return true
  }

  /// Whether no size is negative, and none that leaves nothing is zero.
  private mutating func readSizes() -> Bool {
    if map.scale == 0 {
      report(.badSize, "its transform shrinks it to a point; leave it out")
      return false
    }
    if let size = shape.sizes.first(where: { $0.mayBeZero ? $0.value < 0 : $0.value <= 0 }) {
      report(.badSize, "its \(size.name) is \(size.value); draw it with a positive one, or leave it out")
      return false
    }
    return true
  }

  // MARK: Place

  private mutating func readPlace() {
    guard let bounds = PlacedBounds(shape, map) else { return }
    let (low, high) = (bounds.low, bounds.high)
    guard max(-low.x, -low.y, high.x, high.y) <= limit else {
      report(
        .absurdSize, "it reaches \(max(-low.x, -low.y, high.x, high.y)) pixels from the picture's corner; "
          + "cut it to the view")
      return
    }
    if high.x <= Double(clip.left) || low.x >= Double(clip.right) || high.y <= Double(clip.top)
      || low.y >= Double(clip.bottom)
    {
      report(.outsideView, "no part of it lies in the view; widen the view, cut the value, or leave it out")
    }
  }
}
