import DecisionProcesses
import Perturbations
import Scenes

/// The rows of the panel, the most important ones first; those that find no room are left out.
extension Dashboard {
  func fill(_ panel: inout PanelWriter, _ view: EpisodeView, _ options: DashboardOptions) {
    let facts = view.facts
    head(&panel, facts, options)
    sums(&panel, facts)
    for cost in recipe.limitedCosts(facts) { limited(&panel, cost) }
    freeCosts(&panel, facts)
    margins(&panel, view)
    curve(&panel, "reward", view.series.rewards, .blue)
    actions(&panel, facts)
    rules(&panel, facts, options.selection)
    parameters(&panel, facts, options.selection)
  }

  private func head(_ panel: inout PanelWriter, _ facts: EpisodeFacts, _ options: DashboardOptions) {
    let lines = TextMeasure.lines(
      recipe.title, width: panel.innerWidth, size: panel.textSize, atMost: panel.fits(260) ? 3 : 1)
    for line in lines where panel.fits(16) { panel.line(line, color: .blue) }
    if !facts.ending.isEmpty, panel.fits(20) {
      let row = panel.take(20)
      let color: Color = facts.ending.contains(.failed) ? .vermillion : .slate
      panel.box(row.left, row.top, row.width, row.height - 2 * panel.unit, color)
      var inside = row
      inside.left += 4 * panel.unit
      inside.width -= 8 * panel.unit
      inside.height -= 2 * panel.unit
      panel.write("ended: \(facts.ending.name)", in: inside, color: .paper)
    }
    for badge in options.badges where panel.fits(16) {
      panel.line(badge.rawValue, badge == options.badges.first ? options.status ?? "" : "", color: badge.color)
    }
    if options.badges.isEmpty, let status = options.status, panel.fits(16) {
      panel.line("playing", status, color: Self.quiet)
    }
    if let message = options.message, panel.fits(16) { panel.line(message, color: .vermillion) }
  }

  private func sums(_ panel: inout PanelWriter, _ facts: EpisodeFacts) {
    guard panel.fits(52) else { return }
    panel.skip(4)
    panel.line("seed", "\(facts.seed)")
    panel.line("step", "\(facts.step) / \(recipe.task.horizon)")
    panel.line("return", Numeral.short(facts.return))
    if facts.perceivedReturn != facts.return, panel.fits(16) {
      panel.line("  as perceived", Numeral.short(facts.perceivedReturn), color: Self.quiet)
    }
  }

  /// A bar that fills up to the limit, which is marked, and beyond.
  private func limited(_ panel: inout PanelWriter, _ cost: LimitedCost) {
    guard panel.fits(30) else { return }
    panel.skip(4)
    let color: Color = cost.isExceeded ? .vermillion : .green
    var text = "\(Numeral.short(cost.value)) / \(Numeral.short(cost.limit))"
    if let violations = cost.violations { text = "\(violations) over, " + text }
    panel.line(cost.name, text, valueColor: cost.isExceeded ? .vermillion : .ink)
    let row = panel.take(10)
    let height = 6 * panel.unit
    let whole = max(1.25 * cost.limit, cost.value, 1e-9)
    panel.box(row.left, row.top, row.width, height, .mist)
    panel.box(row.left, row.top, row.width * min(max(cost.value / whole, 0), 1), height, color)
    let mark = row.left + row.width * min(max(cost.limit / whole, 0), 1)
    panel.box(
      max(row.left, mark - panel.unit), row.top - panel.unit, 2 * panel.unit, height + 2 * panel.unit, .ink)
  }

  private func freeCosts(_ panel: inout PanelWriter, _ facts: EpisodeFacts) {
    for (channel, cost) in recipe.task.costs.enumerated() {
      let isLimited = recipe.task.constraints.contains { $0.channel == channel }
      guard !isLimited, panel.fits(16) else { continue }
      panel.line("cost \(cost.name)", Numeral.short(facts.costSums[channel]))
    }
  }

  /// A bar from the middle: to the left where safe, to the right where violated.
  private func margins(_ panel: inout PanelWriter, _ view: EpisodeView) {
    for (channel, margin) in view.facts.margins.enumerated() where panel.fits(30) {
      panel.skip(4)
      panel.line("margin \(recipe.task.costs[channel].name)", Numeral.signed(margin))
      let row = panel.take(10)
      let height = 6 * panel.unit
      let seen = view.series.margins(channel: channel).lazy.filter(\.isFinite).map(abs).max() ?? 0
      let share = min(1, abs(margin) / max(seen, abs(margin), 1e-9))
      let middle = row.left + row.width / 2
      let length = share.isFinite ? share * row.width / 2 : 0
      panel.box(row.left, row.top, row.width, height, .mist)
      panel.box(
        margin > 0 ? middle : middle - length, row.top, length, height, margin > 0 ? .vermillion : .green)
      panel.box(
        middle - panel.unit / 2, row.top - panel.unit, panel.unit, height + 2 * panel.unit, .ink)
    }
  }

  private func curve(_ panel: inout PanelWriter, _ name: String, _ values: [Double], _ color: Color) {
    guard values.count > 1, panel.fits(64), panel.height >= 300 * panel.unit else { return }
    panel.skip(4)
    panel.line("\(name) by step", Numeral.short(values[values.count - 1]), color: Self.quiet)
    let row = panel.take(36)
    panel.curve(values, in: row, color: color)
    panel.skip(4)
  }

  private func actions(_ panel: inout PanelWriter, _ facts: EpisodeFacts) {
    guard facts.step > 0, panel.fits(20) else { return }
    panel.skip(4)
    func text(_ row: [Double]) -> String { row.prefix(4).map(Numeral.short).joined(separator: " ") }
    let name = facts.manualAction == nil ? "action" : "action by hand"
    panel.line(name, text(facts.action))
    if facts.executedAction != facts.action, panel.fits(16) {
      panel.line("  as executed", text(facts.executedAction), color: .orange.mixed(with: .ink, by: 0.35))
    }
  }

  private func rules(
    _ panel: inout PanelWriter, _ facts: EpisodeFacts, _ selection: DashboardOptions.Selection?
  ) {
    guard !facts.rules.isEmpty, panel.fits(36) else { return }
    panel.skip(4)
    for (index, rule) in facts.rules.enumerated() {
      let changes = rule.lastChange.filter { $0 != 0 }.prefix(4)
      let shows = rule.isActing && !changes.isEmpty
      guard panel.fits(shows ? 32 : 16) else { return more(&panel, facts.rules.count - index, "rules") }
      if selection == .rule(index) { select(&panel) }
      let state = rule.isOn ? rule.isActiveNow ? "" : "idle" : "off"
      panel.line(rule.text, state, color: rule.isActing ? .ink : Self.quiet)
      if shows { panel.line("  " + changes.map(Numeral.signed).joined(separator: " "), color: .slate) }
    }
  }

  private func parameters(
    _ panel: inout PanelWriter, _ facts: EpisodeFacts, _ selection: DashboardOptions.Selection?
  ) {
    guard !recipe.parameters.isEmpty, panel.fits(30) else { return }
    panel.skip(4)
    for (index, parameter) in recipe.parameters.enumerated() {
      guard panel.fits(26) else { return more(&panel, recipe.parameters.count - index, "parameters") }
      if selection == .parameter(index) { select(&panel) }
      let value = facts.parameters[index]
      let isMoved = value != parameter.nominal
      let unit = parameter.unit == "1" ? "" : " " + parameter.unit
      panel.line(parameter.name, Numeral.short(value) + unit, valueColor: isMoved ? .vermillion : .ink)
      let row = panel.take(10)
      let interval = parameter.interval
      let width = interval.upperBound - interval.lowerBound
      func place(_ value: Double) -> Double {
        row.left + row.width * (width > 0 ? min(max((value - interval.lowerBound) / width, 0), 1) : 0.5)
      }
      let middle = row.top + 3 * panel.unit
      panel.box(row.left, middle - panel.unit, row.width, 2 * panel.unit, .mist)
      panel.box(place(parameter.nominal) - panel.unit / 2, row.top, panel.unit, 6 * panel.unit, .slate)
      panel.disc(place(value), middle, radius: 3 * panel.unit, isMoved ? .vermillion : .blue)
    }
  }

  /// Marks the row that comes next.
  private func select(_ panel: inout PanelWriter) {
    panel.box(
      panel.inset / 4, panel.top, panel.width - panel.inset / 2, panel.lineHeight,
      Color.yellow.opacity(0.35))
  }

  private func more(_ panel: inout PanelWriter, _ count: Int, _ what: String) {
    if panel.fits(16) { panel.line("\(count) more \(what)", color: Self.quiet) }
  }
}

extension DashboardOptions.Badge {
  fileprivate var color: Color {
    switch self {
    case .paused: .blue
    case .busy: .orange.mixed(with: .ink, by: 0.3)
    case .recording: .vermillion
    }
  }
}
