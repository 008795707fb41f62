import DecisionProcesses
import RandomStreams

/// Another nature that may deviate so many times in an episode, or by so much in all; then it plays the
/// nominal rows.
///
/// A row that would overspend is not played at all; a smaller one later may still fit. What is left follows
/// from the record in the process's state. The nature itself does not know of the limit and spends as it
/// comes.
public struct Budgeted<Base: Nature>: Nature {
  public typealias State = Base.State

  public static var name: String { Base.name }
  public let base: Base
  public let limit: NatureBudget

  /// - Parameters:
  ///   - count: most deviations in one episode.
  ///   - perEpisode: largest sum of the rows' distances in one episode, in the set's own measure.
  /// - Precondition: neither limit is negative or NaN.
  public init(_ base: Base, count: Int = .max, perEpisode: Double = .infinity) {
    self.base = base
    limit = NatureBudget(count: count, perEpisode: perEpisode)
  }

  /// The tighter of the two limits, where the base has one of its own.
  @inlinable public var budget: NatureBudget {
    let own = base.budget
    return NatureBudget(
      unchecked: min(limit.count, own.count), min(limit.perEpisode, own.perEpisode))
  }

  @inlinable public var drawsRows: Bool { base.drawsRows }

  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] { try base.kernels(for: model) }

  @inlinable
  public func begin(in first: Int, using stream: RandomStream) -> State {
    base.begin(in: first, using: stream)
  }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout State, using stream: RandomStream
  ) -> NatureMove {
    base.move(inRow: row, block: block, &state, using: stream)
  }

  public func accepts(_ state: State) -> Bool { base.accepts(state) }
}
