import DecisionProcesses

/// The tabular family: finite worlds with exact tables.
public enum Tabular {
  /// Shows every world of the family to `visitor`.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
  }
}
