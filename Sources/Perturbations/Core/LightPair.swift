import DecisionProcesses

/// A rule without memory whose body is a short loop over the row; chains of light rules are inlined into
/// the step as a whole.
public protocol LightRule: Perturbation {}

/// A `RulePair` of light rules, inlined by force.
///
/// `RuleBuilder` makes it where all rules so far are light. Any pair would be as fast, but forcing heavy
/// ones crashes Swift 6.3.1 (Mem2Reg, "too many/large bit fields allocated in function").
public struct LightPair<First: RuleSequence, Second: RuleSequence>: RuleSequence {
  @usableFromInline var pair: RulePair<First, Second>

  public init(_ first: First, _ second: Second) { pair = RulePair(first, second) }

  @inlinable @inline(__always)
  public func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    pair.first.applyPlain(to: &row, memory: &memory, at: clock)
    pair.second.applyPlain(to: &row, memory: &memory, at: clock)
  }

  @inlinable @inline(__always) public var channels: ChannelSet { pair.channels }
  @inlinable @inline(__always) public var arePlain: Bool { pair.arePlain }
  @inlinable @inline(__always) public var remember: Bool { pair.remember }
  public var consultsObservation: Bool { pair.consultsObservation }
  public var triggers: [TriggerCell] { pair.triggers }
  public var seats: [Seat] { pair.seats }
  public var contents: [(name: String, channel: Channel)] { pair.contents }

  public func activity(at clock: Clock, _ memory: [Double]) -> [Bool] { pair.activity(at: clock, memory) }

  public mutating func prepare(_ layout: inout RuleLayout) throws(PerturbationError) {
    try pair.prepare(&layout)
  }

  @inlinable
  public func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    pair.begin(&memory, at: clock)
  }

  @inlinable
  public func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {
    pair.apply(channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
  }

  public func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {
    pair.apply(
      channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryStride,
      clocks: clocks, clockOffset: clockOffset)
  }
}

extension RuleBuilder {
  public static func buildPartialBlock<A: LightRule, B: LightRule>(
    accumulated: RuleSlot<A>, next: RuleSlot<B>
  ) -> LightPair<RuleSlot<A>, RuleSlot<B>> { LightPair(accumulated, next) }

  public static func buildPartialBlock<A: RuleSequence, B: RuleSequence, C: LightRule>(
    accumulated: LightPair<A, B>, next: RuleSlot<C>
  ) -> LightPair<LightPair<A, B>, RuleSlot<C>> { LightPair(accumulated, next) }
}
