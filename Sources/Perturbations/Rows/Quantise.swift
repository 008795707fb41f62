import DecisionProcesses

/// Rounds each component to a grid: q_i round(x_i / q_i), ties to even; q_i = 0 leaves it alone.
public struct Quantise: LightRule {
  public static var name: String { "quantise" }
  public let channel: Channel
  @usableFromInline var step: [Double]

  /// - Parameter step: grid width per component, or one for all; units of the row.
  public init(_ channel: Channel = .observation, step: [Double]) {
    self.channel = channel
    self.step = step
  }

  public init(_ channel: Channel = .observation, step: Double) { self.init(channel, step: [step]) }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    step = try broadcast(step, "step", to: shape.row)
    try requireNonNegative(step, "step")
  }

  @inlinable @inline(__always)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // One check up front lets the compiler drop those inside the loop.
    precondition(step.count == row.count)
    for index in row.indices {
      let width = step[index]
      let rounded = (row[index] / width).rounded(.toNearestOrEven) * width
      row[index] = width > 0 ? rounded : row[index]
    }
  }
}
