import DecisionProcesses
import ElementaryFunctions
import SafeControlEnvironments
import Testing

@Suite struct PointRobotTests {
  /// Single states of the source's figure.
  static let known: [(state: PointRobot.State, isAvoidable: Bool)] = [
    (PointRobot.State(x: -1.8, y: 0, speed: 2, heading: .pi / 4), true),
    (PointRobot.State(x: -1.5, y: 0, speed: 2, heading: .pi / 4), false),
    (PointRobot.State(x: -2.7, y: -2.7, speed: 2, heading: .pi / 4), true),
    (PointRobot.State(x: 0.4, y: -2.4, speed: 1, heading: .pi / 2), false),
    (PointRobot.State(x: 0.4, y: -2.6, speed: 1, heading: .pi / 2), true),
    (PointRobot.State(x: -0.4, y: 0.2, speed: 0.5, heading: .pi / 4), true),
    (PointRobot.State(x: -1.2, y: 0.4, speed: 1.5, heading: .pi / 4), false),
  ]

  @Test(arguments: known)
  func avoidableStates(state: PointRobot.State, expected: Bool) {
    #expect(PointRobot.isAvoidable(state) == expected)
  }

  /// Counts of lost nodes on the 61 by 61 grid over the square, recorded from another implementation;
  /// eight nodes lie on the hazards' edges, where the last place decides.
  @Test func avoidableGrid() {
    func count(_ isCounted: (PointRobot.State) -> Bool, speed: Double) -> Int {
      var total = 0
      for i in 0...60 {
        for j in 0...60 {
          let state = PointRobot.State(
            x: -3 + 0.1 * Double(i), y: -3 + 0.1 * Double(j), speed: speed, heading: .pi / 4)
          if isCounted(state) { total += 1 }
        }
      }
      return total
    }
    let slow = count({ !PointRobot.isAvoidable($0) }, speed: 0.5)
    let fast = count({ !PointRobot.isAvoidable($0) }, speed: 1.5)
    let inside = count({ PointRobot().margin($0, channel: 0) > 0 }, speed: 0)
    print("point-robot: lost nodes \(slow) and \(fast), inside \(inside)")
    #expect(abs(slow - 434) <= 4)
    #expect(abs(fast - 564) <= 4)
    #expect(abs(inside - 392) <= 4)
  }

  /// An Euler step worked out by hand at heading atan2(3, 4), whose cosine and sine are 0.8 and 0.6.
  @Test func oneStep() {
    var world = PointRobot()
    world.windX = 0.1
    world.windY = -0.2
    world.accelerationGain = 0.7
    world.turnGain = 1.1
    var state = PointRobot.State(x: -2, y: -2, speed: 1.5, heading: Elementary.atan2(3, 4))
    let heading = state.heading
    let before = PointRobot.goalDistance(state)
    var stream = Clock(seed: 0).stream(.dynamics)
    let outcome = world.advance(&state, by: Vector([-3, 0.5]), using: &stream)
    #expect(abs(state.x - (-2 + 0.05 * (1.2 + 0.1))) < 1e-15)
    #expect(abs(state.y - (-2 + 0.05 * (0.9 - 0.2))) < 1e-15)
    #expect(abs(state.speed - (1.5 - 0.05 * 0.7)) < 1e-15)
    #expect(abs(state.heading - (heading + 0.05 * 0.55)) < 1e-15)
    #expect(abs(outcome.reward - (before - PointRobot.goalDistance(state))) < 1e-15)
    #expect(outcome.ending == [] && outcome.costs == Costs(0))
  }

  /// Bearings: a hazard ahead reads (1, 0), to the left (0, 1), behind (-1, 0).
  @Test(arguments: [(0.0, 1.0, 0.0), (-Double.pi / 2, 0, 1), (Double.pi, -1, 0)])
  func bearing(turn: Double, ahead: Double, left: Double) {
    let world = PointRobot()
    var stream = Clock(seed: 0).stream(.observation)
    // The first hazard's centre (0.4, -1.2) lies 2 m to the right of this place, along the x axis.
    let seen = world.observe(
      PointRobot.State(x: -1.6, y: -1.2, speed: 0.3, heading: turn), using: &stream)
    #expect(abs(seen[5] - 2) < 1e-15)
    #expect(abs(seen[6] - ahead) < 1e-15)
    #expect(abs(seen[7] - left) < 1e-15)
    let center = world.observe(PointRobot.State(x: 0.4, y: -1.2, speed: 0, heading: 1), using: &stream)
    #expect(center[5] == 0 && center[6] == 0 && center[7] == 0)
  }

  @Test func goalAndEdgeEndTheEpisode() {
    let world = PointRobot()
    var stream = Clock(seed: 0).stream(.dynamics)
    var home = PointRobot.State(x: 1.85, y: 2.2, speed: 2, heading: 0)
    let arrival = world.advance(&home, by: .zero, using: &stream)
    #expect(arrival.ending == .terminated)
    #expect(abs(arrival.reward - 1.1) < 1e-12)
    var edge = PointRobot.State(x: 2.95, y: 0, speed: 2, heading: 0)
    let exit = world.advance(&edge, by: .zero, using: &stream)
    #expect(exit.ending == .terminated)
    #expect(exit.reward < 0.1)
    var hazard = PointRobot.State(x: -0.5, y: -1.2, speed: 4, heading: 0)
    let hit = world.advance(&hazard, by: .zero, using: &stream)
    #expect(hit.ending == [] && hit.costs == Costs(1))
  }

  @Test func startsAsAsked() {
    let world = PointRobot(options: OptionValues(["start": .word("evaluation")], for: PointRobot.options))
    let simulation = Simulation(world, seed: 3)
    #expect(simulation.state == PointRobot.State(x: -1.8, y: 0, speed: 2, heading: .pi / 4))
  }

  /// From the fixed start it arrives, through a hazard; from some random starts it leaves the square first.
  @Test func scriptedPolicyReachesTheGoalThroughHazards() {
    let fixed = PointRobot(options: OptionValues(["start": .word("evaluation")], for: PointRobot.options))
    let evaluation = ScriptedPlay(fixed, seeds: 0..<1)
    #expect(evaluation.last[0][1] <= PointRobot.goalRadius)
    let play = ScriptedPlay(PointRobot(), seeds: 0..<20)
    let home = play.last.count { $0[1] <= PointRobot.goalRadius }
    print("point-robot: scripted return \(play.meanReturn), costs \(play.meanCosts), home \(home) of 20")
    print("point-robot: from the fixed start \(evaluation.meanReturn), costs \(evaluation.meanCosts)")
    #expect(home > 10)
    #expect(play.meanCosts[0] > 1)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity], [0, 1])
  func badActionFails(value: Double, component: Int) {
    var simulation = Simulation(PointRobot(), seed: 1)
    _ = simulation.reset()
    var action = Vector<2>.zero
    action[component] = value
    #expect(simulation.step(action).ending == [.failed, .truncated])
  }
}
