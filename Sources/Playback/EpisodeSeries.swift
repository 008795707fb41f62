/// The course of an episode in at most 1024 bins of equal length.
public struct EpisodeSeries: Sendable, Equatable {
  /// Steps per bin, a power of two.
  public internal(set) var stepsPerBin = 1
  /// Mean reward in each bin.
  public var rewards: [Double] { [] }
  /// Largest cost of `channel` in each bin.
  public func costs(channel: Int) -> [Double] { [] }
  /// Margin of `channel` at the end of each bin; empty where the world declares none.
  public func margins(channel: Int) -> [Double] { [] }
  /// Whether a constraint on single steps was violated in each bin.
  public var violations: [Bool] { [] }
}
