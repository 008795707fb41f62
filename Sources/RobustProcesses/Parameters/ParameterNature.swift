import DecisionProcesses
import RandomStreams
import UncertaintySets

/// The other player of a process with uncertain parameters: which row of a set holds, in every step.
///
/// As `Nature`: a constant value with a state in the process's state, and luck from substreams of its own.
public protocol ParameterNature: Sendable {
  /// What nature remembers within an episode; the present row follows from it.
  associatedtype State: Sendable, Equatable, ByteSerializable

  /// The nature's name in recipes.
  static var name: String { get }

  /// Whether the row changes by chance within an episode.
  var isRandomInEpisode: Bool { get }

  /// Checks the nature's own lists.
  func check<Parameters: ParameterSet>(against set: Parameters) throws(RobustProcessError)

  /// Nature's state at the start of an episode; draws from `stream.substream(.nature)`.
  func begin(using stream: RandomStream) -> State

  /// Moves nature to the next step, before the process is moved; the first step included. Draws from
  /// `stream.substream(.nature)`.
  func proceed(_ state: inout State, using stream: RandomStream)

  /// Writes the row that holds into `row`, which holds the nominal one. Allocates nothing.
  func write<Parameters: ParameterSet>(
    _ state: State, from set: Parameters, into row: inout MutableSpan<Double>)

  /// Whether `state` is one that this nature may be in; snapshots that hold another are refused.
  func accepts(_ state: State) -> Bool
}

extension ParameterNature {
  @inlinable public var isRandomInEpisode: Bool { false }
  public func accepts(_ state: State) -> Bool { true }

  @inlinable @inline(__always)
  public func proceed(_ state: inout State, using stream: RandomStream) {}
}

extension ParameterNature where State == NoMemory {
  @inlinable @inline(__always)
  public func begin(using stream: RandomStream) -> NoMemory { NoMemory() }
}

/// Leaves the parameters as they are.
public struct NominalParameters: ParameterNature {
  public static var name: String { "nominal" }

  public init() {}

  public func check<Parameters: ParameterSet>(against set: Parameters) throws(RobustProcessError) {}

  @inlinable @inline(__always)
  public func write<Parameters: ParameterSet>(
    _ state: NoMemory, from set: Parameters, into row: inout MutableSpan<Double>
  ) {}
}

/// Draws parameters uniformly from the set, once per episode or before every step.
public struct RandomParameters: ParameterNature {
  public static var name: String { "random" }
  public let duration: RandomNature.Duration

  public init(_ duration: RandomNature.Duration) { self.duration = duration }

  @inlinable public var isRandomInEpisode: Bool { duration == .step }

  public func check<Parameters: ParameterSet>(against set: Parameters) throws(RobustProcessError) {}

  @inlinable
  public func begin(using stream: RandomStream) -> EpisodeKey {
    var own = stream.substream(.nature)
    return EpisodeKey(using: &own)
  }

  @inlinable
  public func proceed(_ state: inout EpisodeKey, using stream: RandomStream) {
    guard duration == .step else { return }
    var own = stream.substream(.nature)
    state = EpisodeKey(using: &own)
  }

  @inlinable
  public func write<Parameters: ParameterSet>(
    _ state: EpisodeKey, from set: Parameters, into row: inout MutableSpan<Double>
  ) {
    var own = state.stream(0)
    set.sample(into: &row, using: &own)
  }
}

/// One row in every step of every episode: the worst of a list, say.
public struct FixedParameters: ParameterNature {
  public static var name: String { "fixed" }
  public let row: [Double]

  public init(_ row: [Double]) { self.row = row }

  /// The row of least worth among `rows`, the first among equals: the static worst case of a list.
  ///
  /// - Parameter worths: of each row, for instance the value of an agent's policy under it.
  /// - Throws: `RobustProcessError` for an empty list, another number of worths, or a worth that is NaN.
  public init(worstOf rows: [[Double]], worths: [Double]) throws(RobustProcessError) {
    guard !rows.isEmpty, rows.count == worths.count else {
      throw RobustProcessError(
        "\(rows.count) rows of parameters with \(worths.count) worths",
        remedy: "give at least one row, and a worth for each")
    }
    var chosen = 0
    for (index, worth) in worths.enumerated() {
      guard !worth.isNaN else {
        throw RobustProcessError("the worth of row \(index) is NaN", remedy: "give a number")
      }
      if worth < worths[chosen] { chosen = index }
    }
    row = rows[chosen]
  }

  /// Throws where the row lies outside the set.
  public func check<Parameters: ParameterSet>(against set: Parameters) throws(RobustProcessError) {
    try RobustProcesses.check([row], against: set)
  }

  @inlinable
  public func write<Parameters: ParameterSet>(
    _ state: NoMemory, from set: Parameters, into row: inout MutableSpan<Double>
  ) {
    for index in self.row.indices { row[index] = self.row[index] }
  }
}

/// Rows that take turns: each holds for `period` steps, then the next; behind the last comes the first, or
/// the last stays.
public struct ScheduledParameters: ParameterNature {
  public static var name: String { "schedule" }
  public let rows: [[Double]]
  /// Steps that a row holds.
  public let period: Int
  /// Whether the first row follows the last one.
  public let repeats: Bool

  /// - Throws: `RobustProcessError` for an empty list or a period below one step.
  public init(_ rows: [[Double]], period: Int, repeats: Bool = true) throws(RobustProcessError) {
    guard !rows.isEmpty else {
      throw RobustProcessError("a schedule without rows", remedy: "give at least one")
    }
    guard period >= 1 else {
      throw RobustProcessError("a schedule's period of \(period) steps", remedy: "give at least 1")
    }
    self.rows = rows
    self.period = period
    self.repeats = repeats
  }

  /// Throws where a row lies outside the set.
  public func check<Parameters: ParameterSet>(against set: Parameters) throws(RobustProcessError) {
    try RobustProcesses.check(rows, against: set)
  }

  /// Steps begun in this episode.
  @inlinable
  public func begin(using stream: RandomStream) -> Int { 0 }

  @inlinable @inline(__always)
  public func proceed(_ state: inout Int, using stream: RandomStream) { state &+= 1 }

  @inlinable
  public func write<Parameters: ParameterSet>(
    _ state: Int, from set: Parameters, into row: inout MutableSpan<Double>
  ) {
    let turn = max(state &- 1, 0) / period
    let index = repeats ? turn % rows.count : min(turn, rows.count - 1)
    for place in rows[index].indices { row[place] = rows[index][place] }
  }

  public func accepts(_ state: Int) -> Bool { state >= 0 }
}

/// Throws where a row lies outside the set.
func check<Parameters: ParameterSet>(
  _ rows: [[Double]], against set: Parameters
) throws(RobustProcessError) {
  for row in rows {
    guard row.count == set.width else {
      throw RobustProcessError(
        "nature's row of \(row.count) parameters for a set of \(set.width)",
        remedy: "give one number for each parameter")
    }
    guard set.contains(row.span, tolerance: 0) else {
      throw RobustProcessError(
        "nature's parameters \(row) lie outside the set", remedy: "give a row of the set")
    }
  }
}
