import DecisionProcesses
import Scenes

/// Maps over the state space: feasible regions and values, exact or learned.
///
/// Maps show the process itself, at its present parameters, without the recipe's rules on rows. A map of a
/// slice holds for the present state's other coordinates and has to be made anew when they change.
extension RecipeEnvironment {
  /// What `overlay(named:)` knows: `feasible` where the feasible set is known, `value` where states are
  /// cells of the picture.
  public var overlays: [OverlayDescription] {
    var list: [OverlayDescription] = []
    if simulation.knowsFeasibility {
      list.append(
        OverlayDescription(name: "feasible", meaning: "states from which no constraint need be violated"))
    }
    if simulation.hasCells {
      list.append(
        OverlayDescription(name: "value", meaning: "expected discounted return under the best policy"))
    }
    return list
  }

  /// The map called `name`; nil where there is none.
  ///
  /// `value` solves the world's table each time it is asked: keep `stateValues()` and use `overlay(of:)`
  /// in a loop.
  ///
  /// - Parameter resolution: nodes along each side of a slice.
  /// - Precondition: `resolution` is at least 2.
  public func overlay(named name: String, resolution: Int = 97) -> Overlay? {
    switch name {
    case "feasible": simulation.feasibleOverlay(resolution: resolution)
    case "value": stateValues().flatMap { overlay(of: $0) }
    default: nil
    }
  }

  /// The values of every state by value iteration; nil where the world is not finite. Costly.
  public func stateValues() -> StateValues? { simulation.stateValues() }

  /// The map of `values`, which `stateValues()` gave for this world; nil where states are not cells.
  /// The colours span the values of the whole table.
  ///
  /// - Precondition: one value for each state.
  public func overlay(of values: StateValues) -> Overlay? { simulation.overlay(of: values) }

  /// The map of a function of the observation, for instance a learnt one; nil where the picture shows no
  /// states. O(resolution^2) calls.
  ///
  /// - Parameters:
  ///   - resolution: nodes along each side of a slice.
  ///   - function: of an observation row without noise or other rules; what is not finite is left out.
  /// - Precondition: `resolution` is at least 2.
  public func overlay(
    named name: String, style: OverlayStyle = .region, resolution: Int = 97,
    of function: (Row) -> Double
  ) -> Overlay? {
    simulation.overlay(named: name, style: style, resolution: resolution, of: function)
  }

  /// A drawing of the present state over the given maps, the last on top.
  public func scene(with overlays: [Overlay]) -> Scene? {
    guard var scene else { return nil }
    for overlay in overlays { scene.insertMap(overlay.shapes) }
    return scene
  }
}
