import Agents
import DecisionProcesses
import Recipes

/// Policies in a world whose model changes: returns against one of its parameters.
public struct TargetEvaluation: Sendable {
  public let parameter: String
  public let values: [Double]
  private let targets: [FiniteWorld]

  /// One target.
  public struct Result: Sendable, Equatable {
    /// The parameter's value.
    public let value: Double
    /// Exact expected return; nil where the recipe has rules.
    public let expected: Double?
    /// Mean return of the episodes played; nil for none.
    public let played: Double?
  }

  /// Targets of `recipe` for a sweep; parameters that the sweep names replace the recipe's.
  ///
  /// Throws for a parameter that the world has not, or values out of its interval.
  public init(_ recipe: Recipe, _ sweep: TargetSweep, features: FiniteWorld.Features = .own) throws {
    guard !sweep.values.isEmpty else {
      throw EvaluationError("a sweep of '\(sweep.parameter)' without values")
    }
    guard Set(sweep.values).count == sweep.values.count else {
      throw EvaluationError("a value of '\(sweep.parameter)' is given twice; leave one out")
    }
    parameter = sweep.parameter
    values = sweep.values
    targets = try sweep.values.map { value in
      let changes = sweep.held.sorted { $0.key < $1.key } + [(key: sweep.parameter, value: value)]
      return try FiniteWorld(recipe.replacing(changes), features: features)
    }
  }

  /// What `policy` earns in each target.
  ///
  /// - Parameters:
  ///   - episodes: to play beside the exact return.
  ///   - seed: of the episodes' luck, the same in every target.
  /// - Throws: for a policy of another world.
  public func evaluate(_ policy: StagedPolicy, episodes: Int = 0, seed: UInt64 = 0) throws -> [Result] {
    try zip(values, targets).map { value, world in
      guard policy.stateCount == world.model.stateCount, policy.actionCount == world.model.actionCount,
        policy.horizon == world.model.horizon
      else {
        throw EvaluationError(
          "the policy has \(policy.horizon) steps, \(policy.stateCount) states and \(policy.actionCount) actions, "
            + "'\(world.recipe)' \(world.model.horizon), \(world.model.stateCount) and \(world.model.actionCount)"
        )
      }
      var played: Double?
      if episodes > 0 {
        let player = try world.player(seed: seed)
        var sum = 0.0
        var record: [EpisodeData.Transition] = []
        for index in 0..<episodes { sum += player.play(index, with: policy, recording: &record) }
        played = sum / Double(episodes)
      }
      return Result(
        value: value, expected: world.isTable ? world.expectedReturn(of: policy) : nil, played: played)
    }
  }
}

extension Recipe {
  /// The same recipe with other numbers for some arguments.
  func replacing(_ changes: [(key: String, value: Double)]) throws -> Recipe {
    let kept = arguments.filter { argument in !changes.contains { $0.key == argument.name } }.map(
      \.description)
    let pairs = kept + changes.map { "\($0.key)=\($0.value)" }
    return try Recipe(
      environment: environment, arguments: Arguments(parsing: pairs.joined(separator: ",")), rules: rules)
  }
}
