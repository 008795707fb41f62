import Foundation
import FoundationXML
import Scenes
import Testing

/// Documents are read back by Foundation's XML parser.
@Suite struct SVGTests {
  private let view = Rect(minX: 0, minY: 0, maxX: 64, maxY: 48)

  private func elements(_ document: String, _ name: String) throws -> [Element] {
    try Element.all(in: document).filter { $0.name == name }
  }

  private func value(_ element: Element, _ attribute: String) -> String? { element.attributes[attribute] }

  private func document(_ draw: (inout Scene) -> Void) -> String {
    var scene = Scene(view: view)
    draw(&scene)
    return SVG.document(scene, width: 640, height: 480)
  }

  @Test func numbersAreShortAndExact() {
    #expect(decimal(0) == "0")
    #expect(decimal(-0.0) == "0")
    #expect(decimal(12.5) == "12.5")
    #expect(decimal(-12.0625) == "-12.063")
    #expect(decimal(0.0004) == "0")
    #expect(decimal(-0.0004) == "0")
    #expect(decimal(0.9996) == "1")
    #expect(decimal(1_000_000.001) == "1000000.001")
    #expect(decimal(0.006_835_937_5, places: 8) == "0.00683594")
  }

  @Test func everyGeometryIsAnElement() throws {
    let document = document { scene in
      scene.polyline([Point(1, 1), Point(5, 9)])
      scene.polygon(
        contours: [[Point(1, 1), Point(9, 1), Point(5, 9)], [Point(3, 2), Point(5, 2), Point(4, 4)]],
        fill: .blue)
      scene.rectangle(Rect(x: 1, y: 2, width: 3, height: 4), stroke: Stroke(.orange))
      scene.disc(at: Point(32, 24), radius: 5, fill: Color.green.opacity(0.5))
      scene.capsule(from: Point(10, 10), to: Point(20, 20), radius: 3, fill: .sky)
      scene.arrow(from: Point(3, 3), to: Point(30, 40))
      scene.arc(center: Point(20, 20), radius: 8, start: 0, sweep: 2)
    }
    let paths = try elements(document, "path")
    #expect(paths.count == 6)
    #expect(value(paths[0], "d") == "M10 470L50 390")
    #expect(value(paths[0], "fill") == "none")
    #expect(value(paths[0], "stroke-width") == "2")
    #expect(value(paths[1], "d") == "M10 470L90 470L50 390ZM30 460L50 460L40 440Z")
    #expect(value(paths[1], "fill-rule") == "evenodd")
    #expect(value(paths[2], "stroke") == "#e69f00")
    let circle = try #require(elements(document, "circle").first)
    #expect(["cx", "cy", "r", "fill-opacity"].map { value(circle, $0) } == ["320", "240", "50", "0.502"])
    // A quarter of a turn or more, counter-clockwise for y up: sweep flag 0.
    #expect(try #require(value(paths[5], "d")).hasPrefix("M280 280A80 80 0 0 0 "))
  }

  @Test func writingIsOutlinesAndASpokenLabel() throws {
    let text = "Tom & \"Jerry\" <θ>"
    let document = document { $0.text(text, at: Point(5, 5), size: .pixels(16)) }
    let group = try #require(elements(document, "g").last)
    #expect(value(group, "aria-label") == text)
    #expect(try elements(document, "title").first?.text == text)
    // One use per letter that has ink, one outline per different letter.
    #expect(try elements(document, "use").count == text.filter { $0 != " " }.count)
    #expect(try elements(document, "path").count == Set(text.filter { $0 != " " }).count)
    let last = try #require(elements(document, "use").last.flatMap { value($0, "x") })
    let pen = Font.standard.width(of: String(text.dropLast())) * 2048
    #expect(last == decimal(pen))
  }

  @Test func controlCharactersDoNotBreakTheDocument() throws {
    let document = document { $0.text("a\u{0}b\u{1B}\u{FFFF}\n", at: Point(5, 5)) }
    let label = try #require(elements(document, "g").last.flatMap { value($0, "aria-label") })
    #expect(label == "a\u{FFFD}b\u{FFFD}\u{FFFD}\n")
  }

  @Test func cellsMergeAndCoverTheirGrid() throws {
    var values = [Double](repeating: 0, count: 60)
    for i in [7, 8, 17, 18, 33] { values[i] = 1 }
    values[59] = .nan
    let map = HeatMap(columns: 10, rows: 6, values: values)
    let cells = try elements(document { $0.heatMap(map, in: view) }, "rect").dropFirst(2)
    #expect(cells.count < 12)
    var painted = [String?](repeating: nil, count: 60)
    for cell in cells {
      let place = ["x", "y", "width", "height"].compactMap { value(cell, $0).flatMap { Int($0) } }
      try #require(place.count == 4)
      for y in place[1]..<(place[1] + place[3]) {
        for x in place[0]..<(place[0] + place[2]) {
          #expect(painted[y * 10 + x] == nil, "cell \(x), \(y) is painted twice")
          painted[y * 10 + x] = value(cell, "fill")
        }
      }
    }
    for i in 0..<60 { #expect(painted[i] == (i == 59 ? nil : values[i] == 1 ? "#feeb56" : "#221443")) }
  }

  @Test func picturesRunFromTheTop() throws {
    var image = Image(width: 3, height: 2, color: .ink)
    image[0, 0] = .orange
    let cells = try elements(document { $0.image(image, in: view) }, "rect").dropFirst(2)
    let orange = try #require(cells.first { value($0, "fill") == "#e69f00" })
    // Cells count rows from the lowest.
    #expect(["x", "y", "width", "height"].map { value(orange, $0) } == ["0", "1", "1", "1"])
  }

  @Test func whatTheRasteriserSkipsIsLeftOut() throws {
    let document = document { scene in
      scene.disc(at: Point(.nan, 0), radius: 3, fill: .ink)
      scene.disc(at: .zero, radius: -3, fill: .ink)
      scene.line(from: .zero, to: Point(.infinity, 0))
      scene.text("x", at: Point(.nan, 0))
      scene.rectangle(Rect(minX: 5, minY: 5, maxX: 3, maxY: 9), fill: .ink)
      scene.disc(at: .zero, radius: 3, fill: .clear)
    }
    #expect(!document.contains("nan") && !document.contains("inf"))
    #expect(try elements(document, "circle").isEmpty && elements(document, "path").isEmpty)
  }

  @Test func panesAreClippedToTheirAreas() throws {
    let scene = Scene(view: Rect(minX: 0, minY: 0, maxX: 10, maxY: 10), background: .sky)
    let document = SVG.document(
      Composition(panes: [
        .init(scene, in: PixelRect(x: 0, y: 0, width: 40, height: 40)),
        .init(scene, in: PixelRect(x: 50, y: 10, width: 60, height: 40)),
      ]), width: 120, height: 60, title: "two")
    let clips = try elements(document, "rect").prefix(2)
    #expect(clips.map { value($0, "x") } == ["0", "60"])
    #expect(clips.map { value($0, "width") } == ["40", "40"])
    #expect(try elements(document, "title").first?.text == "two")
  }
}

/// An element of an XML document, read by Foundation; a document that is not well formed throws.
private struct Element {
  let name: String
  let attributes: [String: String]
  var text = ""

  static func all(in document: String) throws -> [Element] {
    let reader = Reader()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = reader
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    return reader.elements
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if let last = open.last { elements[last].text += text }
    }
  }
}
