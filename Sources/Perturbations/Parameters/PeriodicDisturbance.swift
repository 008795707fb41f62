import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// Adds a sine to one parameter: + A sin(2 pi t / T + phase), T in steps.
///
/// A phase that is not given is drawn uniformly from [0, 2 pi) once per episode and kept for all of it.
public struct PeriodicDisturbance: Perturbation {
  public static var name: String { "periodic-disturbance" }
  public var channel: Channel { .parameters }
  private let parameter: String
  private let amplitude: Double
  private let period: Double
  private let phase: Double?
  private var index = 0

  /// - Parameters:
  ///   - parameter: the parameter's name, usually a disturbance.
  ///   - amplitude: largest change, in the parameter's unit.
  ///   - period: steps per wave; positive.
  ///   - phase: angle at t = 0, rad; nil for a draw per episode.
  public init(_ parameter: String, amplitude: Double, period: Double, phase: Double? = nil) {
    self.parameter = parameter
    self.amplitude = amplitude
    self.period = period
    self.phase = phase
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    guard period > 0 && period.isFinite else {
      throw PerturbationError(
        rule: Self.name, argument: "period", "period is \(period); give a positive number of steps")
    }
    if let phase { try requireFinite(phase, "phase") }
    index = try fitDisturbance(
      parameter, changes: [amplitude, -amplitude], argument: "amplitude", from: 0, in: shape)
  }

  /// The phase.
  public func memoryWidth(rowWidth: Int) -> Int { 1 }

  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    var stream = moment.episodeStream
    memory[0] = phase ?? 2 * .pi * stream.uniform()
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    // The angle is reduced by whole waves first, so that late steps lose no accuracy.
    let wave = Double(moment.step).truncatingRemainder(dividingBy: period) / period
    row[index] += amplitude * Elementary.sin(2 * .pi * wave + memory[0])
  }
}
