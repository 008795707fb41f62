import DecisionProcesses
import EnvironmentTesting
import Perturbations
import Scenes
import Testing

/// The law of pictures, on worlds made to break one part of it.
@Suite struct SceneLawTests {
  private func result(_ results: [LawResult]) throws -> LawResult {
    try #require(results.first { $0.law == .scene })
  }

  /// What the law says against `world`.
  private func violation<W: World>(_ world: W.Type) throws -> String {
    let result = try result(EnvironmentLaws.check(W.self, seed: 1))
    #expect(!result.passed, "\(W.self): \(result)")
    return result.detail
  }

  @Test func goodPicturesPass() throws {
    let results = EnvironmentLaws.check(DrawnLine.self, seed: 1)
    #expect(results.filter { !$0.passed } == [])
    #expect(try result(results).detail.contains("the picture changes in "))
    let environment = Simulation(DrawnLine(options: OptionValues(for: DrawnLine.options)), seed: 5)
    #expect(try result(EnvironmentLaws.check(environment: environment, id: "drawn", seed: 5)).passed)
  }

  @Test func worldsWithoutPicturesAreToldApart() throws {
    let result = try result(EnvironmentLaws.check(GoodLine.self, seed: 1))
    #expect(result.passed && result.detail.hasPrefix("the world draws nothing"))
  }

  @Test func picturesBehindRulesAreChecked() throws {
    let line = WindblownDrawing(options: OptionValues(for: WindblownDrawing.options))
    let rules = RuleSlot(StepDisturbance("wind", magnitude: 0.8, at: 5))
    let result = try result(EnvironmentLaws.check(line, rules: rules, id: "windblown", seed: 5))
    #expect(!result.passed && result.detail.contains("step 6: shape 2 (disc): its radius is "), "\(result)")
  }

  @Test func everyFaultIsFound() throws {
    #expect(try violation(FickleDrawing.self).contains("the same state drawn twice draws 'shape 1: disc at"))
    #expect(try violation(MeddlingDrawing.self).contains("drawing changed the environment"))
    #expect(try violation(LossyDrawing.self).contains("the state restored from a snapshot draws"))
    #expect(try violation(StillDrawing.self).contains("draw what moves"))
    #expect(try violation(TinyDrawing.self).contains("draw what moves"))
    #expect(try violation(RunawayDrawing.self).contains("shape 1 (disc): no part of it lies in the view"))
    let corner = try violation(WindblownDrawing.self)
    #expect(corner.hasPrefix("with every parameter at its upper end: "), "\(corner)")
    #expect(corner.contains("its radius is -1.0"), "\(corner)")
  }

  @Test func viewsMustStay() throws {
    let follows = try result(
      EnvironmentLaws.check(environment: WanderingView(.follows), id: "wandering", seed: 5))
    #expect(!follows.passed && follows.detail.contains("step 1: the view is "), "\(follows)")
    let skips = try result(EnvironmentLaws.check(environment: WanderingView(.skips), id: "skipping", seed: 5))
    #expect(!skips.passed && skips.detail.contains("step 3: there is no picture of it"), "\(skips)")
  }
}
