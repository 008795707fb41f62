import DecisionProcesses
import Perturbations
import Scenes

/// Drawing what the agent sees beside what is true.
extension RecipeEnvironment {
  /// A drawing of the present state, with the state that an agent takes `observation` for as a grey ghost
  /// where the two differ and the world can tell.
  public func scene(seeing observation: Row) -> Scene? { simulation.scene(seeing: observation.values.span) }

  /// Whether the world names a point for trails to follow.
  public var hasTrackedPoint: Bool { simulation.trackedPoints(seeing: nil) != nil }

  /// The point of the picture that a trail follows, and where the agent takes it to be by `observation`; nil
  /// where the world names none.
  public func trackedPoints(seeing observation: Row) -> (truth: Point, perceived: Point?)? {
    simulation.trackedPoints(seeing: observation.values)
  }
}

extension Perturbed {
  func scene(seeing row: borrowing Span<Double>) -> Scene? {
    let width = observationSpace.description.width
    guard let seer = process as? any ObservationDepictable, row.count >= width else { return scene }
    return sceneWithGhost(seer, state, row.extracting(0..<width))
  }

  func trackedPoints(seeing row: [Double]?) -> (truth: Point, perceived: Point?)? {
    guard let seer = process as? any ObservationDepictable else { return nil }
    return pointsOf(seer, state, row ?? [])
  }
}

private func sceneWithGhost<P: ObservationDepictable>(
  _ process: P, _ state: Any, _ row: borrowing Span<Double>
) -> Scene? {
  guard let state = state as? P.State else { return nil }
  var scene = process.scene(of: state)
  if let perceived = process.state(fromObservation: row), perceived != state {
    scene.addGhost(of: process.scene(of: perceived))
  }
  return scene
}

private func pointsOf<P: ObservationDepictable>(
  _ process: P, _ state: Any, _ row: [Double]
) -> (truth: Point, perceived: Point?)? {
  guard let state = state as? P.State, let truth = process.trackedPoint(of: state) else { return nil }
  guard row.count >= process.observationSpace.description.width else { return (truth, nil) }
  let perceived = process.state(fromObservation: row.span).flatMap { process.trackedPoint(of: $0) }
  return (truth, perceived)
}
