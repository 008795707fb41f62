import DecisionProcesses
import RandomStreams

/// A slot's options fitted to its row: everything that a plain rule never looks at.
///
/// An immutable object, so that slots stay small and a step never copies lists.
@usableFromInline
final class RuleFitting: Sendable {
  let options: RuleOptions
  let isPlain: Bool
  let purpose: StreamPurpose
  /// Index among all rules of the environment.
  let position: Int
  let rowWidth: Int
  let memoryStart: Int
  let memoryEnd: Int
  let trigger: TriggerCell?
  private let activityPurpose: StreamPurpose
  private let mask: [Bool]
  private let clips: Bool
  private let lower: [Double]
  private let upper: [Double]
  private let isCategorical: Bool
  private let isParametric: Bool

  // Memory of a slot that is not plain, behind the rule's own: magnitude spent, steps spent, trigger
  // value, and the row as it was before the rule.
  private var magnitudeCell: Int { memoryEnd }
  private var countCell: Int { memoryEnd + 1 }
  private var triggerCell: Int { memoryEnd + 2 }
  private var before: Int { memoryEnd + 3 }

  /// Options that have not met a row yet.
  init(options: RuleOptions) {
    self.options = options
    isPlain = true
    purpose = StreamPurpose(code: 0)
    position = 0
    rowWidth = 0
    memoryStart = 0
    memoryEnd = 0
    trigger = nil
    activityPurpose = StreamPurpose(code: 0)
    mask = []
    clips = false
    lower = []
    upper = []
    isCategorical = false
    isParametric = false
  }

  init(
    _ options: RuleOptions, of rule: String, on channel: Channel,
    appending appended: [ComponentDescription], memoryWidth: (Int) -> Int, layout: inout RuleLayout
  ) throws(PerturbationError) {
    var row = layout.row(of: channel)
    var mask = try Self.mask(options.components, rule: rule, channel: channel, width: row.width)
    if !appended.isEmpty {
      // A mask chooses among the components that were there; those appended are the rule's own.
      if !mask.isEmpty { mask += Array(repeating: true, count: appended.count) }
      row.components += appended
      layout.observation = row
    }
    self.mask = mask
    self.options = options
    isParametric = channel == .parameters
    rowWidth = row.width
    isCategorical = row.isCategorical
    lower = row.components.map(\.lower)
    upper = row.components.map(\.upper)
    // Categorical rules stay in their set by construction; clipping would only hide a fault.
    let isBounded = zip(lower, upper).contains { $0.isFinite || $1.isFinite }
    clips = isBounded && !isCategorical && (options.clips ?? (channel == .action))
    isPlain = options.schedule == .every && mask.isEmpty && !clips && options.budget.isUnlimited

    // Luck belongs to the n-th rule of its name on its channel: rules added behind it, on other channels
    // or of other names leave it alone.
    let label = "\(rule)@\(channel.rawValue)"
    let ordinal = layout.nextOrdinal(of: label)
    purpose = StreamPurpose(named: label, ordinal: ordinal)
    activityPurpose = StreamPurpose(named: "schedule of " + label, ordinal: ordinal)
    position = layout.nextPosition()
    memoryStart = layout.memoryWidth
    memoryEnd = memoryStart + memoryWidth(rowWidth)
    layout.memoryWidth = isPlain ? memoryEnd : memoryEnd + 3 + rowWidth
    trigger = try Self.diagnostic(options.schedule, rule: rule, known: layout.diagnostics).map {
      [memoryEnd] in TriggerCell(diagnostic: $0, cell: memoryEnd + 2)
    }
  }

  private static func mask(
    _ components: [Int]?, rule: String, channel: Channel, width: Int
  ) throws(PerturbationError) -> [Bool] {
    guard let components else { return [] }
    var mask = Array(repeating: false, count: width)
    for component in components {
      guard mask.indices.contains(component) else {
        throw PerturbationError(
          rule: rule, argument: "on",
          "component \(component) of the \(channel.rawValue) row does not exist; use 0 to \(width - 1)")
      }
      mask[component] = true
    }
    return mask
  }

  private static func diagnostic(
    _ schedule: Schedule, rule: String, known: [String]
  ) throws(PerturbationError) -> Int? {
    guard case .trigger(let name) = schedule else { return nil }
    guard let index = known.firstIndex(of: name) else {
      let list = known.isEmpty ? "it declares none" : "known: " + known.joined(separator: ", ")
      throw PerturbationError(
        rule: rule, argument: "schedule", "the world has no scalar '\(name)' to trigger on; \(list)")
    }
    return index
  }

  @usableFromInline
  func begin(_ memory: inout MutableSpan<Double>) {
    memory[magnitudeCell] = 0
    memory[countCell] = 0
    // The last episode's state says nothing about this one's, which is not drawn yet.
    memory[triggerCell] = 0
  }

  /// Whether the schedule lets the rule act now. Depends on the moment only, never on the row.
  @usableFromInline
  func isActive(at clock: Clock, _ memory: borrowing MutableSpan<Double>) -> Bool {
    switch options.schedule {
    case .every: return true
    case .period(let length): return Int(clock.step) % length == 0
    case .window(let from, let to): return Int(clock.step) >= from && Int(clock.step) < to
    case .bernoulli(let probability):
      var stream = clock.stream(activityPurpose)
      return stream.uniform() < probability
    case .trigger: return memory[triggerCell] > 0
    }
  }

  /// The same for one who only looks; copies the memory.
  func isActive(at clock: Clock, _ memory: [Double]) -> Bool {
    var copy = memory
    return isActive(at: clock, copy.mutableSpan)
  }

  /// Remembers the row before the rule.
  @usableFromInline
  func keep(
    _ row: borrowing MutableSpan<Double>, in memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    // Parameters are written at reset and again before the first step; only the latter is charged.
    if isParametric && clock.step == 0 {
      memory[magnitudeCell] = 0
      memory[countCell] = 0
    }
    for index in 0..<rowWidth { memory[before + index] = row[index] }
  }

  /// Takes back what schedule and mask forbid, clips, and charges the budget.
  @usableFromInline
  func restrict(
    _ row: inout MutableSpan<Double>, active: Bool, memory: inout MutableSpan<Double>
  ) {
    for index in 0..<rowWidth where !active || !(mask.isEmpty || mask[index]) {
      row[index] = memory[before + index]
    }
    guard active else { return }
    if clips {
      for index in 0..<rowWidth { row[index] = min(max(row[index], lower[index]), upper[index]) }
    }
    if !options.budget.isUnlimited { spend(on: &row, memory: &memory) }
  }

  /// Scales or drops the change of `row` to what the budget allows, and books it.
  private func spend(on row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>) {
    let budget = options.budget
    var square = 0.0
    for index in 0..<rowWidth {
      let change = row[index] - memory[before + index]
      square += change * change
    }
    guard square > 0 else { return }
    let norm = isCategorical ? 1 : square.squareRoot()
    var allowed = min(norm, budget.perStep, max(0, budget.perEpisode - memory[magnitudeCell]))
    if memory[countCell] >= Double(budget.count) { allowed = 0 }
    if isCategorical && allowed < 1 { allowed = 0 }
    if allowed < norm {
      let scale = allowed / norm
      for index in 0..<rowWidth {
        let start = memory[before + index]
        row[index] = start + (row[index] - start) * scale
      }
    }
    if allowed > 0 {
      memory[magnitudeCell] += allowed
      memory[countCell] += 1
    }
  }
}
