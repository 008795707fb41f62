import DecisionProcesses

/// A process that can be drawn. Drawing reads the state and never changes it.
public protocol Depictable: DecisionProcess {
  /// The part of the world that a picture shows, in world units.
  var view: Rect { get }

  /// Appends the shapes that show `state` to `scene`, whose view is already set.
  func depict(_ state: State, in scene: inout Scene)
}

extension Depictable {
  /// A scene of `state` alone.
  public func scene(of state: State) -> Scene {
    var scene = Scene(view: view)
    depict(state, in: &scene)
    return scene
  }
}
