import Scenes

/// Turns values into the shapes and the legend of a map.
struct OverlayPainter {
  let name: String
  let note: String
  let style: OverlayStyle
  let line: Color

  private static let inside = Color.green.opacity(0.22)
  private static let outside = Color.vermillion.opacity(0.16)

  private func legend(_ map: HeatMap) -> OverlayLegend {
    switch style {
    case .heatMap: OverlayLegend.scale(name, note: note, map)
    case .contour: OverlayLegend(title: name, note: note, range: nil, colors: nil, keys: [lineKey])
    case .region:
      OverlayLegend(
        title: name, note: note, range: nil, colors: nil,
        keys: [
          OverlayLegend.Key(label: "inside", color: Self.inside),
          OverlayLegend.Key(label: "outside", color: Self.outside), lineKey,
        ])
    }
  }

  private var lineKey: OverlayLegend.Key { OverlayLegend.Key(label: "border", color: line) }

  /// The map of a field, of which `set` is the inside.
  func overlay(_ field: ScalarField, set: LevelSet) -> Overlay {
    let (map, area) = field.heatMap()
    var shapes: [Shape] = []
    if style == .heatMap {
      shapes.append(Shape(.heatMap(map, in: area), style: Style()))
    } else {
      if style == .region {
        shapes.append(Shape(.polygon(set.loops), style: Style(fill: Self.inside)))
        let known = ScalarField(
          area: field.area, columns: field.columns, rows: field.rows,
          values: field.values.map { $0.isFinite ? 0 : .nan })
        shapes.append(
          Shape(.polygon(LevelSet(known).loops + set.loops), style: Style(fill: Self.outside)))
      }
      let stroke = Stroke(line, width: .pixels(3))
      shapes += set.lines.map { Shape(.polyline($0), style: Style(stroke: stroke)) }
    }
    return Overlay(name: name, shapes: shapes, legend: legend(map), cells: [])
  }

  /// The map of states as cells; `scale` holds the values that the colours span, if not those of the cells.
  func overlay(cells: [OverlayCell], scale: [Double]? = nil) -> Overlay {
    let scale = scale ?? cells.map(\.value)
    // Without any cell there is still a legend to give.
    let map = HeatMap(columns: max(1, scale.count), rows: 1, values: scale.isEmpty ? [.nan] : scale)
    let shapes = cells.compactMap { cell -> Shape? in
      guard cell.value.isFinite else { return nil }
      let style =
        switch style {
        case .heatMap: Style(fill: map.color(of: cell.value))
        case .region: Style(fill: cell.value <= 0 ? Self.inside : Self.outside)
        case .contour: Style(stroke: cell.value <= 0 ? Stroke(line, width: .pixels(2)) : nil)
        }
      return Shape(.rectangle(cell.area), style: style)
    }
    return Overlay(name: name, shapes: shapes, legend: legend(map), cells: cells)
  }
}

extension Color {
  /// The border of a set that is known.
  static var feasibleLine: Color { .green.mixed(with: .ink, by: 0.25) }
  /// The border of a set that a function claims.
  static var learntLine: Color { .purple }
}
