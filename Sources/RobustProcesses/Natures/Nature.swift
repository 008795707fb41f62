import DecisionProcesses
import RandomStreams

/// The other player of a robust process: what it plays inside the set, in every step.
///
/// A nature is a constant value. Kernels that it may play are computed once, in `prepare`; what it must
/// remember within an episode is its state, which the process's state holds, so that copies, snapshots and
/// batches need nothing else. Its luck comes from substreams of the streams that it is given: they are
/// values, so that nature's draws shift nobody else's.
public protocol Nature: Sendable {
  /// What nature remembers within an episode.
  associatedtype State: Sendable, Equatable, ByteSerializable

  /// The nature's name in recipes.
  static var name: String { get }

  /// What it may spend in an episode; a row beyond that is not played, the nominal one is.
  var budget: NatureBudget { get }

  /// Whether it draws rows while the process is stepped.
  var drawsRows: Bool { get }

  /// The kernels that `NatureMove.kernel` counts, computed for `model`; checks the nature's own lists.
  func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel]

  /// Nature's state in an episode that begins in the process's state `first`; draws from
  /// `stream.substream(.nature)`.
  func begin(in first: Int, using stream: RandomStream) -> State

  /// What nature plays in the row with the index `row`; draws from `stream.substream(.nature)`.
  ///
  /// `block` tells apart what the set lets nature choose on its own: a row, or a state whose actions are
  /// coupled. Allocates nothing.
  func move(inRow row: Int, block: Int, _ state: inout State, using stream: RandomStream) -> NatureMove

  /// Whether `state` is one that this nature may be in; snapshots that hold another are refused.
  func accepts(_ state: State) -> Bool
}

extension Nature {
  @inlinable @inline(__always) public var budget: NatureBudget { .unlimited }
  @inlinable @inline(__always) public var drawsRows: Bool { false }
  public func accepts(_ state: State) -> Bool { true }
}

extension Nature where State == NoMemory {
  @inlinable @inline(__always)
  public func begin(in first: Int, using stream: RandomStream) -> NoMemory { NoMemory() }
}

/// What nature plays in one step.
public enum NatureMove: Sendable {
  /// The nominal row.
  case nominal
  /// The row of one of its kernels, by index.
  case kernel(Int)
  /// A random row of the set, drawn from this stream.
  case drawn(RandomStream)
}

/// The state of a nature that remembers nothing.
public struct NoMemory: Sendable, Equatable, ByteSerializable {
  @inlinable public init() {}
  public func encode(into writer: inout ByteWriter) {}
  public init(from reader: inout ByteReader) throws(SnapshotError) {}
}

/// What nature may do in an episode. A deviation is a step in which another row than the nominal one is
/// played; its size is the row's distance from the nominal one, in the set's own measure.
public struct NatureBudget: Sendable, Hashable {
  /// Most deviations in one episode.
  public var count: Int
  /// Largest sum of distances in one episode.
  public var perEpisode: Double

  @inlinable public static var unlimited: NatureBudget { NatureBudget(unchecked: .max, .infinity) }

  /// - Precondition: neither limit is negative or NaN.
  public init(count: Int = .max, perEpisode: Double = .infinity) {
    precondition(count >= 0 && perEpisode >= 0, "a budget cannot be negative")
    self.init(unchecked: count, perEpisode)
  }

  @inlinable
  init(unchecked count: Int, _ perEpisode: Double) {
    self.count = count
    self.perEpisode = perEpisode
  }
}

/// What nature has done in the present episode.
public struct NatureRecord: Sendable, Equatable, ByteSerializable {
  /// Steps in which it played another row than the nominal one.
  public private(set) var deviations = 0
  /// Sum of the distances of the rows that it played.
  public private(set) var spent = 0.0
  /// Distance of the row that it played last.
  public private(set) var lastDistance = 0.0

  @inlinable public init() {}

  /// Notes a step under the nominal row.
  @usableFromInline
  mutating func rest() { lastDistance = 0 }

  /// Notes a deviation, if `budget` has room for it; otherwise a step under the nominal row.
  @usableFromInline
  mutating func deviate(by distance: Double, within budget: NatureBudget) -> Bool {
    guard deviations < budget.count, spent + distance <= budget.perEpisode else {
      rest()
      return false
    }
    deviations += 1
    spent += distance
    lastDistance = distance
    return true
  }

  public func encode(into writer: inout ByteWriter) {
    deviations.encode(into: &writer)
    writer.write(spent)
    writer.write(lastDistance)
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    deviations = try Int(from: &reader)
    spent = try reader.readDouble()
    lastDistance = try reader.readDouble()
  }

  var isValid: Bool { deviations >= 0 && spent >= 0 && lastDistance >= 0 }
}
