import DecisionProcesses

/// The safe-control family: continuous worlds with constraints and margins.
public enum SafeControl {
  /// Shows every world of the family to `visitor`.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    visitor.visit(PointRobot.self)
    visitor.visit(DoubleIntegrator.self)
    visitor.visit(ConstrainedPendulum.self)
  }
}
