import DecisionProcesses
import RandomStreams

/// Lets each component, independently, keep the value that it showed last for `duration` steps; a working
/// component sticks in a step with `probability`.
///
/// In the first step of an episode there is no last value, so the present one stays. A schedule that
/// turns the rule off also frees what is stuck. Source: the stuck sensors of Dulac-Arnold et al., "An
/// empirical investigation of the challenges of real-world reinforcement learning", arXiv:2003.11881.
public struct Stuck: Perturbation {
  public static var name: String { "stuck" }
  public let channel: Channel
  @usableFromInline let probability: Double
  @usableFromInline let duration: Int

  /// - Parameters:
  ///   - probability: chance per step and component that it sticks, in [0, 1].
  ///   - duration: steps that it stays stuck, the step in which it starts included; at least 1.
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

  /// Per component: steps still to be stuck, then the values shown last.
  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { 2 * rowWidth }

  @inlinable
  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    for index in memory.indices { memory[index] = 0 }
  }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    let width = row.count
    precondition(memory.count == 2 * width)
    var stream = moment.stream
    for index in 0..<width {
      // Drawn whether or not it is needed, so that components do not shift one another's luck.
      let starts = stream.uniform() < probability
      if moment.step == 0 { memory[width + index] = row[index] }
      if !moment.isActive {
        memory[index] = 0
      } else if memory[index] == 0 && starts {
        memory[index] = Double(duration)
      }
      if memory[index] > 0 {
        row[index] = memory[width + index]
        memory[index] -= 1
      } else {
        memory[width + index] = row[index]
      }
    }
  }
}
