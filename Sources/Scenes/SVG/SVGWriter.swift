import ElementaryFunctions

/// Collects the elements of a document.
struct SVGWriter {
  private var body = ""
  private var clips = ""
  private var glyphs: Set<Int> = []
  private var outline = Outline()
  private let font = Font.standard

  func document(width: Int, height: Int, title: String?) -> String {
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)"
      """
    text += title == nil ? ">\n" : " role=\"img\">\n"
    if let title { text += "<title>\(escaped(title))</title>\n" }
    if !clips.isEmpty || !glyphs.isEmpty {
      text += "<defs>\n" + clips
      for glyph in glyphs.sorted() { text += "<path id=\"glyph\(glyph)\" d=\"\(outlineData(glyph))\"/>\n" }
      text += "</defs>\n"
    }
    return text + body + "</svg>\n"
  }

  mutating func addRectangle(_ area: PixelRect, _ color: Color) {
    guard color.alpha > 0, area.width > 0, area.height > 0 else { return }
    body += "<rect x=\"\(area.x)\" y=\"\(area.y)\" width=\"\(area.width)\" height=\"\(area.height)\""
    body += paint("fill", color) + "/>\n"
  }

  mutating func beginPane(_ index: Int, clip: PixelBounds) {
    clips += """
      <clipPath id="pane\(index)"><rect x="\(clip.left)" y="\(clip.top)" \
      width="\(max(0, clip.right - clip.left))" height="\(max(0, clip.bottom - clip.top))"/></clipPath>\n
      """
    body += "<g clip-path=\"url(#pane\(index))\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
  }

  mutating func endPane() { body += "</g>\n" }

  mutating func add(_ shape: Shape, _ map: PixelMap) {
    let style = shape.style
    switch shape.geometry {
    case .polyline(let points):
      outline.removeAll()
      outline.addContour(points, map)
      addOutline(Style(stroke: style.stroke), map, isClosed: false)
    case .polygon(let contours):
      outline.removeAll()
      for contour in contours { outline.addContour(contour, map) }
      addOutline(style, map)
    case .rectangle(let rect):
      addRectangle(rect, style, map)
    case .arrow(let start, let end, let width):
      outline.removeAll()
      outline.addArrow(from: map(start), to: map(end), width: map.resolve(width))
      addOutline(style, map)
    case .disc(let center, let radius):
      addCircle(map(center), radius * map.scale, style, map)
    case .capsule(let start, let end, let radius):
      addCapsule(map(start), map(end), radius * map.scale, style, map)
    case .arc(let center, let radius, let start, let sweep):
      addArc(center, radius, start, sweep, style, map)
    case .heatMap(let heatMap, let rect):
      addCells(columns: heatMap.columns, rows: heatMap.rows, in: rect, map) { column, row in
        heatMap.color(of: heatMap.values[row * heatMap.columns + column])
      }
      addRectangle(rect, Style(stroke: style.stroke), map)
    case .image(let image, let rect):
      addCells(columns: image.width, rows: image.height, in: rect, map) { column, row in
        image[column, image.height - 1 - row]
      }
      addRectangle(rect, Style(stroke: style.stroke), map)
    case .text(let text):
      if let fill = style.fill { add(text, fill, map) }
    }
  }

  private mutating func addRectangle(_ rect: Rect, _ style: Style, _ map: PixelMap) {
    outline.removeAll()
    outline.addRectangle(rect, map)
    addOutline(style, map)
  }

  private mutating func addOutline(_ style: Style, _ map: PixelMap, isClosed: Bool = true) {
    guard outline.isDrawable, let paints = paints(style, map) else { return }
    var data = ""
    var start = 0
    for end in outline.ends where end > start {
      for i in start..<end { data += (i == start ? "M" : "L") + coordinates(outline.points[i]) }
      // A line without length shows as a dot under round caps.
      if end == start + 1 { data += "h0" }
      if isClosed { data += "Z" }
      start = end
    }
    guard !data.isEmpty else { return }
    body += "<path d=\"\(data)\"" + (outline.ends.count > 1 ? " fill-rule=\"evenodd\"" : "") + paints + "/>\n"
  }

  private mutating func addCircle(_ center: Point, _ radius: Double, _ style: Style, _ map: PixelMap) {
    guard center.isDrawable, isDrawable(radius), let paints = paints(style, map) else { return }
    body += "<circle cx=\"\(decimal(center.x))\" cy=\"\(decimal(center.y))\" r=\"\(decimal(radius))\""
    body += paints + "/>\n"
  }

  private mutating func addCapsule(
    _ start: Point, _ end: Point, _ radius: Double, _ style: Style, _ map: PixelMap
  ) {
    let length = (end - start).length
    guard length > 0 else { return addCircle(start, radius, style, map) }
    guard start.isDrawable, end.isDrawable, isDrawable(radius), let paints = paints(style, map)
    else { return }
    let across = (radius / length) * Point(start.y - end.y, end.x - start.x)
    let bow = "A\(decimal(radius)) \(decimal(radius)) 0 0 0 "
    body += "<path d=\"M\(coordinates(start + across))L\(coordinates(end + across))"
    body += "\(bow)\(coordinates(end - across))L\(coordinates(start - across))"
    body += "\(bow)\(coordinates(start + across))Z\"\(paints)/>\n"
  }

  private mutating func addArc(
    _ center: Point, _ radius: Double, _ start: Double, _ sweep: Double, _ style: Style, _ map: PixelMap
  ) {
    let style = Style(stroke: style.stroke)
    guard start.isFinite, sweep.isFinite else { return }
    guard abs(sweep) < 2 * .pi else { return addCircle(map(center), radius * map.scale, style, map) }
    let size = radius * map.scale
    guard map(center).isDrawable, isDrawable(size), let paints = paints(style, map) else { return }
    func point(_ angle: Double) -> String {
      let direction = Elementary.sinCos(angle)
      return coordinates(map(center + radius * Point(direction.cos, direction.sin)))
    }
    // In two halves: the ends of a nearly full turn do not tell its circle.
    let bow = "A\(decimal(size)) \(decimal(size)) 0 0 \(sweep > 0 ? 0 : 1) "
    body += "<path d=\"M\(point(start))\(bow)\(point(start + sweep / 2))\(bow)\(point(start + sweep))\""
    body += paints + "/>\n"
  }

  /// Cells of one colour as rectangles, merged along rows and then between rows.
  private mutating func addCells(
    columns: Int, rows: Int, in rect: Rect, _ map: PixelMap, color: (Int, Int) -> Color
  ) {
    outline.removeAll()
    outline.addRectangle(rect, map)
    guard outline.isDrawable else { return }
    let corners = outline.points
    let across = (1 / Double(columns)) * (corners[1] - corners[0])
    let up = (1 / Double(rows)) * (corners[3] - corners[0])
    body += "<g shape-rendering=\"crispEdges\" transform=\""
    body += matrix(across.x, across.y, up.x, up.y, corners[0]) + "\">\n"
    var open: [CellRun] = []
    for row in 0..<rows {
      var next: [CellRun] = []
      var column = 0
      while column < columns {
        let shade = color(column, row)
        var end = column + 1
        while end < columns && color(end, row) == shade { end += 1 }
        if shade.alpha > 0 {
          next.append(CellRun(columns: column..<end, row: row, color: shade))
        }
        column = end
      }
      for run in open {
        if let i = next.firstIndex(where: { $0.columns == run.columns && $0.color == run.color }) {
          next[i].row = run.row
        } else {
          body += run.element(until: row)
        }
      }
      open = next
    }
    for run in open { body += run.element(until: rows) }
    body += "</g>\n"
  }

  private mutating func add(_ text: Text, _ color: Color, _ map: PixelMap) {
    guard color.alpha > 0, let frame = TextFrame(text, font: font, map: map) else { return }
    let unit = 1 / font.unitsPerEm
    let (a, b) = (frame.map.cosine * unit, frame.map.sine * unit)
    let label = escaped(text.string)
    body += "<g role=\"img\" aria-label=\"\(label)\" transform=\"\(matrix(a, -b, -b, -a, frame.origin))\""
    body += paint("fill", color) + "><title>\(label)</title>"
    var pen = 0.0
    for character in text.string {
      let glyph = font.glyph(for: character)
      if hasOutline(glyph) {
        glyphs.insert(glyph)
        body += "<use href=\"#glyph\(glyph)\""
        body += pen == 0 ? "/>" : " x=\"\(decimal(pen * font.unitsPerEm))\"/>"
      }
      pen += font.advances[glyph]
    }
    body += "</g>\n"
  }

  private func hasOutline(_ glyph: Int) -> Bool {
    font.glyphEnds[glyph] > (glyph == 0 ? 0 : font.glyphEnds[glyph - 1])
  }

  /// The path of a glyph in the font's units, y up.
  private func outlineData(_ glyph: Int) -> String {
    let unit = font.unitsPerEm
    var data = ""
    font.forEachStep(of: glyph) { step in
      switch step {
      case .move(let point): data += "M" + coordinates(unit * point)
      case .line(let point): data += "L" + coordinates(unit * point)
      case .curve(let control, let end):
        data += "Q" + coordinates(unit * control) + " " + coordinates(unit * end)
      case .close: data += "Z"
      }
    }
    return data
  }

  /// The attributes of a style; nil if it paints nothing.
  private func paints(_ style: Style, _ map: PixelMap) -> String? {
    let fill = style.fill.flatMap { $0.alpha > 0 ? $0 : nil }
    var stroke = ""
    if let line = style.stroke, line.color.alpha > 0 {
      let width = map.resolve(line.width)
      if isDrawable(width) {
        stroke = paint("stroke", line.color) + " stroke-width=\"\(decimal(width))\""
      }
    }
    guard fill != nil || !stroke.isEmpty else { return nil }
    return (fill.map { paint("fill", $0) } ?? " fill=\"none\"") + stroke
  }
}

/// A rectangle of cells of one colour that may still grow.
private struct CellRun {
  var columns: Range<Int>
  var row: Int
  var color: Color

  func element(until end: Int) -> String {
    "<rect x=\"\(columns.lowerBound)\" y=\"\(row)\" width=\"\(columns.count)\" height=\"\(end - row)\""
      + paint("fill", color) + "/>\n"
  }
}
