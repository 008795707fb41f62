import DecisionProcesses
import Scenes

/// Lays out an episode as a picture: the world, and beside it what numbers tell.
///
/// Nothing covers the world but the list of keys while it is shown. Pictures too small for a column or a strip
/// of rows get one line, the smallest the world alone.
public struct Dashboard: Sendable {
  public let recipe: RecipeFacts

  public init(_ recipe: RecipeFacts) { self.recipe = recipe }

  /// The picture of `view` in `width` by `height` pixels.
  ///
  /// - Parameter pixelScale: pixels per unit of text size and line width: 1, or 2 on dense screens.
  /// - Precondition: `width`, `height` and `pixelScale` are positive.
  public func composition(
    of view: EpisodeView, options: DashboardOptions = DashboardOptions(), width: Int, height: Int,
    pixelScale: Double = 1
  ) -> Composition {
    precondition(width > 0 && height > 0 && pixelScale > 0, "a dashboard needs a size")
    let layout = DashboardLayout(
      width: width, height: height, unit: pixelScale, showsPanels: options.showsPanels)
    var composition = Composition()
    if let scene = world(view, options, unit: pixelScale) {
      composition.background = scene.background
      composition.panes.append(Composition.Pane(scene, in: layout.world))
    }
    func writer(_ area: PixelRect, _ color: Color) -> PanelWriter {
      PanelWriter(width: area.width, height: area.height, unit: pixelScale, background: color)
    }
    if let area = layout.panel {
      var panel = writer(area, Self.panelColor)
      fill(&panel, view, options)
      composition.panes.append(Composition.Pane(panel.scene, in: area))
    }
    if let area = layout.strip {
      var strip = writer(area, Self.panelColor)
      fillStrip(&strip, view, options)
      composition.panes.append(Composition.Pane(strip.scene, in: area))
    }
    if let area = layout.timeline {
      var timeline = writer(area, Self.panelColor)
      fillTimeline(&timeline, view)
      composition.panes.append(Composition.Pane(timeline.scene, in: area))
    }
    if !options.help.isEmpty {
      let area = PixelRect(x: 0, y: 0, width: width, height: height)
      var help = writer(area, Color.paper.opacity(0.93))
      fillHelp(&help, options.help)
      composition.panes.append(Composition.Pane(help.scene, in: area))
    }
    return composition
  }

  static let panelColor = Color(hex: 0xF1EFE9)
  static let quiet = Color(hex: 0x8A929A)

  // MARK: The world

  private func world(_ view: EpisodeView, _ options: DashboardOptions, unit: Double) -> Scene? {
    guard var scene = view.scene else { return nil }
    guard options.showsTrail, view.trail.count > 1 else { return scene }
    let count = Double(view.trail.count)
    for (index, (from, to)) in zip(view.trail, view.trail.dropFirst()).enumerated() {
      let opacity = 0.75 * Double(index + 1) / count
      if let start = from.perceived, let end = to.perceived, (start, end) != (from.truth, to.truth) {
        scene.line(
          from: start, to: end, color: Self.quiet.opacity(0.8 * opacity), width: .pixels(1.5 * unit))
      }
      scene.line(
        from: from.truth, to: to.truth, color: Color.blue.opacity(opacity), width: .pixels(2 * unit))
    }
    return scene
  }

  // MARK: The time

  private func fillTimeline(_ panel: inout PanelWriter, _ view: EpisodeView) {
    let facts = view.facts
    let scale = TimelineScale(panel, horizon: recipe.task.horizon, facts: facts)
    let (side, width) = (scale.left, scale.width)
    let height = min(6 * panel.unit, panel.height - 2 * panel.unit)
    let top = (panel.height - height) / 2
    func place(_ step: Int) -> Double { scale.place(step) }
    panel.box(side, top, width, height, .mist)
    panel.box(side, top, place(facts.recordedSteps) - side, height, .sky.mixed(with: .paper, by: 0.4))
    panel.box(side, top, place(facts.step) - side, height, .blue)
    let perBin = view.series.stepsPerBin
    for (bin, isViolated) in view.series.violations.enumerated() where isViolated {
      let left = place(bin * perBin)
      let right = place(min((bin + 1) * perBin, facts.recordedSteps))
      panel.box(left, top, max(right - left, panel.unit), height, .vermillion)
    }
    panel.box(place(facts.step) - panel.unit, top - panel.unit, 2 * panel.unit, height + 2 * panel.unit, .ink)
  }

  // MARK: One line

  private func fillStrip(_ strip: inout PanelWriter, _ view: EpisodeView, _ options: DashboardOptions) {
    let facts = view.facts
    let isOver = recipe.limitedCosts(facts).contains(where: \.isExceeded)
    var state = options.badges.first?.rawValue ?? ""
    if !facts.ending.isEmpty { state = facts.ending.name }
    strip.write(
      "\(facts.step)/\(recipe.task.horizon)  R \(Numeral.short(facts.return))", state,
      in: PanelRow(
        left: strip.inset / 2, top: (strip.height - strip.lineHeight) / 2, width: strip.width - strip.inset,
        height: strip.lineHeight), color: isOver ? .vermillion : .ink)
  }

  // MARK: Keys

  private func fillHelp(_ panel: inout PanelWriter, _ keys: [KeyHelp]) {
    let rows = max(1, Int((panel.height - 2 * panel.inset) / panel.lineHeight))
    let columns = (keys.count + rows - 1) / rows
    let column = panel.innerWidth / Double(columns)
    let widest = keys.map { TextMeasure.width(of: $0.key, size: panel.textSize) }.max() ?? 0
    let keyWidth = min(widest + 10 * panel.unit, column / 2)
    for (index, key) in keys.enumerated() {
      let left = panel.inset + column * Double(index / rows)
      let top = panel.inset + panel.lineHeight * Double(index % rows)
      let height = panel.lineHeight
      panel.write(
        key.key, in: PanelRow(left: left, top: top, width: keyWidth, height: height), color: .blue)
      panel.write(
        key.meaning,
        in: PanelRow(left: left + keyWidth, top: top, width: column - keyWidth - panel.unit, height: height))
    }
  }
}
