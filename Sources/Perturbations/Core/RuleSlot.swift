import DecisionProcesses
import RandomStreams

/// A rule in its place: with the components it acts on, its schedule, clipping and budget.
///
/// Made from a rule by its modifiers: `GaussianNoise(sigma: 0.1).on(0, 2).scheduled(.period(5))`.
public struct RuleSlot<Rule: Perturbation>: Sendable {
  @usableFromInline var rule: Rule
  @usableFromInline var fitting: RuleFitting
  @usableFromInline var channelSet: ChannelSet = []
  /// No schedule, mask, clip or budget: the rule is applied and nothing else happens.
  @usableFromInline var isPlain = true
  @usableFromInline var purpose = StreamPurpose(code: 0)
  @usableFromInline var rowWidth = 0
  @usableFromInline var memoryStart = 0
  @usableFromInline var memoryEnd = 0

  public init(_ rule: Rule, options: RuleOptions = RuleOptions()) {
    self.rule = rule
    fitting = RuleFitting(options: options)
  }

  public var options: RuleOptions { fitting.options }

  /// Acts on these components only.
  public func on(_ components: Int...) -> RuleSlot { with { $0.components = components } }
  /// Acts only when `schedule` says so.
  public func scheduled(_ schedule: Schedule) -> RuleSlot { with { $0.schedule = schedule } }
  /// Clips the changed row to its declared space, or does not.
  public func clipped(_ clips: Bool = true) -> RuleSlot { with { $0.clips = clips } }
  /// Limits how much the rule may change.
  public func limited(to budget: Budget) -> RuleSlot { with { $0.budget = budget } }

  private func with(_ change: (inout RuleOptions) -> Void) -> RuleSlot {
    var options = fitting.options
    change(&options)
    return RuleSlot(rule, options: options)
  }
}

extension Perturbation {
  /// Acts on these components only.
  public func on(_ components: Int...) -> RuleSlot<Self> {
    RuleSlot(self, options: RuleOptions(components: components))
  }
  /// Acts only when `schedule` says so.
  public func scheduled(_ schedule: Schedule) -> RuleSlot<Self> { RuleSlot(self).scheduled(schedule) }
  /// Clips the changed row to its declared space, or does not.
  public func clipped(_ clips: Bool = true) -> RuleSlot<Self> { RuleSlot(self).clipped(clips) }
  /// Limits how much the rule may change.
  public func limited(to budget: Budget) -> RuleSlot<Self> { RuleSlot(self).limited(to: budget) }
}

/// When, where and how much a rule may act.
public struct RuleOptions: Sendable, Hashable {
  /// Components that the rule may change; nil for all.
  public var components: [Int]?
  public var schedule: Schedule
  /// Whether the changed row is clipped to its declared space; nil for the channel's default, which is
  /// true for actions and false elsewhere.
  public var clips: Bool?
  public var budget: Budget

  public init(
    components: [Int]? = nil, schedule: Schedule = .every, clips: Bool? = nil,
    budget: Budget = .unlimited
  ) {
    self.components = components
    self.schedule = schedule
    self.clips = clips
    self.budget = budget
  }
}

extension RuleSlot: RuleSequence {
  @inlinable @inline(__always) public var channels: ChannelSet { channelSet }
  @inlinable @inline(__always) public var arePlain: Bool { isPlain }
  @inlinable @inline(__always) public var remember: Bool { rule.memoryWidth(rowWidth: rowWidth) > 0 }
  public var consultsObservation: Bool { rule.consultsObservation }
  public var contents: [(name: String, channel: Channel)] { [(Rule.name, rule.channel)] }
  public func activity(at clock: Clock, _ memory: [Double]) -> [Bool] {
    [isPlain || fitting.isActive(at: clock, memory)]
  }
  public var triggers: [TriggerCell] { fitting.trigger.map { [$0] } ?? [] }
  public var seats: [Seat] {
    let components = rule.seatComponents
    return components.isEmpty ? [] : [Seat(components: components, start: memoryStart)]
  }

  public mutating func prepare(_ layout: inout RuleLayout) throws(PerturbationError) {
    let row = layout.row(of: rule.channel)
    guard row.width > 0 else {
      throw PerturbationError(
        rule: Rule.name, argument: "channel", "this world has no \(rule.channel.rawValue) row to act on")
    }
    try rule.prepare(
      for: RuleShape(
        row: row, action: layout.action, zeroAction: layout.zeroAction, parameters: layout.parameters,
        boxes: layout.boxes, diagnostics: layout.diagnostics))
    fitting = try RuleFitting(
      fitting.options, of: Rule.name, on: rule.channel, appending: rule.appendedComponents,
      memoryWidth: { rule.memoryWidth(rowWidth: $0) }, layout: &layout)
    channelSet = ChannelSet(rule.channel)
    isPlain = fitting.isPlain
    purpose = fitting.purpose
    rowWidth = fitting.rowWidth
    memoryStart = fitting.memoryStart
    memoryEnd = fitting.memoryEnd
  }

  @inlinable @inline(__always)
  public func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    if memoryEnd > memoryStart {
      // `_mutatingExtracting` is the standard library's only way to narrow a MutableSpan in place.
      var own = memory._mutatingExtracting(memoryStart..<memoryEnd)
      rule.begin(&own, at: Moment(clock: clock, purpose: purpose))
    }
    if !isPlain { fitting.begin(&memory) }
  }

  @inlinable @inline(__always)
  public func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    let moment = Moment(clock: clock, purpose: purpose)
    if remember {
      var own = memory._mutatingExtracting(memoryStart..<memoryEnd)
      rule.apply(to: &row, memory: &own, at: moment)
    } else {
      var nothing = MutableSpan<Double>()
      rule.apply(to: &row, memory: &nothing, at: moment)
    }
  }

  @inlinable
  public func apply(
    _ channel: ChannelSet, to wholeRow: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {
    guard !channelSet.isDisjoint(with: channel) else { return }
    let active = (isPlain || fitting.isActive(at: clock, memory)) && recorder?.isOn(fitting) != false
    // A rule without memory need not run while inactive; one with memory keeps it up to date.
    guard active || memoryEnd > memoryStart else {
      recorder?.skip(fitting)
      return
    }
    var row = wholeRow._mutatingExtracting(0..<rowWidth)
    recorder?.keep(row)
    if !isPlain { fitting.keep(row, in: &memory, at: clock) }
    var own = memory._mutatingExtracting(memoryStart..<memoryEnd)
    let moment = Moment(clock: clock, purpose: purpose, isActive: active)
    rule.apply(to: &row, memory: &own, at: moment, observing: observation)
    if !isPlain {
      fitting.restrict(&row, active: active, memory: &memory)
    } else if !active {
      // A plain rule is inactive only where a recorder holds it back.
      recorder?.takeBack(&row)
    }
    recorder?.note(row, rule: Rule.name, channel: rule.channel, fitting: fitting, at: clock)
  }
  public func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {
    guard !channelSet.isDisjoint(with: channel) else { return }
    if isPlain {
      rule.apply(
        toLanes: &rows, memory: &memory,
        layout: LaneLayout(
          rowStride: rowStride, rowWidth: rowWidth, memoryStride: memoryStride,
          memory: memoryStart..<memoryEnd, clockOffset: clockOffset),
        clocks: clocks, purpose: purpose)
      return
    }
    var recorder: RuleRecorder?
    for lane in 0..<clocks.count {
      var row = rows._mutatingExtracting(lane * rowStride..<(lane + 1) * rowStride)
      var own = memory._mutatingExtracting(lane * memoryStride..<(lane + 1) * memoryStride)
      apply(
        channel, to: &row, memory: &own, at: clocks.clock(lane, offset: clockOffset),
        observing: Span<Double>(), recorder: &recorder)
    }
  }
}
