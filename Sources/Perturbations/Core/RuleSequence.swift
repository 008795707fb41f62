import DecisionProcesses
import RandomStreams

/// Rules in order, each in its slot. Composed statically by `RuleBuilder`, or at run time by `RuleList`.
public protocol RuleSequence: Sendable {
  /// The channels that some rule acts on.
  var channels: ChannelSet { get }
  /// Whether no rule has a schedule, mask, clip or budget.
  var arePlain: Bool { get }
  /// Whether some rule keeps memory.
  var remember: Bool { get }
  /// Whether some rule needs to see the observation.
  var consultsObservation: Bool { get }
  /// Diagnostics that triggers watch, with the memory cell each is written to before the rules run.
  var triggers: [TriggerCell] { get }
  /// Nature's seats, in order.
  var seats: [Seat] { get }
  /// Every rule's name and channel, in order.
  var contents: [(name: String, channel: Channel)] { get }

  /// Whether the schedule of each rule lets it act at this moment, in order; for those who look on.
  func activity(at clock: Clock, _ memory: [Double]) -> [Bool]

  /// Fits the rules to their rows in order and lays out their memory.
  mutating func prepare(_ layout: inout RuleLayout) throws(PerturbationError)

  /// Starts an episode.
  func begin(_ memory: inout MutableSpan<Double>, at clock: Clock)

  /// Applies all rules in order.
  ///
  /// - Precondition: the rules are plain and act on the one channel that `row` belongs to.
  func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock)

  /// Applies the rules of one channel in order, with their schedules, masks, clips and budgets.
  func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?)

  /// Applies the rules of one channel to the rows of many lanes, in order.
  ///
  /// Rows are `rowStride` apart, the lanes' memories `memoryStride`. No rule consults the observation.
  func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32)
}

/// A memory cell that receives the value of a diagnostic before the rules of a step run.
public struct TriggerCell: Sendable, Hashable {
  public let diagnostic: Int
  public let cell: Int
}

/// Nature's seat at one rule: what it may choose, and where its choice is put.
public struct Seat: Sendable, Hashable {
  public let components: [ComponentDescription]
  /// First memory cell of the choice; the cell behind the last one says whether nature has chosen.
  public let start: Int
}

/// What the rules of a sequence share while they are fitted: row shapes so far and memory used so far.
public struct RuleLayout: Sendable {
  public var action: RowDescription
  public var observation: RowDescription
  public var reward: RowDescription
  public var cost: RowDescription
  public var zeroAction: [Double]
  public var parameters: [ParameterDescription]
  public var boxes: [ParameterBox]
  public var diagnostics: [String]
  /// Numbers of memory laid out so far.
  public internal(set) var memoryWidth = 0
  private var ordinals: [String: UInt32] = [:]
  private var ruleCount = 0

  /// The rows of `process`; its present parameters count as the nominal ones.
  public init<P: DecisionProcess>(_ process: P) {
    action = process.actionSpace.description
    observation = process.observationSpace.description
    zeroAction = process.actionSpace.zero.components
    let task = process.task
    reward = RowDescription(
      [ComponentDescription("reward", task.rewardRange.lowerBound, task.rewardRange.upperBound)],
      elementType: .float64)
    cost = RowDescription(
      task.costs.map {
        ComponentDescription($0.name, unit: $0.unit, $0.isNonNegative ? 0 : -.infinity, .infinity)
      }, elementType: .float64)
    parameters = P.schema
    for index in parameters.indices { parameters[index].nominal = process[parameter: index] }
    boxes = (P.self as? any World.Type)?.boxes ?? ParameterBox.standard(for: parameters)
    diagnostics = P.diagnosticNames
  }

  /// How many rules of this label came before.
  mutating func nextOrdinal(of label: String) -> UInt32 {
    let ordinal = ordinals[label, default: 0]
    ordinals[label] = ordinal + 1
    return ordinal
  }

  /// How many rules came before.
  mutating func nextPosition() -> Int {
    ruleCount += 1
    return ruleCount - 1
  }

  /// The row of `channel` as the rules so far leave it.
  func row(of channel: Channel) -> RowDescription {
    switch channel {
    case .action: action
    case .observation: observation
    case .reward: reward
    case .cost: cost
    case .parameters:
      RowDescription(
        parameters.map {
          ComponentDescription(
            $0.name, unit: $0.unit, $0.interval.lowerBound, $0.interval.upperBound)
        }, elementType: .float64)
    }
  }
}

/// No rules.
public struct NoRules: RuleSequence {
  public init() {}
  @inlinable @inline(__always) public var channels: ChannelSet { [] }
  @inlinable @inline(__always) public var arePlain: Bool { true }
  @inlinable @inline(__always) public var remember: Bool { false }
  public var consultsObservation: Bool { false }
  public var triggers: [TriggerCell] { [] }
  public var seats: [Seat] { [] }
  public var contents: [(name: String, channel: Channel)] { [] }
  public func activity(at clock: Clock, _ memory: [Double]) -> [Bool] { [] }
  public func prepare(_ layout: inout RuleLayout) throws(PerturbationError) {}
  @inlinable @inline(__always)
  public func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {}
  @inlinable
  public func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {}
  @inlinable @inline(__always)
  public func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {}
  public func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {}
}

/// Two sequences, one after the other, composed statically.
public struct RulePair<First: RuleSequence, Second: RuleSequence>: RuleSequence {
  @usableFromInline var first: First
  @usableFromInline var second: Second

  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  public var channels: ChannelSet { first.channels.union(second.channels) }
  @inlinable @inline(__always) public var arePlain: Bool { first.arePlain && second.arePlain }
  @inlinable @inline(__always) public var remember: Bool { first.remember || second.remember }
  public var consultsObservation: Bool { first.consultsObservation || second.consultsObservation }
  public var triggers: [TriggerCell] { first.triggers + second.triggers }
  public var seats: [Seat] { first.seats + second.seats }
  public var contents: [(name: String, channel: Channel)] { first.contents + second.contents }

  public func activity(at clock: Clock, _ memory: [Double]) -> [Bool] {
    first.activity(at: clock, memory) + second.activity(at: clock, memory)
  }

  public mutating func prepare(_ layout: inout RuleLayout) throws(PerturbationError) {
    try first.prepare(&layout)
    try second.prepare(&layout)
  }

  @inlinable @inline(__always)
  public func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    first.begin(&memory, at: clock)
    second.begin(&memory, at: clock)
  }

  // Left to the optimiser: inlining chains of five rules by force crashes Swift 6.3.1 (Mem2Reg, "too
  // many/large bit fields allocated in function").
  @inlinable
  public func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    first.applyPlain(to: &row, memory: &memory, at: clock)
    second.applyPlain(to: &row, memory: &memory, at: clock)
  }

  @inlinable
  public func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {
    first.apply(channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
    second.apply(channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
  }

  public func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {
    first.apply(
      channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryStride,
      clocks: clocks, clockOffset: clockOffset)
    second.apply(
      channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryStride,
      clocks: clocks, clockOffset: clockOffset)
  }
}

/// Writes rules one below the other.
@resultBuilder
public enum RuleBuilder {
  public static func buildExpression<R: Perturbation>(_ rule: R) -> RuleSlot<R> { RuleSlot(rule) }
  public static func buildExpression<S: RuleSequence>(_ rules: S) -> S { rules }
  public static func buildPartialBlock<S: RuleSequence>(first: S) -> S { first }
  public static func buildPartialBlock<A: RuleSequence, B: RuleSequence>(
    accumulated: A, next: B
  ) -> RulePair<A, B> { RulePair(accumulated, next) }
  public static func buildBlock() -> NoRules { NoRules() }
}
