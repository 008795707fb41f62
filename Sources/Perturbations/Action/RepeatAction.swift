import DecisionProcesses

/// Holds each decision for `steps` steps: the action of t - (t mod steps) is executed at t.
///
/// One step is the identity. While a schedule turns the rule off every action passes, and the last of
/// them is held until the next decision.
public struct RepeatAction: Perturbation {
  public static var name: String { "repeat-action" }
  public var channel: Channel { .action }
  @usableFromInline let steps: Int

  /// - Parameter steps: how long a decision is held; at least 1.
  public init(steps: Int) { self.steps = steps }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requirePositive(steps, "steps")
  }

  /// The action that is held.
  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { rowWidth }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    precondition(memory.count == row.count)
    let holds = moment.step % steps != 0 && moment.isActive
    for index in row.indices {
      if holds { row[index] = memory[index] } else { memory[index] = row[index] }
    }
  }
}
