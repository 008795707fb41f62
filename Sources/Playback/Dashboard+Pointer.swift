import EnvironmentCatalog
import Scenes

/// Where things lie in a dashboard, for programs with a pointer.
extension Dashboard {
  /// The rectangle of the world.
  public func worldArea(
    options: DashboardOptions, width: Int, height: Int, pixelScale: Double = 1
  ) -> PixelRect {
    DashboardLayout(width: width, height: height, unit: pixelScale, showsPanels: options.showsPanels).world
  }

  /// The recorded step under a place on the timeline, in pixels from the upper left corner; nil beside it.
  public func step(
    at x: Double, _ y: Double, facts: EpisodeFacts, options: DashboardOptions, width: Int, height: Int,
    pixelScale: Double = 1
  ) -> Int? {
    let layout = DashboardLayout(
      width: width, height: height, unit: pixelScale, showsPanels: options.showsPanels)
    guard let area = layout.timeline, y >= Double(area.y), y < Double(area.y + area.height) else { return nil }
    let writer = PanelWriter(
      width: area.width, height: area.height, unit: pixelScale, background: Self.panelColor)
    let scale = TimelineScale(writer, horizon: recipe.task.horizon, facts: facts)
    return min(scale.step(at: x - Double(area.x)), facts.recordedSteps)
  }

  /// A small pane in the lower left corner of the world that explains a map.
  public func legend(
    _ legend: OverlayLegend, over world: PixelRect, pixelScale: Double = 1
  ) -> Composition.Pane {
    let unit = pixelScale
    let size = 11 * unit
    let line = 15 * unit
    let texts = [legend.title] + (legend.note.isEmpty ? [] : [legend.note])
    let barWidth = legend.range == nil ? 0 : 150 * unit
    let keyWidth = legend.keys.reduce(0) { $0 + Font.standard.width(of: $1.label, size: size) + 24 * unit }
    let widest = texts.map { Font.standard.width(of: $0, size: size) }.max() ?? 0
    let width = min(Double(world.width), max(widest, barWidth, keyWidth) + 12 * unit)
    let rows = Double(texts.count + (legend.range == nil ? 0 : 2) + (legend.keys.isEmpty ? 0 : 1))
    let height = min(Double(world.height), rows * line + 8 * unit)
    var scene = Scene(
      view: Rect(minX: 0, minY: 0, maxX: width.rounded(), maxY: height.rounded()),
      background: Color.paper.opacity(0.8))
    var y = height.rounded() - 4 * unit - line / 2
    for text in texts {
      scene.text(text, at: Point(6 * unit, y), size: .pixels(size), color: .slate, baseline: .middle)
      y -= line
    }
    if !legend.keys.isEmpty {
      var x = 6 * unit
      for key in legend.keys {
        scene.rectangle(
          Rect(x: x, y: y - 5 * unit, width: 10 * unit, height: 10 * unit), fill: key.color,
          stroke: Stroke(.slate, width: .pixels(0.5 * unit)))
        scene.text(
          key.label, at: Point(x + 14 * unit, y), size: .pixels(size), color: .slate, baseline: .middle)
        x += Font.standard.width(of: key.label, size: size) + 24 * unit
      }
      y -= line
    }
    if let range = legend.range, let colors = legend.colors {
      let bar = Rect(x: 6 * unit, y: y - 5 * unit, width: barWidth, height: 10 * unit)
      scene.heatMap(
        HeatMap(columns: 64, rows: 1, values: (0..<64).map(Double.init), colors: colors), in: bar)
      y -= line
      for (value, x, alignment) in [
        (range.lowerBound, bar.minX, Text.Alignment.leading), (range.upperBound, bar.maxX, .trailing),
      ] {
        scene.text(
          Numeral.short(value), at: Point(x, y), size: .pixels(size), color: .slate, alignment: alignment,
          baseline: .middle)
      }
    }
    return Composition.Pane(
      scene,
      in: PixelRect(
        x: world.x, y: world.y + world.height - Int(height.rounded()), width: Int(width.rounded()),
        height: Int(height.rounded())))
  }
}

/// The timeline's map between steps and pixels.
struct TimelineScale {
  let left: Double
  let width: Double
  let steps: Double

  init(_ panel: PanelWriter, horizon: Int, facts: EpisodeFacts) {
    // A horizon far beyond what was played would show nothing.
    steps = Double(
      horizon <= 100_000 ? max(horizon, facts.recordedSteps) : max(facts.recordedSteps, 1))
    left = min(panel.inset, 4 * panel.unit)
    width = panel.width - 2 * left
  }

  func place(_ step: Int) -> Double { left + width * min(1, Double(step) / steps) }

  func step(at x: Double) -> Int {
    guard width > 0 else { return 0 }
    return Int((min(max((x - left) / width, 0), 1) * steps).rounded())
  }
}
