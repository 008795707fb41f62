import AssetCatalog
import DecisionProcesses
import MuJoCoPhysics

/// The locomotion family: ten worlds on the physics engine MuJoCo.
public enum Locomotion {
  /// Shows every world of the family to `visitor`, whether or not the engine is there.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    visitor.visit(InvertedPendulum.self)
    visitor.visit(InvertedDoublePendulum.self)
    visitor.visit(Reacher.self)
    visitor.visit(Swimmer.self)
    visitor.visit(Hopper.self)
    visitor.visit(Walker2D.self)
    visitor.visit(HalfCheetah.self)
    visitor.visit(Ant.self)
    visitor.visit(Humanoid.self)
    visitor.visit(HumanoidStandup.self)
  }

  /// - Throws: `PhysicsError` where the engine cannot be used; worlds then trap when they are played.
  public static func requireEngine() throws(PhysicsError) { try PhysicsLibrary.require() }
}

/// The text of one of the models.
func locomotionModel(_ name: String) -> String { AssetCatalog.locomotionModel(name) }
