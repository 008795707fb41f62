import DecisionProcesses
import Perturbations

/// A batch's prepared rules behind virtual calls, so that shards are the same type for all rules.
class ShardRules {
  let channels: ChannelSet
  let consultsObservation: Bool
  let triggers: [TriggerCell]
  let seats: [Seat]
  /// Numbers that the rules remember per lane.
  let memoryWidth: Int

  init(_ rules: some RuleSequence, memoryWidth: Int) {
    channels = rules.channels
    consultsObservation = rules.consultsObservation
    triggers = rules.triggers
    seats = rules.seats
    self.memoryWidth = memoryWidth
  }

  /// Starts an episode.
  func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) { preconditionFailure("abstract") }

  /// Applies the rules of `channel` to one row.
  func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>
  ) { preconditionFailure("abstract") }

  /// Applies the rules of `channel` to the rows of all lanes, `rowStride` apart.
  func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, clocks: LaneClocks, clockOffset: Int32
  ) { preconditionFailure("abstract") }
}

final class TypedShardRules<Rules: RuleSequence>: ShardRules {
  private let rules: Rules

  init(_ rules: Rules, memoryWidth: Int) {
    self.rules = rules
    super.init(rules, memoryWidth: memoryWidth)
  }

  override func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    rules.begin(&memory, at: clock)
  }

  override func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>
  ) {
    var recorder: RuleRecorder?
    rules.apply(
      channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
  }

  override func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, clocks: LaneClocks, clockOffset: Int32
  ) {
    rules.apply(
      channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryWidth,
      clocks: clocks, clockOffset: clockOffset)
  }
}
