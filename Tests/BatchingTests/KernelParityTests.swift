import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import SafeControlEnvironments
import TabularEnvironments
import Testing

/// Plays every world of a family as a batch of several blocks beside simulations.
struct ParityVisitor: WorldVisitor {
  var count = 530
  var shards = 2
  var steps = 25
  var horizon = 9
  /// By world: the first number that differs, if one does, and how many episodes ended.
  var results: [String: (mismatch: String?, ended: Int)] = [:]

  mutating func visit<W: World>(_ world: W.Type) {
    let process = W()
    for type in [process.observationSpace.description.elementType, .float64] {
      do {
        let batch = try Batch(
          process, count: count, rules: NoRules(), horizon: horizon, shards: shards, observationType: type,
          splitting: .finest)
        let comparison = LaneComparison(batch, steps: steps) {
          Simulation(process, seed: 21, lane: $0, horizon: horizon)
        }
        results["\(W.identifier) \(type)"] = (comparison.mismatch, comparison.endings.values.reduce(0, +))
      } catch {
        results["\(W.identifier) \(type)"] = ("\(error)", 0)
      }
    }
  }
}

/// Column kernels and tables make the bits of the scalar steps, in every lane of several blocks.
@Suite struct KernelParityTests {
  static func check(_ visitor: ParityVisitor, worlds: Int) {
    #expect(visitor.results.count >= worlds)
    for (world, result) in visitor.results {
      #expect(result.mismatch == nil, "\(world)")
      #expect(result.ended > 0, "\(world)")
    }
  }

  @Test func classicControl() {
    var visitor = ParityVisitor()
    ClassicControl.enumerate(&visitor)
    Self.check(visitor, worlds: 10)
  }

  @Test func safeControl() {
    var visitor = ParityVisitor()
    SafeControl.enumerate(&visitor)
    Self.check(visitor, worlds: 6)
  }

  @Test func tabular() {
    var visitor = ParityVisitor()
    Tabular.enumerate(&visitor)
    Self.check(visitor, worlds: 32)
  }

  /// Other parameters than the nominal ones reach the kernels and the tables.
  @Test func parametersOfOnesOwn() throws {
    var lake = FrozenLake(options: OptionValues(for: FrozenLake.options))
    lake.slip = 0.4
    var pendulum = Pendulum()
    pendulum.length = 0.7
    pendulum.torque = 0.3
    var robot = PointRobot()
    robot.windX = 0.1
    robot.hazardRadius = 0.9
    var pests = PestControl()
    pests.growthMean = 1.4
    func mismatch<W: World>(_ world: W) throws -> (String?, differs: Bool) {
      let batch = try Batch(world, count: 20, horizon: 15)
      let plain = try Batch(W(), count: 20, horizon: 15)
      let comparison = LaneComparison(batch) { Simulation(world, seed: 21, lane: $0, horizon: 15) }
      let nominal = LaneComparison(plain) { Simulation(W(), seed: 21, lane: $0, horizon: 15) }
      return (comparison.mismatch, comparison.trace != nominal.trace)
    }
    for result in [try mismatch(lake), try mismatch(pendulum), try mismatch(robot), try mismatch(pests)] {
      #expect(result.0 == nil)
      #expect(result.differs)
    }
  }

  /// Rules keep kernels and tables, on actions, observations, rewards and costs.
  @Test func underRules() throws {
    let rules = RuleList([
      RuleSlot(StickyAction(probability: 0.3)), RuleSlot(RewardDelay(steps: 2)),
      Bias(.cost, value: 1).scheduled(.period(3)),
    ])
    func mismatch<W: World>(_ world: W) throws -> String? {
      let batch = try Batch(
        world, count: 21, rules: rules, horizon: 15, shards: 2, splitting: .finest)
      return try LaneComparison(batch, truth: \.trueOutcome) {
        try Perturbed(Simulation(world, seed: 21, lane: $0, horizon: 15), rules: rules)
      }.mismatch
    }
    #expect(try mismatch(RandomConstrained()) == nil)
    #expect(try mismatch(ConstrainedPendulum()) == nil)
    #expect(try mismatch(PointRobot()) == nil)
    let noisy = RuleList([RuleSlot(GaussianNoise(sigma: 0.1)), RuleSlot(ObservationDelay(steps: 1))])
    let batch = try Batch(
      PointRobot(), count: 21, rules: noisy, horizon: 15, shards: 2, splitting: .finest)
    #expect(
      try LaneComparison(batch) {
        try Perturbed(Simulation(PointRobot(), seed: 21, lane: $0, horizon: 15), rules: noisy)
      }.mismatch == nil)
  }

  /// States and actions that stop being finite fail like simulations.
  @Test func statesThatStopBeingFinite() throws {
    var line = DoubleIntegrator()
    line.drag = -1e200
    var robot = PointRobot()
    robot.accelerationGain = .greatestFiniteMagnitude
    var acrobot = Acrobot()
    acrobot.gravity = 1e308
    func failures<W: World>(_ world: W) throws -> (String?, failed: Bool) {
      let batch = try Batch(
        world, count: 9, rules: NoRules(), shards: 2, observationType: .float64, splitting: .finest)
      let comparison = LaneComparison(batch, steps: 30) { Simulation(world, seed: 21, lane: $0) }
      return (comparison.mismatch, comparison.endings.contains { $0.key.contains(.failed) })
    }
    for result in [try failures(line), try failures(robot), try failures(acrobot)] {
      #expect(result.0 == nil)
      #expect(result.failed)
    }
  }
}
