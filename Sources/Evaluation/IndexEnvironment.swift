import DecisionProcesses
import EnvironmentCatalog
import RandomStreams

/// A recipe's environment with states and actions as whole numbers.
struct IndexEnvironment: Environment {
  let actionSpace: Discrete
  let observationSpace: Discrete
  private var environment: RecipeEnvironment
  private var observation = [0.0]
  private var action = [0.0]
  /// The sum of the episode's true rewards so far, before reward rules.
  private(set) var trueReturn = 0.0

  /// - Precondition: one categorical observation and action.
  init(_ environment: RecipeEnvironment, states: Int, actions: Int) {
    precondition(
      environment.observationSpace.description.width == 1
        && environment.actionSpace.description.isCategorical,
      "not a world of states and actions")
    self.environment = environment
    observationSpace = Discrete(states, name: "state")
    actionSpace = Discrete(actions, name: "action")
  }

  var task: TaskDescription { environment.task }

  mutating func reset(seed: UInt64?) -> Int {
    // A row of its own: the environment is written to at the same time.
    var numbers = observation
    var row = numbers.mutableSpan
    environment.reset(seed: seed, into: &row)
    observation = numbers
    trueReturn = 0
    return Int(numbers[0])
  }

  mutating func step(_ choice: Int) -> Step<Int> {
    action[0] = Double(choice)
    let (chosen, before) = (action, observation)
    var numbers = before
    var row = numbers.mutableSpan
    let outcome = environment.step(chosen.span, into: &row)
    observation = numbers
    trueReturn += environment.trueOutcome.reward
    return Step(observation: Int(numbers[0]), outcome: outcome)
  }
}
