/// How much a rule may change. Magnitudes are Euclidean norms of the change of the row; the change of
/// a categorical row counts as 1.
///
/// A change beyond `perStep` is scaled down to it; a change beyond what is left of `perEpisode` is
/// scaled down to the rest. A categorical change that does not fit is dropped.
public struct Budget: Sendable, Hashable {
  /// Largest change in one step.
  public var perStep: Double
  /// Largest sum of changes in one episode.
  public var perEpisode: Double
  /// Most steps of an episode in which the row may change.
  public var count: Int

  public static let unlimited = Budget()

  /// - Precondition: no limit is negative or NaN.
  public init(perStep: Double = .infinity, perEpisode: Double = .infinity, count: Int = .max) {
    precondition(perStep >= 0 && perEpisode >= 0 && count >= 0, "a budget cannot be negative")
    self.perStep = perStep
    self.perEpisode = perEpisode
    self.count = count
  }

  public var isUnlimited: Bool { self == .unlimited }
}
