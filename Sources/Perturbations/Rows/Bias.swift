import DecisionProcesses

/// Adds a constant offset: x_i + b_i.
public struct Bias: LightRule {
  public static var name: String { "bias" }
  public let channel: Channel
  @usableFromInline var value: [Double]

  /// - Parameter value: offset per component, or one for all; units of the row.
  public init(_ channel: Channel = .observation, value: [Double]) {
    self.channel = channel
    self.value = value
  }

  public init(_ channel: Channel = .observation, value: Double) { self.init(channel, value: [value]) }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    value = try broadcast(value, "value", to: shape.row)
  }

  @inlinable @inline(__always)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // One check up front lets the compiler drop those inside the loop.
    precondition(value.count == row.count)
    for index in row.indices { row[index] += value[index] }
  }
}
