import DecisionProcesses
import RandomStreams

/// Draws parameters inside a box: once per seed, once per episode, or before every step.
///
/// A drawn value replaces what earlier rules made of the parameter. With radius 0 the box is the nominal
/// point and the rule changes nothing.
public struct Uncertain: Perturbation {
  /// How often the parameters are drawn.
  public enum Nature: String, Sendable, Hashable, CaseIterable {
    /// Once per seed (and lane): a world that is unknown but stays.
    case fixed
    case perEpisode = "per-episode"
    case perStep = "per-step"
  }

  /// How the parameters are drawn, independently of one another.
  public enum Distribution: String, Sendable, Hashable, CaseIterable {
    case uniform
    /// Normal around the nominal value (or the box's nearest) with a quarter of the box's width as standard
    /// deviation, truncated to the box.
    case normalTruncated = "normal-truncated"
    /// Either end of the interval, each with probability one half.
    case corners
  }

  public static var name: String { "uncertain" }
  public var channel: Channel { .parameters }
  private let selection: ParameterSelection
  private let radius: Double
  private let nature: Nature
  private let distribution: Distribution
  private var box = FittedBox()

  /// - Parameters:
  ///   - selection: the parameters that are uncertain.
  ///   - radius: size of the box around the nominal point, as a fraction of the intervals, in [0, 1].
  public init(
    _ selection: ParameterSelection = .box("all"), radius: Double = 1, nature: Nature = .perEpisode,
    distribution: Distribution = .uniform
  ) {
    self.selection = selection
    self.radius = radius
    self.nature = nature
    self.distribution = distribution
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    box = try FittedBox(selection, radius: radius, in: shape, rule: Self.name)
  }

  /// The drawn values, unless they are drawn afresh at every step.
  public func memoryWidth(rowWidth: Int) -> Int { nature == .perStep ? 0 : box.indices.count }

  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    var clock = moment.clock
    if nature == .fixed { clock.episode = 0 }
    var stream = clock.episodeStream(moment.purpose)
    for index in memory.indices { memory[index] = draw(index, using: &stream) }
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    if nature == .perStep {
      var stream = moment.stream
      for (index, parameter) in box.indices.enumerated() { row[parameter] = draw(index, using: &stream) }
    } else {
      for (index, parameter) in box.indices.enumerated() { row[parameter] = memory[index] }
    }
  }

  private func draw(_ index: Int, using stream: inout RandomStream) -> Double {
    let (low, high) = (box.low[index], box.high[index])
    guard low < high else { return box.nominal[index] }
    switch distribution {
    case .uniform: return min(stream.uniform(in: low, high), high)
    case .corners: return stream.uniform() < 0.5 ? low : high
    case .normalTruncated:
      // Rejection: the mean lies in the box, so nearly half of the draws are kept at least.
      let deviation = (high - low) / 4
      let mean = min(max(box.nominal[index], low), high)
      while true {
        let value = mean + deviation * stream.normal()
        if value >= low && value <= high { return value }
      }
    }
  }
}
