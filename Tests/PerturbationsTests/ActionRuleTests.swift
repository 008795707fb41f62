import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

@Suite struct ActionRuleTests {
  static let ramp = (0..<4000).map { [Double($0) / 5000, -Double($0) / 5000] }

  @Test func stickyAction() throws {
    var driver = try RowDriver(StickyAction(probability: 0.25))
    let executed = driver.run(.action, Self.ramp)
    #expect(executed[0] == Self.ramp[0])
    var repeats = 0
    for t in 1..<executed.count {
      if executed[t] == executed[t - 1] { repeats += 1 } else { #expect(executed[t] == Self.ramp[t]) }
    }
    #expect(isPlausible(repeats, of: executed.count - 1, probability: 0.25))
    var certain = try RowDriver(StickyAction(probability: 1))
    #expect(certain.run(.action, Array(Self.ramp[3..<9])) == Array(repeating: Self.ramp[3], count: 6))
    certain.begin(episode: 1)
    #expect(certain.run(.action, [Self.ramp[20]]) == [Self.ramp[20]])
  }

  @Test func repeatAction() throws {
    var driver = try RowDriver(RepeatAction(steps: 3))
    let executed = driver.run(.action, Array(Self.ramp[0..<11]))
    for t in executed.indices { #expect(executed[t] == Self.ramp[t - t % 3]) }
  }

  @Test func replaceUniformly() throws {
    var driver = try RowDriver(ReplaceAction(probability: 0.3))
    let n = 20_000
    let executed = driver.run(.action, Array(repeating: [0.5, 0.5], count: n))
    let replaced = executed.filter { $0 != [0.5, 0.5] }
    #expect(isPlausible(replaced.count, of: n, probability: 0.3))
    for index in 0..<2 {
      let values = replaced.map { $0[index] }
      #expect(values.allSatisfy { $0 >= -1 && $0 <= 1 })
      #expect(abs(mean(values)) < 4 / (3 * Double(values.count)).squareRoot())
      #expect(abs(variance(values) * 3 - 1) < 4 * (0.8 / Double(values.count)).squareRoot())
    }
  }

  @Test func replaceDiscretely() throws {
    var driver = try RowDriver([RuleSlot(ReplaceAction(probability: 1))], for: CartPole())
    let executed = driver.run(.action, Array(repeating: [0], count: 10_000))
    #expect(executed.allSatisfy { $0 == [0] || $0 == [1] })
    #expect(isPlausible(executed.count { $0 == [1] }, of: 10_000, probability: 0.5))
  }

  @Test func replaceByPolicy() throws {
    let source = ActionSource.policy(ConstantRow(row: [-0.25, 0.75]))
    var driver = try RowDriver(ReplaceAction(probability: 0.5, by: source))
    let executed = driver.run(.action, Array(repeating: [0.5, 0.5], count: 5000), seeing: [1, 2])
    #expect(executed.allSatisfy { $0 == [0.5, 0.5] || $0 == [-0.25, 0.75] })
    #expect(isPlausible(executed.count { $0 == [-0.25, 0.75] }, of: 5000, probability: 0.5))
  }

  /// The policy sees the truth, not what the agent is shown.
  @Test func policySeesTheTruth() throws {
    var environment = try Simulation(Glider(), seed: 2).perturbed {
      Bias(value: 100)
      BlendAction(alpha: 1, by: .policy(Echo()))
    }
    _ = environment.reset(seed: 2)
    for _ in 0..<10 {
      let truth = environment.trueObservation
      _ = environment.step(Vector([0.9, 0.9]))
      #expect(environment.executedAction == Vector([0.1 * truth[0], 0.1 * truth[1]]))
    }
  }

  @Test func blendAction() throws {
    let source = ActionSource.policy(ConstantRow(row: [-1, 0.5]))
    var driver = try RowDriver(BlendAction(alpha: 0.25, by: source))
    #expect(driver.run(.action, [[1, -0.5]], seeing: [0, 0]) == [[0.5, -0.25]])
    var whole = try RowDriver(BlendAction(alpha: 1, by: source))
    #expect(whole.run(.action, [[1, -0.5]], seeing: [0, 0]) == [[-1, 0.5]])
    var uniform = try RowDriver(BlendAction(alpha: 0.5))
    let executed = uniform.run(.action, Array(repeating: [1, 1], count: 10_000)).map { $0[0] }
    #expect(executed.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(abs(mean(executed) - 0.5) < 4 * 0.5 / 30_000.0.squareRoot())
  }

  @Test func discreteActionsCannotBeBlended() throws {
    let error = #expect(throws: PerturbationError.self) {
      try Simulation(CartPole(), seed: 1).perturbed { BlendAction(alpha: 0.1) }
    }
    #expect(error?.description.contains("'direction'") == true)
    #expect(error?.description.contains("use replace-action") == true)
  }

  @Test(arguments: [-0.1, 1.5, .nan])
  func probabilitiesAreChecked(_ value: Double) throws {
    #expect(throws: PerturbationError.self) { try RowDriver(StickyAction(probability: value)) }
    #expect(throws: PerturbationError.self) { try RowDriver(ReplaceAction(probability: value)) }
    #expect(throws: PerturbationError.self) { try RowDriver(BlendAction(alpha: value)) }
    #expect(throws: PerturbationError.self) { try RowDriver(Dropout(probability: value)) }
    #expect(throws: PerturbationError.self) { try RowDriver(Stuck(probability: value)) }
  }
}
