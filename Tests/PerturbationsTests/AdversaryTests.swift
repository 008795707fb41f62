import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

@Suite struct AdversaryTests {
  static func environment(_ text: String) throws -> Perturbed<Glider, RuleList> {
    var glider = Glider()
    glider.noise = 0
    return try Perturbed(Simulation(glider, seed: 4), rules: rules(text))
  }

  @Test func parametersAreMappedOntoTheirIntervals() throws {
    var environment = try Self.environment("adversary-seat(channel=parameters,parameters=[wind,gain])")
    #expect(environment.seatDescription.components.map(\.name) == ["wind", "gain"])
    _ = environment.reset(seed: 4)
    #expect(environment.process.gain == 1 && environment.process.wind == 0)
    let cases = [([-1.0, -1], -1.0, 0.5), ([1, 1], 1, 2), ([0, 0], 0, 1.25), ([0.5, 9], 0.5, 2)]
    for (row, wind, gain) in cases {
      environment.setSeats(Row(row))
      _ = environment.step(Vector([0, 0]))
      #expect(environment.process.wind == wind && environment.process.gain == gain)
    }
    _ = environment.reset()
    #expect(environment.process.gain == 1 && environment.process.wind == 0)
  }

  @Test func observationsAreShifted() throws {
    var environment = try Self.environment("adversary-seat(channel=observation,epsilon=[0.5,0.25])")
    #expect(environment.reset(seed: 4) == environment.trueObservation)
    environment.setSeats([1, -0.5])
    for _ in 0..<3 {
      let shown = environment.step(Vector([0.2, 0])).observation
      let truth = environment.trueObservation
      #expect(shown == Vector([truth[0] + 0.5, truth[1] - 0.125]))
    }
  }

  @Test func actionsAreBlendedOrShifted() throws {
    var blended = try Self.environment("adversary-seat(channel=action,alpha=0.25)")
    _ = blended.reset(seed: 4)
    _ = blended.step(Vector([0.5, 0.5]))
    #expect(blended.executedAction == Vector([0.5, 0.5]))
    blended.setSeats([-1, 1])
    _ = blended.step(Vector([0.5, 0.5]))
    #expect(blended.executedAction == Vector([0.125, 0.625]))
    var shifted = try Self.environment("adversary-seat(channel=action,epsilon=0.25)")
    _ = shifted.reset(seed: 4)
    shifted.setSeats([-1, 1])
    _ = shifted.step(Vector([0.5, 0.9]))
    #expect(shifted.executedAction == Vector([0.25, 1]))
  }

  @Test func seatsAreConcatenated() throws {
    var environment = try Self.environment(
      "adversary-seat(channel=parameters,parameters=[wind]) | bias(value=0) "
        + "| adversary-seat(channel=observation,epsilon=1)")
    #expect(environment.seatDescription.width == 3)
    _ = environment.reset(seed: 4)
    environment.setSeats([0.5, -1, 0])
    let shown = environment.step(Vector([0, 0])).observation
    #expect(environment.process.wind == 0.5)
    #expect(shown[0] == environment.trueObservation[0] - 1 && shown[1] == environment.trueObservation[1])
  }

  /// Nature's chair: the same steps as playing the seats by hand, with the reward's sign turned.
  @Test func view() throws {
    let text = "adversary-seat(channel=parameters,parameters=[wind]) | bias(channel=reward,value=50)"
    let agent = FunctionPolicy<Vector<2>, Vector<2>> { seen, _ in
      Vector([max(-1, min(1, -seen[0])), 0.5])
    }
    var byHand = try Self.environment(text)
    var view = try AdversaryView(of: byHand, against: agent)
    #expect(view.actionSpace.description.components.map(\.name) == ["wind"])
    #expect(view.observationSpace.description.components.map(\.name) == ["x", "y", "right", "up"])
    #expect(view.task.rewardRange == -1000...1000 && view.task.horizon == 200)
    var shown = byHand.reset(seed: 6)
    var seen = view.reset(seed: 6)
    var luck = byHand.clock.stream(.policy)
    for t in 0..<200 {
      let action = agent.action(for: shown, using: &luck)
      #expect(seen == Row(byHand.trueObservation.components + action.components))
      let nature = Row([t % 2 == 0 ? 1 : -0.3])
      byHand.setSeats(nature)
      let step = byHand.step(action)
      let mirrored = view.step(nature)
      #expect(mirrored.reward == -byHand.trueOutcome.reward)
      #expect(mirrored.costs == step.costs && mirrored.ending == step.ending)
      (shown, seen) = (step.observation, mirrored.observation)
    }
    #expect(view.perturbed.isRunning == false)
  }

  @Test func viewPaidByCost() throws {
    let environment = try Self.environment("adversary-seat(channel=action,epsilon=1)")
    let agent = ZeroPolicy(environment.actionSpace, observing: Vector<2>.self)
    var view = try AdversaryView(of: environment, against: agent, goal: .cost(0), showsAction: false)
    #expect(view.observationSpace.description.width == 2)
    #expect(view.reset(seed: 1).count == 2)
    let step = view.step([0, 1])
    #expect(step.reward == step.observation[1] && step.costs[0] == step.observation[1])
    #expect(throws: PerturbationError.self) {
      try AdversaryView(of: environment, against: agent, goal: .cost(1))
    }
    let bare = try Simulation(Glider(), seed: 1).perturbed { Bias(value: 1) }
    let error = #expect(throws: PerturbationError.self) { try AdversaryView(of: bare, against: agent) }
    #expect(error?.message.contains("add an adversary-seat") == true)
  }

  /// Nature sees what agent plays in cart-pole: a category next to numbers.
  @Test func discreteAgent() throws {
    let environment = try Simulation(CartPole(), seed: 1).perturbed {
      AdversarySeat.parameters(.parameters(["push"]))
    }
    let agent = FunctionPolicy<Vector<4>, Int> { seen, _ in seen[2] > 0 ? 1 : 0 }
    var view = try AdversaryView(of: environment, against: agent)
    var row = view.reset(seed: 1)
    for _ in 0..<20 {
      #expect(view.observationSpace.contains(row))
      #expect(row.count == 5 && row[4] == (row[2] > 0 ? 1 : 0))
      row = view.step([1]).observation
    }
    #expect(throws: PerturbationError.self) {
      try Simulation(CartPole(), seed: 1).perturbed { AdversarySeat.action(alpha: 0.1) }
    }
  }
}
