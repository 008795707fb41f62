import DecisionProcesses

/// The classic-control family.
public enum ClassicControl {
  /// Shows every world of the family to `visitor`.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    visitor.visit(CartPole.self)
    visitor.visit(Acrobot.self)
    visitor.visit(MountainCar.self)
    visitor.visit(MountainCarContinuous.self)
    visitor.visit(Pendulum.self)
  }
}
