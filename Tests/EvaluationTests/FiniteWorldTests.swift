import Agents
import DecisionProcesses
import Evaluation
import RandomStreams
import Recipes
import Testing

@Suite struct FiniteWorldTests {
  /// The papers' returns in the targets of linear-mdp: all +1, then best, and all -1 at the first step.
  @Test func targets() throws {
    let recipe = try Recipe(parsing: "linear-mdp-v0?xi=0.2")
    let world = try FiniteWorld(recipe)
    let sweep = try #require(world.sweep)
    #expect(sweep.parameter == "q" && sweep.values.count == 11 && sweep.held == ["leakAtStart": 0])
    func policy(first action: Int) throws -> StagedPolicy {
      let rows = (0..<15).map { row in (0..<16).map { $0 == (row == 0 ? action : 15) ? 1.0 : 0 } }
      return try StagedPolicy(rows.flatMap { $0 }, horizon: 3, states: 5, actions: 16)
    }
    let published = TargetSweep("q", [0, 0.2, 0.5, 1], holding: sweep.held)
    let evaluation = try TargetEvaluation(recipe, published)
    let plus = try evaluation.evaluate(policy(first: 15)).map { $0.expected! }
    let minus = try evaluation.evaluate(policy(first: 0)).map { $0.expected! }
    for (found, expected) in zip(
      plus + minus, [1.624875, 1.424875, 1.124875, 0.624875, 1.324775, 1.284775, 1.224775, 1.124775])
    {
      #expect((found - expected).magnitude < 1e-8)
    }
    // In the world itself, with its leak.
    #expect((world.expectedReturn(of: try policy(first: 15)) - 1.624250125).magnitude < 1e-8)
  }

  /// Means of played episodes approach the exact return: within four standard errors.
  @Test(arguments: [
    "linear-mdp-v0", "american-put-v0", "cliff-walk-v1?horizon=30", "river-swim-v0?horizon=15",
  ])
  func playedAndExact(recipe: String) throws {
    let world = try FiniteWorld(recipe)
    let policy = StagedPolicy.uniform(for: world.model)
    let player = try world.player(seed: 3)
    var returns: [Double] = []
    var record: [EpisodeData.Transition] = []
    for index in 0..<4000 { returns.append(player.play(index, with: policy, recording: &record)) }
    let interval = Interval(returns)
    #expect((interval.mean - world.expectedReturn(of: policy)).magnitude < 2.05 * interval.half, "\(recipe)")
    // Every episode can be played again.
    let again = try world.player(seed: 3)
    for index in [7, 3, 7] { #expect(again.play(index, with: policy, recording: &record) == returns[index]) }
  }

  @Test func rules() throws {
    let plain = try FiniteWorld("linear-mdp-v0?xi=0.3")
    let noisy = try FiniteWorld("linear-mdp-v0?xi=0.3 | sticky-action(probability=0)")
    #expect(plain.isTable && !noisy.isTable)
    // A rule that does nothing changes nothing, though another engine plays.
    let policy = StagedPolicy.uniform(for: plain.model)
    let (a, b) = (try plain.player(seed: 5), try noisy.player(seed: 5))
    var (left, right): ([EpisodeData.Transition], [EpisodeData.Transition]) = ([], [])
    for index in 0..<200 {
      #expect(a.play(index, with: policy, recording: &left) == b.play(index, with: policy, recording: &right))
      #expect(left == right)
    }
  }

  @Test func features() throws {
    let own = try FiniteWorld("linear-mdp-v0")
    #expect(own.model.featureCount == 4 && !own.disturbed.isEmpty)
    let other = try FiniteWorld("linear-mdp-v0", features: .given(.oneHot))
    #expect(other.model.featureCount == 80 && other.disturbed.isEmpty && other.sweep != nil)
    #expect(try FiniteWorld("frozen-lake-v1?horizon=20").model.featureCount == 64)
  }

  @Test func refusals() throws {
    func message(_ recipe: String) -> String {
      do {
        _ = try FiniteWorld(recipe)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message("cart-pole-v1").contains("'cart-pole-v1' is not finite"))
    #expect(message("linear-mdp-v0?xi=2").contains("xi"))
    #expect(message("taxi-v3").contains("too many for the memory; set a shorter horizon"))
    let recipe = try Recipe(parsing: "linear-mdp-v0")
    #expect(throws: RecipeError.self) { try TargetEvaluation(recipe, TargetSweep("p", [0.1])) }
    #expect(throws: RecipeError.self) { try TargetEvaluation(recipe, TargetSweep("q", [1.5])) }
    #expect(throws: EvaluationError.self) { try TargetEvaluation(recipe, TargetSweep("q", [])) }
    #expect(throws: EvaluationError.self) { try TargetEvaluation(recipe, TargetSweep("q", [0.1, 0.1])) }
    #expect(message("linear-mdp-v0?horizon=1000000000").contains("too many for the memory"))
    let put = try FiniteWorld("american-put-v0")
    #expect(throws: EvaluationError.self) {
      try TargetEvaluation(recipe, TargetSweep("q", [0.1])).evaluate(StagedPolicy.uniform(for: put.model))
    }
  }
}
