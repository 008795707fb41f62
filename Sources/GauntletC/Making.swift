import Batching
import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Recipes

@c @implementation
public func gauntlet_make_batch(
  _ recipe: UnsafePointer<CChar>!, _ options: UnsafePointer<gauntlet_batch_options>!,
  _ handle: UnsafeMutablePointer<gauntlet_handle>!
) -> gauntlet_status {
  make(recipe, handle) { recipe throws(Failure) in
    try BatchPlayer(recipe, try batchOptions(options, mayBeNull: true))
  }
}

@c @implementation
public func gauntlet_make_async(
  _ recipe: UnsafePointer<CChar>!, _ options: UnsafePointer<gauntlet_batch_options>!,
  _ handle: UnsafeMutablePointer<gauntlet_handle>!
) -> gauntlet_status {
  make(recipe, handle) { recipe throws(Failure) in
    try AsyncPlayer(recipe, try batchOptions(options, mayBeNull: false))
  }
}

@c @implementation
public func gauntlet_make_environment(
  _ recipe: UnsafePointer<CChar>!, _ options: UnsafePointer<gauntlet_environment_options>!,
  _ handle: UnsafeMutablePointer<gauntlet_handle>!
) -> gauntlet_status {
  make(recipe, handle) { recipe throws(Failure) in
    var given = gauntlet_environment_options()
    if options != nil {
      given = try required(options, "options").pointee
      try checkSize(given.size, gauntlet_environment_options.self, "gauntlet_environment_options")
      guard given.reserved == 0 else { throw .badArgument("reserved is \(given.reserved); set it to 0") }
    }
    return try environmentPlayer(recipe, given)
  }
}

/// Stores a handle of what `player` makes of the recipe.
private func make(
  _ recipe: UnsafePointer<CChar>?, _ handle: UnsafeMutablePointer<gauntlet_handle>?,
  _ player: (Recipe) throws(Failure) -> Player
) -> gauntlet_status {
  attempt { () throws(Failure) in
    let place = try required(handle, "handle")
    place.pointee = try HandleTable.insert(try player(try parse(recipe)))
  }
}

private func environmentPlayer(
  _ recipe: Recipe, _ options: gauntlet_environment_options
) throws(Failure) -> EnvironmentPlayer {
  let (environment, bytes) = try makeEnvironment(try recipe.with(horizon: options.horizon))
  var observation = environment.observationSpace.description
  var action = environment.actionSpace.description
  var nature = environment.seatDescription
  observation.elementType = try .chosen(options.observation_element, for: observation, "observation_element")
  action.elementType = try chosenAction(options.action_element, for: action)
  nature.elementType = try .chosen(options.nature_element, for: nature, "nature_element")
  return try EnvironmentPlayer(
    environment, bytes: bytes,
    PlayedShape(
      kind: GAUNTLET_ENVIRONMENT, lanes: 1, threads: 1, horizon: environment.task.horizon,
      resetRule: GAUNTLET_RESET_MANUAL, observation: observation, action: action, nature: nature,
      costCount: environment.task.costs.count, marginCount: environment.margins.count,
      diagnosticCount: environment.diagnostics.count, parameterCount: environment.parameters.count))
}

/// The element type of an action column; categorical actions travel as whole numbers, others as real ones.
func chosenAction(_ code: Int32, for action: RowDescription) throws(Failure) -> ElementType {
  let type = try ElementType.chosen(code, for: action, "action_element")
  guard action.isCategorical == (type == .int64) else {
    throw .badArgument(
      "action_element is \(elementName(code)); this world's actions need \(elementName(action.elementType.code))")
  }
  return type
}

// MARK: Recipes

/// The recipe that the caller's text spells.
func parse(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> Recipe {
  let text = try text(pointer, "recipe")
  let recipe: Recipe
  do throws(RecipeError) {
    recipe = try Recipe(parsing: text)
  } catch {
    throw Failure(error)
  }
  guard recipe.rules.count <= Int(GAUNTLET_RULE_LIMIT) else {
    throw Failure(
      GAUNTLET_TOO_LARGE, "the recipe has \(recipe.rules.count) rules; at most \(GAUNTLET_RULE_LIMIT) are allowed")
  }
  return recipe
}

extension Failure {
  init(_ error: RecipeError) { self.init(GAUNTLET_BAD_RECIPE, "\(error)") }
}

extension Recipe {
  /// The recipe with another horizon; itself for 0.
  func with(horizon: UInt64) throws(Failure) -> Recipe {
    if horizon == 0 { return self }
    guard horizon <= 1_000_000_000 else {
      throw .badArgument("horizon is \(horizon); use 1 to 1000000000, or 0 for the recipe's own")
    }
    let name = CommonWorldArguments.horizon
    let kept = arguments.filter { $0.name != name }.map(\.description)
    do throws(RecipeError) {
      var changed = self
      changed.arguments = try Arguments(parsing: (kept + ["\(name)=\(horizon)"]).joined(separator: ","))
      return changed
    } catch {
      throw Failure(error)
    }
  }
}

/// The environment of `recipe`, and about the memory that it takes.
func makeEnvironment(_ recipe: Recipe) throws(Failure) -> (RecipeEnvironment, bytes: Int) {
  let made: Admitted<RecipeEnvironment>
  do throws(RecipeError) {
    made = try EnvironmentCatalog.make(recipe, seed: 0, within: Reservation.available)
  } catch {
    throw Failure(error)
  }
  guard let environment = made.value else {
    throw Reservation.refusal(made.bytes, remedy: "shorten the delays of its rules, or close other handles")
  }
  return (environment, made.bytes)
}
