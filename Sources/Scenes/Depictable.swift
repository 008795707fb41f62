import DecisionProcesses

/// A process that can be drawn. Drawing reads the state and never changes it.
public protocol Depictable: DecisionProcess {
  /// The part of the world that a picture shows, in world units.
  var view: Rect { get }

  /// How long a step lasts in the world, s, for players that keep its time; nil where steps are no time.
  var stepDuration: Double? { get }

  /// Appends the shapes that show `state` to `scene`, whose view is already set.
  func depict(_ state: State, in scene: inout Scene)
}

extension Depictable {
  public var stepDuration: Double? { nil }

  /// A scene of `state` alone.
  public func scene(of state: State) -> Scene {
    var scene = Scene(view: view)
    depict(state, in: &scene)
    return scene
  }
}
