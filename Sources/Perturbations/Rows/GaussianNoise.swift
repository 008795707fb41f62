import DecisionProcesses
import RandomStreams

/// Adds independent normal noise to each component: x_i + sigma_i z_i.
public struct GaussianNoise: LightRule {
  public static var name: String { "gaussian-noise" }
  public let channel: Channel
  @usableFromInline var sigma: [Double]

  /// - Parameter sigma: standard deviation per component, or one for all; units of the row.
  public init(_ channel: Channel = .observation, sigma: [Double]) {
    self.channel = channel
    self.sigma = sigma
  }

  public init(_ channel: Channel = .observation, sigma: Double) { self.init(channel, sigma: [sigma]) }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    sigma = try broadcast(sigma, "sigma", to: shape.row)
    try requireNonNegative(sigma, "sigma")
  }

  @inlinable @inline(__always)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // One check up front lets the compiler drop those inside the loop.
    precondition(sigma.count == row.count)
    var stream = moment.stream
    var index = 0
    while index < row.count {
      let (first, second) = stream.normalPair()
      row[index] += sigma[index] * first
      if index + 1 < row.count { row[index + 1] += sigma[index + 1] * second }
      index += 2
    }
  }
}
