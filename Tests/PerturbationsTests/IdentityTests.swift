import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

/// A rule of size zero leaves every bit of every trajectory alone.
@Suite struct IdentityTests {
  static let everywhere = [
    "observation-delay(steps=0)", "action-delay(steps=0)", "reward-delay(steps=0)",
    "gaussian-noise(sigma=0)", "uniform-noise(low=0,high=0)", "bias(value=0)", "quantise(step=0)",
    "gaussian-noise(channel=reward,sigma=0)", "dropout(probability=0)",
    "dropout(channel=action,probability=0)",
    "stuck(probability=0,duration=4)", "stuck(channel=reward,probability=0)", "extra-dimensions(count=0)",
    "sticky-action(probability=0)", "repeat-action(steps=1)", "replace-action(probability=0)",
    "uncertain(radius=0)", "uncertain(radius=0,nature=per-step)", "uncertain(radius=0,nature=fixed)",
    "uncertain(radius=0,distribution=corners)", "uncertain(radius=0,distribution=normal-truncated)",
    "adversary-seat(channel=parameters,radius=0)", "adversary-seat(channel=observation,epsilon=0)",
    "bias(value=3,schedule=bernoulli:0)", "bias(value=3,on=[])", "bias(value=3,budget=0)",
    "bias(value=3,limit=0)", "bias(value=3,count=0)", "stuck(probability=1,schedule=window:1000:1001)",
    "observation-delay(steps=3,schedule=window:1000:1001)",
  ]
  static let disturbances = [
    "drift(parameter=P,kind=saw)", "drift(parameter=P)", "impulse(parameter=P,magnitude=0,at=3,duration=9)",
    "step-disturbance(parameter=P,magnitude=0,at=2)",
    "periodic-disturbance(parameter=P,amplitude=0,period=10)",
  ]
  static let boxActions = [
    "blend-action(alpha=0)", "gaussian-noise(channel=action,sigma=0)", "gaussian-noise(channel=cost,sigma=0)",
    "adversary-seat(channel=action,alpha=0)", "adversary-seat(channel=action,epsilon=0)",
  ]

  @Test(arguments: everywhere + disturbances.map { $0.replacing("P", with: "push") })
  func cartPole(_ text: String) throws {
    let bare = Simulation(CartPole(), seed: 5)
    #expect(trace(try Perturbed(bare, rules: rules(text))) == trace(bare))
  }

  @Test(arguments: everywhere + disturbances.map { $0.replacing("P", with: "wind") } + boxActions)
  func glider(_ text: String) throws {
    let bare = Simulation(Glider(), seed: 5)
    #expect(trace(try Perturbed(bare, rules: rules(text))) == trace(bare))
  }

  /// The same with seats that nature does fill.
  @Test(arguments: [
    "adversary-seat(channel=parameters,radius=0)", "adversary-seat(channel=observation,epsilon=0)",
    "adversary-seat(channel=action,alpha=0)", "adversary-seat(channel=action,epsilon=0)",
  ])
  func filledSeats(_ text: String) throws {
    var bare = Simulation(Glider(), seed: 5)
    var perturbed = try Perturbed(bare, rules: rules(text))
    #expect(bare.reset(seed: 2) == perturbed.reset(seed: 2))
    for t in 0..<20 {
      perturbed.setSeats([0.7, -0.4])
      let action = Vector<2>([0.05 * Double(t), -0.5])
      #expect(bare.step(action) == perturbed.step(action))
    }
  }

  /// Every rule of the table is among those above, so a new one cannot be forgotten.
  @Test func allRulesAreCovered() {
    let texts = Self.everywhere + Self.disturbances + Self.boxActions
    for rule in RuleTable.rules where !["clip", "rwrl"].contains(rule.name) {
      #expect(texts.contains { $0.hasPrefix(rule.name + "(") }, "\(rule.name)")
    }
  }

  /// A rule that is off differs from one that acts: the comparison above can fail.
  @Test(arguments: ["bias(value=0.001)", "sticky-action(probability=0.5)", "uncertain(radius=0.01)"])
  func sizeMatters(_ text: String) throws {
    let bare = Simulation(Glider(), seed: 5)
    #expect(trace(try Perturbed(bare, rules: rules(text))) != trace(bare))
  }
}
