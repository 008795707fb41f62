import DecisionProcesses

/// Adds m d^(t - a) to one parameter for a <= t < a + duration, with magnitude m and decay d.
public struct Impulse: Perturbation {
  public static var name: String { "impulse" }
  public var channel: Channel { .parameters }
  private let parameter: String
  private let magnitude: Double
  private let start: Int
  private let duration: Int
  private let decay: Double
  private var index = 0

  /// - Parameters:
  ///   - parameter: the parameter's name, usually a disturbance.
  ///   - magnitude: first and largest change, in the parameter's unit.
  ///   - start: t of the first change; from 0 on.
  ///   - duration: steps that it lasts; at least 1.
  ///   - decay: ratio of one step's change to that before, in [0, 1]; 1 is a rectangle.
  public init(
    _ parameter: String, magnitude: Double, at start: Int, duration: Int = 1, decay: Double = 1
  ) {
    self.parameter = parameter
    self.magnitude = magnitude
    self.start = start
    self.duration = duration
    self.decay = decay
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requirePositive(duration, "duration")
    try requireProbability(decay, "decay")
    index = try fitDisturbance(parameter, changes: [magnitude], argument: "magnitude", from: start, in: shape)
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    let elapsed = moment.step - start
    guard elapsed >= 0 && elapsed < duration else { return }
    row[index] += magnitude * power(decay, elapsed)
  }
}

/// base^exponent by repeated squaring, O(log exponent).
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (square, rest, result) = (base, exponent, 1.0)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}

extension Perturbation {
  /// Checks a disturbance that adds `changes` to the nominal value, and finds its parameter.
  func fitDisturbance(
    _ parameter: String, changes: [Double], argument: String, from start: Int, in shape: RuleShape
  ) throws(PerturbationError) -> Int {
    guard start >= 0 else {
      throw PerturbationError(
        rule: Self.name, argument: "at", "at is \(start); give a whole number from 0 on")
    }
    let index = try shape.parameterIndex(parameter, rule: Self.name, argument: "parameter")
    let description = shape.parameters[index]
    for change in changes {
      try requireFinite(change, argument)
      try description.requireInside(description.nominal + change, rule: Self.name, argument: argument)
    }
    return index
  }
}
