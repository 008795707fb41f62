import DecisionProcesses
import RandomStreams

/// Lets each component, independently, read 0 for `duration` steps; a working component fails in a step
/// with `probability`.
///
/// A schedule that turns the rule off also repairs what has failed. Source: the dropped sensors of
/// Dulac-Arnold et al., "An empirical investigation of the challenges of real-world reinforcement
/// learning", arXiv:2003.11881.
public struct Dropout: Perturbation {
  public static var name: String { "dropout" }
  public let channel: Channel
  @usableFromInline let probability: Double
  @usableFromInline let duration: Int

  /// - Parameters:
  ///   - probability: chance per step and component that a failure starts, in [0, 1].
  ///   - duration: steps that a failure lasts, the step in which it starts included; at least 1.
  public init(_ channel: Channel = .observation, probability: Double, duration: Int = 1) {
    self.channel = channel
    self.probability = probability
    self.duration = duration
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try refuseParameters()
    try requireProbability(probability, "probability")
    try requirePositive(duration, "duration")
  }

  /// Steps still to fail, per component.
  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { rowWidth }

  @inlinable
  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    for index in memory.indices { memory[index] = 0 }
  }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    precondition(memory.count == row.count)
    var stream = moment.stream
    for index in row.indices {
      // Drawn whether or not it is needed, so that components do not shift one another's luck.
      let starts = stream.uniform() < probability
      if !moment.isActive {
        memory[index] = 0
      } else if memory[index] == 0 && starts {
        memory[index] = Double(duration)
      }
      if memory[index] > 0 {
        row[index] = 0
        memory[index] -= 1
      }
    }
  }
}
