import DecisionProcesses
import Perturbations
import Testing

/// Rules do not touch one another's luck, nor the world's.
@Suite struct IndependenceTests {
  /// Rules that draw numbers but, with these arguments, change neither action nor parameters.
  static let noisy = [
    "gaussian-noise(channel=reward,sigma=1)", "uniform-noise(channel=cost,low=0,high=1)",
    "dropout(channel=reward,probability=0.5)", "stuck(channel=cost,probability=0.5)",
    "sticky-action(probability=0)", "replace-action(probability=0)", "uncertain(radius=0,nature=per-step)",
    "drift(parameter=gain)", "bias(channel=reward,value=1,schedule=bernoulli:0.5)",
  ]

  /// Another rule after or before leaves observations as they were.
  @Test(arguments: noisy)
  func addingARule(_ text: String) throws {
    func observations(_ text: String) throws -> [Vector<2>] {
      var environment = try Perturbed(Simulation(Glider(), seed: 8), rules: rules(text))
      let first = environment.reset(seed: 8)
      return [first] + (0..<50).map { _ in environment.step(Vector([0.5, 0])).observation }
    }
    let own = "gaussian-noise(sigma=0.1)"
    let alone = try observations(own)
    #expect(try observations(own + " | " + text) == alone)
    #expect(try observations(text + " | " + own) == alone)
  }

  /// Observation, reward and cost rules leave the truth alone.
  @Test func dynamicsAreUntouched() throws {
    let text =
      "gaussian-noise(sigma=1) | stuck(probability=0.3,duration=3) | dropout(probability=0.2) "
      + "| reward-delay(steps=4) | gaussian-noise(channel=cost,sigma=1) | observation-delay(steps=2)"
    var bare = Simulation(Glider(), seed: 8)
    var perturbed = try Perturbed(Simulation(Glider(), seed: 8), rules: rules(text))
    _ = bare.reset(seed: 8)
    _ = perturbed.reset(seed: 8)
    for _ in 0..<50 {
      let truth = bare.step(Vector([0.5, -0.5]))
      let shown = perturbed.step(Vector([0.5, -0.5]))
      #expect(perturbed.trueObservation == truth.observation)
      #expect(perturbed.trueOutcome == truth.outcome)
      #expect(perturbed.executedAction == Vector([0.5, -0.5]))
      #expect(shown.observation != truth.observation)
    }
  }

  /// Two rules of one name draw apart: their correlation over n steps is below 4 / sqrt(n).
  @Test func equalRulesDrawApart() throws {
    let n = 10_000
    var first = try RowDriver(GaussianNoise(sigma: 1))
    var both = try RowDriver(RuleSlot(GaussianNoise(sigma: 1)), RuleSlot(GaussianNoise(sigma: 1)))
    let zeros = Array(repeating: [0.0, 0.0], count: n)
    let a = first.run(.observation, zeros).map { $0[0] }
    let b = zip(both.run(.observation, zeros).map { $0[0] }, a).map { $0 - $1 }
    #expect(abs(mean(zip(a, b).map { $0 * $1 })) < 4 / Double(n).squareRoot())
  }

  /// A list built from a recipe and rules composed statically are the same thing.
  @Test func listEqualsBuilder() throws {
    let text =
      "gaussian-noise(sigma=0.1,on=[1]) | action-delay(steps=2) | sticky-action(probability=0.3) "
      + "| uncertain(nature=per-step) | stuck(probability=0.1,duration=2,schedule=period:3)"
    let list = try Perturbed(Simulation(Glider(), seed: 1), rules: rules(text))
    let built = try Simulation(Glider(), seed: 1).perturbed {
      GaussianNoise(sigma: 0.1).on(1)
      ActionDelay(steps: 2)
      StickyAction(probability: 0.3)
      Uncertain(nature: .perStep)
      Stuck(probability: 0.1, duration: 2).scheduled(.period(3))
    }
    #expect(trace(list) == trace(built))
  }

  /// Light rules are composed in another way; long chains of them must compile and stay the same thing.
  @Test func lightListEqualsBuilder() throws {
    let text =
      "gaussian-noise(sigma=0.1) | bias(value=0.3) | quantise(step=0.05) | gaussian-noise(sigma=0.02) "
      + "| clip(low=-1,high=1) | gaussian-noise(sigma=0.01)"
    let list = try Perturbed(Simulation(Glider(), seed: 1), rules: rules(text))
    let built = try Simulation(Glider(), seed: 1).perturbed {
      GaussianNoise(sigma: 0.1)
      Bias(value: 0.3)
      Quantise(step: 0.05)
      GaussianNoise(sigma: 0.02)
      Clip(low: [-1], high: [1])
      GaussianNoise(sigma: 0.01)
    }
    #expect(trace(list) == trace(built))
  }

  /// The last action and outcome are true with no, with plain and with other rules.
  @Test(arguments: ["bias(value=1)", "bias(value=1,schedule=every,on=[0])", "bias(channel=reward,value=1)"])
  func truthIsKept(_ text: String) throws {
    var bare = Simulation(Glider(), seed: 8)
    var perturbed = try Perturbed(Simulation(Glider(), seed: 8), rules: rules(text))
    _ = bare.reset(seed: 8)
    _ = perturbed.reset(seed: 8)
    for t in 0..<5 {
      let action = Vector<2>([0.1 * Double(t), 0.3])
      let truth = bare.step(action)
      _ = perturbed.step(action)
      #expect(perturbed.trueOutcome == truth.outcome)
      #expect(perturbed.executedAction == action)
    }
  }
}
