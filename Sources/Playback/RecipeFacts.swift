import DecisionProcesses
import EnvironmentCatalog
import Recipes

/// What stays the same while a recipe is played: names, units, limits.
public struct RecipeFacts: Sendable {
  /// The recipe's canonical text.
  public let title: String
  public let observation: RowDescription
  public let action: RowDescription
  public let task: TaskDescription
  /// The uncertain parameters with the recipe's values as nominal ones.
  public let parameters: [ParameterDescription]
  /// Nature's action row; width 0 without seats.
  public let seats: RowDescription

  /// The facts of `environment`, whose parameters have not been changed since it was made.
  public init(_ environment: RecipeEnvironment) {
    title = environment.recipe.description
    observation = environment.observationSpace.description
    action = environment.actionSpace.description
    task = environment.task
    parameters = environment.parameterDescriptions
    seats = environment.seatDescription
  }
}
