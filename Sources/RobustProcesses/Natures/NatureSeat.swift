import DecisionProcesses
import RandomStreams

/// A seat for nature: somebody else chooses, before each step, which of some kernels is played.
///
/// The choice is nature's state: 0 the nominal rows, as at the start of an episode, k the k-th kernel. It
/// stays until another is written. `NatureView` lets an agent sit here.
public struct NatureSeat: Nature {
  public static var name: String { "seat" }
  public let kernels: [Kernel]

  /// - Parameter kernels: made by a `RobustModel` of the same process and set.
  public init(_ kernels: [Kernel]) { self.kernels = kernels }

  /// Throws where a kernel belongs to other rows or lies outside the set.
  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] {
    try model.check(kernels)
    return kernels
  }

  @inlinable
  public func begin(in first: Int, using stream: RandomStream) -> Int { 0 }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout Int, using stream: RandomStream
  ) -> NatureMove { state == 0 ? .nominal : .kernel(state &- 1) }

  public func accepts(_ state: Int) -> Bool { state >= 0 && state <= kernels.count }
}
