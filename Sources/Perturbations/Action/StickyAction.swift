import DecisionProcesses
import RandomStreams

/// Executes the previously executed action again, with `probability`, instead of the one given.
///
/// The first action of an episode always passes. Source: Machado et al., "Revisiting the Arcade Learning
/// Environment", JAIR 61, 2018, doi:10.1613/jair.5699, section 5.2.
public struct StickyAction: Perturbation {
  public static var name: String { "sticky-action" }
  public var channel: Channel { .action }
  @usableFromInline let probability: Double

  /// - Parameter probability: chance per step to repeat, in [0, 1].
  public init(probability: Double) { self.probability = probability }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireProbability(probability, "probability")
  }

  /// The action executed last.
  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { rowWidth }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    precondition(memory.count == row.count)
    var stream = moment.stream
    let repeats = stream.uniform() < probability && moment.step > 0 && moment.isActive
    for index in row.indices {
      if repeats { row[index] = memory[index] } else { memory[index] = row[index] }
    }
  }
}
