import DecisionProcesses

/// What can be drawn as it is now: a simulation of a depictable process, with rules or without.
public protocol SceneProviding {
  /// A drawing of the present state; nil where the world draws nothing.
  var scene: Scene? { get }
}

extension Simulation: SceneProviding {
  public var scene: Scene? { process.drawing(of: state) }
}

extension DecisionProcess {
  /// A scene of `state`; nil for a process that is not `Depictable`.
  public func drawing(of state: State) -> Scene? {
    func drawing<P: Depictable>(_ process: P) -> Scene? {
      (state as? P.State).map { process.scene(of: $0) }
    }
    return (self as? any Depictable).flatMap { drawing($0) }
  }
}
