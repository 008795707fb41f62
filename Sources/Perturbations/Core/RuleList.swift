import DecisionProcesses

/// Rules collected at run time, as a recipe does.
///
/// Each rule sits in an immutable box that is called directly; an array of existentials would copy the
/// rule out at every call.
public struct RuleList: RuleSequence {
  @usableFromInline var boxes: [RuleBox]
  private let dropsUnfit: Bool
  public let channels: ChannelSet
  public let arePlain: Bool
  public let remember: Bool

  /// - Parameter dropsUnfit: whether rules that do not fit the world are left out instead of being
  ///   errors; for presets, whose rules are right but not made for every world.
  public init(_ rules: [any RuleSequence], dropsUnfit: Bool = false) {
    self.init(boxes: rules.map { boxed($0) }, dropsUnfit: dropsUnfit)
  }

  private init(boxes: [RuleBox], dropsUnfit: Bool) {
    self.boxes = boxes
    self.dropsUnfit = dropsUnfit
    channels = boxes.reduce(into: []) { $0.formUnion($1.channels) }
    arePlain = boxes.allSatisfy(\.arePlain)
    remember = boxes.contains(where: \.remember)
  }

  public var consultsObservation: Bool { boxes.contains { $0.consultsObservation } }
  public var triggers: [TriggerCell] { boxes.flatMap { $0.triggers } }
  public var seats: [Seat] { boxes.flatMap { $0.seats } }
  public var contents: [(name: String, channel: Channel)] { boxes.flatMap { $0.contents } }
  /// How many rules each of the sequences holds that the list was made from.
  package var counts: [Int] { boxes.map { $0.contents.count } }

  public func activity(at clock: Clock, _ memory: [Double]) -> [Bool] {
    boxes.flatMap { $0.activity(at: clock, memory) }
  }

  public mutating func prepare(_ layout: inout RuleLayout) throws(PerturbationError) {
    var prepared: [RuleBox] = []
    for (position, box) in boxes.enumerated() {
      var trial = layout
      do throws(PerturbationError) {
        prepared.append(try box.prepared(&trial))
        layout = trial
      } catch {
        if dropsUnfit { continue }
        var placed = error
        placed.position = position
        throw placed
      }
    }
    self = RuleList(boxes: prepared, dropsUnfit: dropsUnfit)
  }

  @inlinable
  public func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    for index in boxes.indices { boxes[index].begin(&memory, at: clock) }
  }

  @inlinable
  public func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    for index in boxes.indices { boxes[index].applyPlain(to: &row, memory: &memory, at: clock) }
  }

  @inlinable
  public func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {
    for index in boxes.indices where !boxes[index].channels.isDisjoint(with: channel) {
      boxes[index].apply(
        channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
    }
  }

  public func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {
    for box in boxes {
      box.apply(
        channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryStride,
        clocks: clocks, clockOffset: clockOffset)
    }
  }
}

private func boxed<Rules: RuleSequence>(_ rules: Rules) -> RuleBox { TypedRuleBox(rules) }

/// A sequence of unknown type behind virtual calls.
@usableFromInline
class RuleBox: @unchecked Sendable {
  // Unchecked because the class is open to one subclass below; neither changes after `init`.
  @usableFromInline let channels: ChannelSet
  let arePlain: Bool
  let remember: Bool

  init(channels: ChannelSet, arePlain: Bool, remember: Bool) {
    self.channels = channels
    self.arePlain = arePlain
    self.remember = remember
  }

  var consultsObservation: Bool { preconditionFailure("abstract") }
  var triggers: [TriggerCell] { preconditionFailure("abstract") }
  var seats: [Seat] { preconditionFailure("abstract") }
  var contents: [(name: String, channel: Channel)] { preconditionFailure("abstract") }

  func activity(at clock: Clock, _ memory: [Double]) -> [Bool] { preconditionFailure("abstract") }

  func prepared(_ layout: inout RuleLayout) throws(PerturbationError) -> RuleBox {
    preconditionFailure("abstract")
  }

  @usableFromInline
  func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) { preconditionFailure("abstract") }

  @usableFromInline
  func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) { preconditionFailure("abstract") }

  @usableFromInline
  func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) { preconditionFailure("abstract") }

  func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) { preconditionFailure("abstract") }
}

final class TypedRuleBox<Rules: RuleSequence>: RuleBox, @unchecked Sendable {
  private let rules: Rules

  init(_ rules: Rules) {
    self.rules = rules
    super.init(channels: rules.channels, arePlain: rules.arePlain, remember: rules.remember)
  }

  override var consultsObservation: Bool { rules.consultsObservation }
  override var triggers: [TriggerCell] { rules.triggers }
  override var seats: [Seat] { rules.seats }
  override var contents: [(name: String, channel: Channel)] { rules.contents }

  override func activity(at clock: Clock, _ memory: [Double]) -> [Bool] {
    rules.activity(at: clock, memory)
  }

  override func prepared(_ layout: inout RuleLayout) throws(PerturbationError) -> RuleBox {
    var copy = rules
    try copy.prepare(&layout)
    return TypedRuleBox(copy)
  }

  override func begin(_ memory: inout MutableSpan<Double>, at clock: Clock) {
    rules.begin(&memory, at: clock)
  }

  override func applyPlain(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at clock: Clock
  ) {
    rules.applyPlain(to: &row, memory: &memory, at: clock)
  }

  override func apply(
    _ channel: ChannelSet, to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>,
    at clock: Clock, observing observation: borrowing Span<Double>,
    recorder: inout RuleRecorder?
  ) {
    rules.apply(
      channel, to: &row, memory: &memory, at: clock, observing: observation, recorder: &recorder)
  }
  override func apply(
    _ channel: ChannelSet, toLanes rows: inout MutableSpan<Double>, rowStride: Int,
    memory: inout MutableSpan<Double>, memoryStride: Int, clocks: LaneClocks, clockOffset: Int32
  ) {
    rules.apply(
      channel, toLanes: &rows, rowStride: rowStride, memory: &memory, memoryStride: memoryStride,
      clocks: clocks, clockOffset: clockOffset)
  }
}
