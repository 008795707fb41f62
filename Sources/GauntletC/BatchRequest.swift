import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Recipes

/// What the options of a batch ask for, checked.
struct BatchRequest {
  let recipe: Recipe
  let lanes: Int
  let threads: Int
  let observation: RowDescription
  let action: RowDescription
  /// An environment of the recipe, which tells the shape and whether the recipe is right.
  let single: RecipeEnvironment

  /// - Throws: `Failure` that names the option at fault.
  init(_ recipe: Recipe, _ options: gauntlet_batch_options) throws(Failure) {
    lanes = try Self.number(max(options.lanes, 1), "lanes", most: UInt64(GAUNTLET_LANE_LIMIT))
    threads = try Self.number(UInt64(options.threads), "threads", most: UInt64(GAUNTLET_THREAD_LIMIT))
    self.recipe = try recipe.with(horizon: options.horizon)
    (single, _) = try makeEnvironment(self.recipe)
    var observation = single.observationSpace.description
    var action = single.actionSpace.description
    observation.elementType = try .chosen(options.observation_element, for: observation, "observation_element")
    action.elementType = try chosenAction(options.action_element, for: action)
    self.observation = observation
    self.action = action
  }

  private static func number(_ value: UInt64, _ name: String, most: UInt64) throws(Failure) -> Int {
    guard value <= most else {
      throw Failure(GAUNTLET_TOO_LARGE, "\(name) is \(value); at most \(most) are allowed")
    }
    return Int(value)
  }

  func shape(
    kind: Int32, threads: Int, horizon: Int, resetRule: Int32, nature: RowDescription, costCount: Int
  ) -> PlayedShape {
    PlayedShape(
      kind: kind, lanes: lanes, threads: threads, horizon: horizon, resetRule: resetRule,
      observation: observation, action: action, nature: nature, costCount: costCount,
      marginCount: single.margins.count, diagnosticCount: single.diagnostics.count,
      parameterCount: single.parameters.count)
  }
}

/// The batch options behind the caller's pointer; standard ones where that may be null, and is.
func batchOptions(
  _ pointer: UnsafePointer<gauntlet_batch_options>?, mayBeNull: Bool
) throws(Failure) -> gauntlet_batch_options {
  if mayBeNull && pointer == nil { return gauntlet_batch_options() }
  let given = try required(pointer, "options").pointee
  try checkSize(given.size, gauntlet_batch_options.self, "gauntlet_batch_options")
  return given
}
