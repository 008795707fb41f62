import DecisionProcesses
import RandomStreams

/// Plays one kernel of a list for a whole episode: the one that is worst from the episode's first state.
///
/// What a kernel is worth is told by its values, those of the agent's policy under `RobustModel.table(of:)`
/// say, or the optimal ones. A list of one kernel is that kernel; the worst stationary kernel of a
/// rectangular set is that of `DynamicWorstCase`.
public struct StaticWorstCase: Nature {
  public static var name: String { "static-worst-case" }
  public let kernels: [Kernel]
  /// Index of the worst kernel from each first state, the lowest among equals.
  public let worst: [Int]

  /// - Parameters:
  ///   - kernels: made by a `RobustModel` of the same process and set.
  ///   - values: of each kernel from each first state; shape [kernels][states].
  /// - Throws: `RobustProcessError` for an empty list, or values that are not one finite number for each
  ///   kernel and state.
  public init(among kernels: [Kernel], values: [[Double]]) throws(RobustProcessError) {
    guard let first = values.first, kernels.count == values.count else {
      throw RobustProcessError(
        "\(kernels.count) kernels with values for \(values.count)",
        remedy: "give at least one kernel, and values for each")
    }
    for (index, list) in values.enumerated() {
      guard list.count == first.count, list.allSatisfy(\.isFinite) else {
        throw RobustProcessError(
          "the values of kernel \(index) are not \(first.count) finite numbers",
          remedy: "give one finite number for each state")
      }
    }
    self.kernels = kernels
    worst = first.indices.map { state in
      var chosen = 0
      for index in values.indices where values[index][state] < values[chosen][state] { chosen = index }
      return chosen
    }
  }

  /// Throws where a kernel belongs to other rows or lies outside the set.
  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] {
    guard worst.count == model.rows.stateCount else {
      throw RobustProcessError(
        "values for \(worst.count) states, the process has \(model.rows.stateCount)",
        remedy: "give one for each state")
    }
    try model.check(kernels)
    return kernels
  }

  @inlinable
  public func begin(in first: Int, using stream: RandomStream) -> Int { worst[first] }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout Int, using stream: RandomStream
  ) -> NatureMove { .kernel(state) }

  public func accepts(_ state: Int) -> Bool { kernels.indices.contains(state) }
}
