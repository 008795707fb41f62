import DecisionProcesses

/// The tabular family: finite worlds with exact tables.
public enum Tabular {
  /// Shows every world of the family to `visitor`.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    visitor.visit(FrozenLake.self)
    visitor.visit(CliffWalk.self)
    visitor.visit(Taxi.self)
    visitor.visit(Blackjack.self)
    visitor.visit(Gambler.self)
    visitor.visit(RiverSwim.self)
    visitor.visit(MachineReplacement.self)
    visitor.visit(Inventory.self)
    visitor.visit(PestControl.self)
    visitor.visit(Forest.self)
    visitor.visit(Garnet.self)
    visitor.visit(WindyWalk.self)
    visitor.visit(BrakingLine.self)
    visitor.visit(RandomConstrained.self)
    visitor.visit(LinearMDP.self)
    visitor.visit(AmericanPut.self)
  }
}
