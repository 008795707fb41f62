import DecisionProcesses

/// Adds a constant to one parameter from a time on: + magnitude for t >= start.
public struct StepDisturbance: Perturbation {
  public static var name: String { "step-disturbance" }
  public var channel: Channel { .parameters }
  private let parameter: String
  private let magnitude: Double
  private let start: Int
  private var index = 0

  /// - Parameters:
  ///   - parameter: the parameter's name, usually a disturbance.
  ///   - magnitude: the change, in the parameter's unit.
  ///   - start: t of the first change; from 0 on.
  public init(_ parameter: String, magnitude: Double, at start: Int) {
    self.parameter = parameter
    self.magnitude = magnitude
    self.start = start
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    index = try fitDisturbance(parameter, changes: [magnitude], argument: "magnitude", from: start, in: shape)
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    if moment.step >= start { row[index] += magnitude }
  }
}
