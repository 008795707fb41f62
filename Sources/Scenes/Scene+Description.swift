// Scenes in words, for messages and debugging: one line for the scene, the camera, each solid and each shape.
// Numbers are the shortest that read back as the same single-precision ones; the same on every platform.

extension Scene: CustomStringConvertible {
  public var description: String {
    var head = "scene: view \(words(view)), background \(words(background))"
    if let groundCount { head += ", \(groundCount) of \(shapes.count) shapes are ground" }
    var lines = [head]
    if let camera {
      lines.append(
        "camera: target \(words(camera.target)), distance \(words(camera.distance)), azimuth "
          + "\(words(camera.azimuth)), elevation \(words(camera.elevation)), field of view "
          + words(camera.fieldOfView))
    }
    lines += solids.enumerated().map { "solid \($0): \($1)" }
    lines += shapes.enumerated().map { "shape \($0): \($1)" }
    return lines.joined(separator: "\n")
  }
}

extension Shape: CustomStringConvertible {
  /// The shape in one line; of heat maps and images, the sizes.
  public var description: String {
    var parts = [words(geometry)]
    if let fill = style.fill { parts.append("fill \(words(fill))") }
    if let stroke = style.stroke { parts.append("stroke \(words(stroke.color)) \(words(stroke.width))") }
    if transform != .identity {
      parts.append(
        "turned by (\(words(transform.cosine)), \(words(transform.sine))), moved by "
          + words(transform.translation))
    }
    return parts.joined(separator: ", ")
  }
}

extension Solid: CustomStringConvertible {
  /// The solid in one line; of a mesh, the number of vertices.
  public var description: String {
    let q = pose.rotation
    let turn =
      q == .identity ? "" : ", turned by (\(words(q.w)), \(words(q.x)), \(words(q.y)), \(words(q.z)))"
    return "\(words(form)) at \(words(pose.position))\(turn), \(words(color))"
  }
}

extension Geometry {
  /// What the figure is called.
  public var name: String {
    switch self {
    case .polyline: "polyline"
    case .polygon: "polygon"
    case .disc: "disc"
    case .capsule: "capsule"
    case .rectangle: "rectangle"
    case .arrow: "arrow"
    case .arc: "arc"
    case .heatMap: "heat map"
    case .image: "image"
    case .text: "text"
    }
  }
}

extension Solid.Form {
  /// What the body is called.
  public var name: String {
    switch self {
    case .box: "box"
    case .sphere: "sphere"
    case .ellipsoid: "ellipsoid"
    case .capsule: "capsule"
    case .cylinder: "cylinder"
    case .plane: "plane"
    case .arrow: "arrow"
    case .mesh: "mesh"
    }
  }
}

private func words(_ geometry: Geometry) -> String {
  let figure: String
  switch geometry {
  case .polyline(let points): figure = words(points)
  case .polygon(let contours): figure = contours.map { words($0) }.joined(separator: " | ")
  case .disc(let center, let radius): figure = "at \(words(center)) radius \(words(radius))"
  case .capsule(let start, let end, let radius):
    figure = "\(words(start)) to \(words(end)) radius \(words(radius))"
  case .rectangle(let rect): figure = words(rect)
  case .arrow(let start, let end, let width):
    figure = "\(words(start)) to \(words(end)) width \(words(width))"
  case .arc(let center, let radius, let start, let sweep):
    figure = "at \(words(center)) radius \(words(radius)) from \(words(start)) by \(words(sweep))"
  case .heatMap(let map, let rect):
    figure =
      "\(map.columns)x\(map.rows) in \(words(rect)) range \(words(map.range.lowerBound))..."
      + words(map.range.upperBound)
  case .image(let image, let rect): figure = "\(image.width)x\(image.height) in \(words(rect))"
  case .text(let text):
    figure =
      "\"\(text.string)\" at \(words(text.anchor)) size \(words(text.size)) "
      + "\(text.alignment) \(text.baseline)"
  }
  return "\(geometry.name) \(figure)"
}

private func words(_ form: Solid.Form) -> String {
  switch form {
  case .box(let half): "box half \(words(half))"
  case .sphere(let radius): "sphere radius \(words(radius))"
  case .ellipsoid(let radii): "ellipsoid radii \(words(radii))"
  case .capsule(let radius, let half): "capsule radius \(words(radius)) half \(words(half))"
  case .cylinder(let radius, let half): "cylinder radius \(words(radius)) half \(words(half))"
  case .plane(let width, let height, let checker):
    "plane half (\(words(width)), \(words(height)))"
      + (checker.map { " checker \($0.columns)x\($0.rows)" } ?? "")
  case .arrow(let length, let radius): "arrow length \(words(length)) radius \(words(radius))"
  case .mesh(let mesh): "mesh of \(mesh.positions.count) vertices"
  }
}

private func words(_ points: [Point]) -> String { points.map { words($0) }.joined(separator: " ") }
private func words(_ p: Point) -> String { "(\(words(p.x)), \(words(p.y)))" }
private func words(_ p: Point3) -> String { "(\(words(p.x)), \(words(p.y)), \(words(p.z)))" }

private func words(_ rect: Rect) -> String {
  "\(words(rect.minX))...\(words(rect.maxX)) by \(words(rect.minY))...\(words(rect.maxY))"
}

private func words(_ length: Length) -> String {
  switch length {
  case .world(let length): words(length)
  case .pixels(let length): "\(words(length)) px"
  }
}

/// As style sheets write colours, with the alpha where it is not opaque.
private func words(_ color: Color) -> String {
  let channels = [color.red, color.green, color.blue] + (color.alpha < 255 ? [color.alpha] : [])
  return "#"
    + channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
}

private func words(_ number: Double) -> String {
  let single = Float(number)
  // Beyond single precision the double itself.
  let text = number.isFinite && !single.isFinite ? "\(number)" : single == 0 ? "0" : "\(single)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
