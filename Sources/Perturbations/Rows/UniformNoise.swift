import DecisionProcesses
import RandomStreams

/// Adds independent uniform noise to each component: x_i + low_i + (high_i - low_i) u_i, u_i in [0, 1).
public struct UniformNoise: Perturbation {
  public static var name: String { "uniform-noise" }
  public let channel: Channel
  @usableFromInline var low: [Double]
  @usableFromInline var high: [Double]

  /// - Parameters: bounds of the noise per component, or one for all; units of the row.
  public init(_ channel: Channel = .observation, low: [Double], high: [Double]) {
    self.channel = channel
    self.low = low
    self.high = high
  }

  public init(_ channel: Channel = .observation, low: Double, high: Double) {
    self.init(channel, low: [low], high: [high])
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    low = try broadcast(low, "low", to: shape.row)
    high = try broadcast(high, "high", to: shape.row)
    for (index, pair) in zip(low, high).enumerated() where pair.0 > pair.1 {
      throw PerturbationError(
        rule: Self.name, argument: "low",
        "low \(pair.0) exceeds high \(pair.1) in component \(index); exchange them")
    }
  }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // One check up front lets the compiler drop those inside the loop.
    precondition(low.count == row.count && high.count == row.count)
    var stream = moment.stream
    for index in row.indices { row[index] += stream.uniform(in: low[index], high[index]) }
  }
}
