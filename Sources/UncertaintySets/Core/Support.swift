/// Whether nature may give probability to outcomes that the nominal row gives none.
public enum Support: String, Sendable, Equatable, CaseIterable {
  /// Only outcomes of positive nominal probability.
  case nominal
  /// Every outcome of the row.
  case all

  /// Whether an outcome of nominal probability `probability` may receive mass.
  @inline(__always)
  func admits(_ probability: Double) -> Bool { self == .all || probability > 0 }
}
