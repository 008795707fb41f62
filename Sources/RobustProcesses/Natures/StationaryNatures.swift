import DecisionProcesses
import RandomStreams

/// Plays the nominal rows: the process as it stands.
public struct NominalNature: Nature {
  public static var name: String { "nominal" }

  public init() {}

  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] { [] }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout NoMemory, using stream: RandomStream
  ) -> NatureMove { .nominal }
}

/// Plays one kernel in every step of every episode.
public struct FixedKernel: Nature {
  public static var name: String { "fixed" }
  public let kernel: Kernel

  /// - Parameter kernel: made by a `RobustModel` of the same process and set.
  public init(_ kernel: Kernel) { self.kernel = kernel }

  /// Throws where the kernel belongs to other rows or lies outside the set.
  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] {
    try model.check([kernel])
    return [kernel]
  }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout NoMemory, using stream: RandomStream
  ) -> NatureMove { .kernel(0) }
}

/// In every step plays the row that is worst for a player who gets given values from the next state on.
///
/// With the values of a robust solution at the same set and discount, an agent that plays the robust policy
/// gets the robust value, and no other agent gets more. Where actions are coupled, nature's rows are those
/// against `policy`, or against the best policy.
public struct DynamicWorstCase: Nature {
  public static var name: String { "worst-case" }
  /// Shape [states].
  public let values: [Double]
  public let discount: Double
  /// Shape [states, actions]; nil for the best policy.
  public let policy: [Double]?

  public init(against values: [Double], discount: Double, under policy: [Double]? = nil) {
    self.values = values
    self.discount = discount
    self.policy = policy
  }

  /// Throws as `RobustModel.worstKernel`.
  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] {
    [try model.worstKernel(against: values, discount: discount, under: policy)]
  }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout NoMemory, using stream: RandomStream
  ) -> NatureMove { .kernel(0) }
}

/// In every step plays the row of least expected immediate reward, without a thought for what comes after.
///
/// Where a row's rewards do not depend on the successor it has nothing to gain and plays the nominal row.
public struct GreedyNature: Nature {
  public static var name: String { "greedy" }

  public init() {}

  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] {
    let nothing = [Double](repeating: 0, count: model.rows.stateCount)
    return [try model.worstKernel(against: nothing, discount: 0)]
  }

  @inlinable @inline(__always)
  public func move(
    inRow row: Int, block: Int, _ state: inout NoMemory, using stream: RandomStream
  ) -> NatureMove { .kernel(0) }
}

extension RobustModel {
  /// Throws where a kernel belongs to other rows or lies outside the set.
  func check(_ kernels: [Kernel]) throws(RobustProcessError) {
    for (index, kernel) in kernels.enumerated() {
      guard kernel.fits(rows) else {
        throw RobustProcessError(
          "kernel \(index) has \(kernel.rowCount) rows of other outcomes than this process",
          remedy: "make it by a RobustModel of the same process and set")
      }
      guard contains(kernel) else {
        throw RobustProcessError(
          "kernel \(index) lies outside the set", remedy: "give kernels of the set, or make the set larger")
      }
    }
  }
}
