import DecisionProcesses
import RandomStreams

/// Moves one parameter from episode to episode.
///
/// Every `period` episodes the parameter moves by m = |step + sigma z|, z standard normal; it starts at
/// its nominal value and replaces what earlier rules made of it. `up` and `down` move one way and are
/// reflected at the ends of the interval, `saw` is reflected and turns round, `random-walk` takes a fair
/// sign each time and is reflected, `cyclic-up` and `cyclic-down` start again from the opposite end.
/// Source of the kinds: Dulac-Arnold et al., arXiv:2003.11881, non-stationarity.
public struct Drift: Perturbation {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case randomWalk = "random-walk"
    case up, down
    case cyclicUp = "cyclic-up"
    case cyclicDown = "cyclic-down"
    case saw
  }

  public static var name: String { "drift" }
  public var channel: Channel { .parameters }
  private let parameter: String
  private let kind: Kind
  private let step: Double
  private let sigma: Double
  private let period: Int
  private var index = 0
  private var nominal = 0.0
  private var low = 0.0
  private var high = 0.0

  /// - Parameters:
  ///   - parameter: the parameter's name.
  ///   - step: size of a move, in the parameter's unit; not negative.
  ///   - sigma: standard deviation of the random part of a move, in the parameter's unit.
  ///   - period: episodes between moves; at least 1.
  public init(
    _ parameter: String, kind: Kind = .randomWalk, step: Double = 0, sigma: Double = 0, period: Int = 1
  ) {
    self.parameter = parameter
    self.kind = kind
    self.step = step
    self.sigma = sigma
    self.period = period
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireFinite(step, "step")
    try requireNonNegative([step], "step")
    try requireFinite(sigma, "sigma")
    try requireNonNegative([sigma], "sigma")
    try requirePositive(period, "period")
    index = try shape.parameterIndex(parameter, rule: Self.name, argument: "parameter")
    let description = shape.parameters[index]
    try description.requireInside(description.nominal, rule: Self.name, argument: "parameter")
    nominal = description.nominal
    low = description.interval.lowerBound
    high = description.interval.upperBound
  }

  /// The value, and the direction of `saw` (1 or -1; 0 before the first episode of a seed).
  public func memoryWidth(rowWidth: Int) -> Int { 2 }

  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    if memory[1] == 0 {
      memory[0] = nominal
      memory[1] = 1
      return
    }
    guard moment.episode % period == 0 && (step > 0 || sigma > 0) else { return }
    var stream = moment.episodeStream
    let size = abs(step + sigma * stream.normal())
    switch kind {
    case .randomWalk:
      memory[0] = reflect(memory[0] + (stream.uniform() < 0.5 ? size : -size)).value
    case .up: memory[0] = reflect(memory[0] + size).value
    case .down: memory[0] = reflect(memory[0] - size).value
    case .saw:
      let landed = reflect(memory[0] + memory[1] * size)
      memory[0] = landed.value
      if landed.turns { memory[1] = -memory[1] }
    case .cyclicUp: memory[0] = memory[0] + size > high ? low : memory[0] + size
    case .cyclicDown: memory[0] = memory[0] - size < low ? high : memory[0] - size
    }
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    row[index] = memory[0]
  }

  /// `value` folded into the interval, and whether it moves the other way afterwards.
  private func reflect(_ value: Double) -> (value: Double, turns: Bool) {
    guard value < low || value > high else { return (value, false) }
    let width = high - low
    guard width > 0 else { return (low, false) }
    var offset = (value - low).truncatingRemainder(dividingBy: 2 * width)
    if offset < 0 { offset += 2 * width }
    // On the way up the second half of the doubled interval is the way back, and conversely.
    let isOnSecondHalf = offset > width
    let folded = isOnSecondHalf ? 2 * width - offset : offset
    return (min(max(low + folded, low), high), isOnSecondHalf)
  }
}
