import DecisionProcesses
import RandomStreams

/// A rule that changes one row of a step: the action, the observation, the reward, the costs or the
/// parameters.
///
/// A rule is a constant value and works on plain rows, so one rule serves every world. What it must
/// remember (a delayed row, a frozen sensor) lives in a memory row that the environment owns: a copy of
/// the environment copies it, a snapshot writes it, a batch keeps one per lane. Schedules, masks,
/// clipping, budgets and records are added by `RuleSlot` and need no code here.
public protocol Perturbation: Sendable {
  /// The rule's name in recipes.
  static var name: String { get }

  var channel: Channel { get }

  /// Checks the rule against the row that it will change, and completes it (broadcast lists, bounds).
  ///
  /// - Throws: `PerturbationError` when the rule cannot act on such a row.
  mutating func prepare(for shape: RuleShape) throws(PerturbationError)

  /// Numbers to remember between steps for a row of `rowWidth` components.
  func memoryWidth(rowWidth: Int) -> Int

  /// Components appended to the row; only an observation rule may append.
  var appendedComponents: [ComponentDescription] { get }

  /// Components of nature's action, when the rule is a seat for it: the environment writes them into the
  /// first cells of the memory and a 1 into the cell behind them.
  var seatComponents: [ComponentDescription] { get }

  /// Sets the memory at the start of an episode.
  ///
  /// At the first episode of a seed the memory is zero; later it holds what the last episode left.
  func begin(_ memory: inout MutableSpan<Double>, at moment: Moment)

  /// Changes `row` in place.
  func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment)

  /// Changes an action row, given what the environment truly shows; rules that consult a policy.
  func apply(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment,
    observing observation: borrowing Span<Double>)

  /// Whether the rule needs the observation to act.
  var consultsObservation: Bool { get }

  /// Applies the rule to the rows of many lanes; the default loops over `apply`.
  func apply(
    toLanes rows: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, layout: LaneLayout,
    clocks: LaneClocks, purpose: StreamPurpose)
}

/// Where the rows and memories of one rule lie in a block of lanes.
public struct LaneLayout: Sendable {
  /// Distance between rows, and how much of each the rule sees.
  public var rowStride: Int
  public var rowWidth: Int
  /// Distance between the lanes' memories, and the rule's part of each.
  public var memoryStride: Int
  public var memory: Range<Int>
  /// Steps between the lanes' clocks and the moment of the rule: -1 for rewards and costs.
  public var clockOffset: Int32
}

extension Perturbation {
  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {}
  @inlinable @inline(__always) public func memoryWidth(rowWidth: Int) -> Int { 0 }
  public var appendedComponents: [ComponentDescription] { [] }
  public var seatComponents: [ComponentDescription] { [] }
  @inlinable @inline(__always)
  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {}
  @inlinable @inline(__always) public var consultsObservation: Bool { false }

  @inlinable @inline(__always)
  public func apply(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment,
    observing observation: borrowing Span<Double>
  ) {
    apply(to: &row, memory: &memory, at: moment)
  }

  @inlinable
  public func apply(
    toLanes rows: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, layout: LaneLayout,
    clocks: LaneClocks, purpose: StreamPurpose
  ) {
    for lane in 0..<clocks.count {
      let start = lane * layout.rowStride
      // `_mutatingExtracting` is the standard library's only way to narrow a MutableSpan in place.
      var row = rows._mutatingExtracting(start..<start + layout.rowWidth)
      let moment = Moment(clock: clocks.clock(lane, offset: layout.clockOffset), purpose: purpose)
      let base = lane * layout.memoryStride
      var own = memory._mutatingExtracting(
        base + layout.memory.lowerBound..<base + layout.memory.upperBound)
      apply(to: &row, memory: &own, at: moment)
    }
  }
}

/// Why a rule does not fit its environment. The message says "fault; remedy".
public struct PerturbationError: Error, Equatable, CustomStringConvertible {
  public let rule: String
  public let message: String
  /// The argument at fault, where one is.
  public let argument: String?
  /// Index of the rule in the `RuleList` that was being fitted, where it was one.
  public var position: Int?

  public init(rule: String, argument: String? = nil, _ message: String) {
    self.rule = rule
    self.argument = argument
    self.message = message
  }

  public var description: String { "\(rule): \(message)" }
}

/// What a rule is told about the row that it will change, and about the world around it.
public struct RuleShape: Sendable {
  /// The row that the rule changes, as earlier rules left it.
  public var row: RowDescription
  /// The action row; for rules that hold or replace actions.
  public var action: RowDescription
  /// The zero action.
  public var zeroAction: [Double]
  /// The process's parameters with its present values as nominal ones; empty where it has none.
  public var parameters: [ParameterDescription]
  /// Named boxes over the parameters.
  public var boxes: [ParameterBox]
  /// Names of the scalars that a trigger may watch.
  public var diagnostics: [String]
}
