import DecisionProcesses

/// Limits each component: min(max(x_i, low_i), high_i).
public struct Clip: LightRule {
  public static var name: String { "clip" }
  public let channel: Channel
  @usableFromInline var low: [Double]
  @usableFromInline var high: [Double]

  /// - Parameters: bounds per component, or one for all; empty means the declared space's.
  public init(_ channel: Channel = .observation, low: [Double] = [], high: [Double] = []) {
    self.channel = channel
    self.low = low
    self.high = high
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    low = low.isEmpty ? shape.row.components.map(\.lower) : try broadcast(low, "low", to: shape.row)
    high = high.isEmpty ? shape.row.components.map(\.upper) : try broadcast(high, "high", to: shape.row)
    for (index, pair) in zip(low, high).enumerated() where pair.0 > pair.1 {
      throw PerturbationError(
        rule: Self.name, argument: "low",
        "low \(pair.0) exceeds high \(pair.1) in component \(index); exchange them")
    }
  }

  @inlinable @inline(__always)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // One check up front lets the compiler drop those inside the loop.
    precondition(low.count == row.count && high.count == row.count)
    for index in row.indices { row[index] = min(max(row[index], low[index]), high[index]) }
  }
}
