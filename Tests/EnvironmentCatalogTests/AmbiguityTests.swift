import Batching
import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Planning
import RandomStreams
import Recipes
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Recipes with nature: `ambiguous`.
@Suite struct AmbiguityTests {
  /// The recipe plays the very process that Swift builds, step by step.
  @Test func theRecipeIsTheRobustProcess() throws {
    let set = try L1Ball(radius: 0.3, support: .nominal)
    let table = try SolverTable(TransitionTable(Forest()))
    let solution = try DiscountedSolver()
      .solve(table, backup: RectangularBackup(set, on: table, discount: 0.9))
    let process = try RobustProcess(
      Forest(), set, DynamicWorstCase(against: solution.values, discount: 0.9))
    var typed = Simulation(process, seed: 4)
    var made = try EnvironmentCatalog.make(
      "forest-v0 | ambiguous(set=l1,radius=0.3,discount=0.9)", seed: 4)
    var own = typed.reset()
    #expect(made.reset().components == [Double(own)])
    var stream = RandomStream(seed: 1, purpose: .policy)
    var deviations = 0.0
    for _ in 0..<600 {
      let action = stream.integer(below: 2)
      let (a, b) = (typed.step(action), made.step([Double(action)]))
      #expect(a.outcome == b.outcome && b.observation.components == [Double(a.observation)])
      own = a.observation
      deviations = max(deviations, made.diagnostics[1].value)
      guard !typed.isRunning else { continue }
      own = typed.reset()
      #expect(made.reset().components == [Double(own)])
    }
    let names = ["nature-deviations", "nature-spent", "nature-distance"]
    #expect(Array(made.diagnostics.map(\.name).suffix(3)) == names)
    #expect(deviations > 0)
    #expect(made.actionNames == ["wait", "cut"])
    #expect(made.policy(.scripted) != nil && made.scene != nil)
  }

  @Test func radiusZeroIsTheWorldItself() throws {
    for nature in ["worst-case", "per-step", "per-episode", "greedy", "nominal"] {
      var robust = try EnvironmentCatalog.make(
        "frozen-lake-v1 | ambiguous(set=l1,radius=0,nature=\(nature),discount=0.9)", seed: 2)
      var plain = try EnvironmentCatalog.make("frozen-lake-v1", seed: 2)
      #expect(robust.reset() == plain.reset())
      var stream = RandomStream(seed: 1, purpose: .policy)
      for _ in 0..<300 {
        let action: Row = [Double(stream.integer(below: 4))]
        #expect(robust.step(action) == plain.step(action))
        if !plain.isRunning { #expect(robust.reset() == plain.reset()) }
      }
    }
  }

  /// Every law of environments, with rules on rows above, in batches and pictures.
  @Test(arguments: [
    "frozen-lake-v1 | ambiguous(set=kl,radius=0.1,discount=0.95)",
    "forest-v0?states=5 | ambiguous(set=l1,radius=0.4,rectangularity=s,nature=per-episode) "
      + "| sticky-action(probability=0.2)",
    "windy-walk-v0?alpha=0.3 | reward-delay(steps=2) | ambiguous(set=tv,radius=0.1,support=all,count=5)",
    "cliff-walk-v1 | ambiguous(set=contamination,radius=0.2,nature=per-step,budget=3,discount=0.9)",
  ])
  func recipesKeepTheLaws(text: String) throws {
    let recipe = try Recipe(parsing: text)
    let environment = try EnvironmentCatalog.make(recipe, seed: 3)
    let results = EnvironmentLaws.check(
      environment: environment, id: text, showsTruth: false, seed: 3
    ) { count, shards, observationType, actionType in
      try EnvironmentCatalog.makeBatch(
        recipe, count: count,
        options: BatchOptions(shards: shards, observationType: observationType, actionType: actionType))
    }
    #expect(results.count == 5)
    for result in results { #expect(result.passed, "\(result)") }
  }

  /// What is wrong, where, and what to write instead.
  @Test(arguments: [
    ("cart-pole-v1 | ambiguous(set=l1,radius=0.1)", 16, "not finite"),
    ("forest-v0 | ambiguous(radius=0.1)", 13, "lacks its argument 'set'"),
    ("forest-v0 | ambiguous(set=l1)", 13, "lacks its argument 'radius'"),
    ("forest-v0 | ambiguous(set=l3,radius=0.1)", 23, "l3"),
    ("forest-v0 | ambiguous(set=l1,radius=3)", 30, "saturated"),
    ("forest-v0 | ambiguous(set=kl,radius=0.1,support=all)", 41, "support all"),
    ("forest-v0 | ambiguous(set=l1,radius=0.1,nature=rain)", 41, "rain"),
    ("forest-v0 | ambiguous(set=l1,radius=0.1,discount=1)", 41, "no robust values"),
    ("forest-v0 | ambiguous(set=tv,radius=0.1,rectangularity=s)", 41, "share no budget"),
    ("forest-v0 | ambiguous(set=l1,radius=0.1,size=2)", 41, "size"),
    ("frozen-lake-v1 | ambiguous(set=l1,radius=0.1,support=all)", 18, "depend on the successor"),
    ("forest-v0 | ambiguous(set=l1,radius=0.1) | ambiguous(set=l1,radius=0.1)", 44, "written twice"),
    ("forest-v0 | ambiguous(set=l1,radius=0.1) | drift(parameter=fire)", 44, "no parameters"),
    ("forest-v0 | ambigous(set=l1,radius=0.1)", 13, "ambiguous"),
  ])
  func faultsAreNamed(text: String, column: Int, words: String) throws {
    let error = #expect(throws: RecipeError.self) { _ = try EnvironmentCatalog.make(text) }
    let found = try #require(error)
    #expect(found.description.contains(words), "\(found)")
    #expect(found.column == column, "\(found)")
    #expect(!found.remedy.isEmpty)
  }
}
