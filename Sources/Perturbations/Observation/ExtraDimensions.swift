import DecisionProcesses
import RandomStreams

/// Appends `count` components of independent standard normal noise to the observation.
///
/// Only environments whose rows are as wide as they need to be (those made from recipes) can show them.
/// Source: the high-dimensional challenge of Dulac-Arnold et al., arXiv:2003.11881.
public struct ExtraDimensions: Perturbation {
  public static var name: String { "extra-dimensions" }
  public var channel: Channel { .observation }
  @usableFromInline let count: Int

  /// - Parameter count: components to append; not negative.
  public init(count: Int) { self.count = count }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    guard count >= 0 else {
      throw PerturbationError(
        rule: Self.name, argument: "count", "count is \(count); give a whole number from 0 on")
    }
    guard count == 0 || shape.row.elementType != .int64 else {
      throw PerturbationError(
        rule: Self.name,
        "the observation is a whole number and cannot be joined by real ones; remove the rule")
    }
  }

  public var appendedComponents: [ComponentDescription] {
    (0..<max(0, count)).map { ComponentDescription("noise\($0)") }
  }

  @inlinable
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    precondition(row.count >= count)
    var stream = moment.stream
    var index = row.count - count
    while index < row.count {
      let (first, second) = stream.normalPair()
      row[index] = first
      if index + 1 < row.count { row[index + 1] = second }
      index += 2
    }
  }
}
