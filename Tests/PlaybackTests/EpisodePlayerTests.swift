import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Playback
import RandomStreams
import Testing

@Suite struct EpisodePlayerTests {
  /// The fingerprints of all steps, in the order in which they are played.
  private func course(_ player: inout EpisodePlayer, steps: Int) -> [String] {
    var prints = [fingerprint(player)]
    while prints.count <= steps, player.advance() { prints.append(fingerprint(player)) }
    return prints
  }

  @Test(arguments: [
    busyRecipe, "point-robot-v0 | gaussian-noise(sigma=0.1)", "cliff-walk-v1?horizon=60",
    "pendulum-v1 | periodic-disturbance(parameter=torque,amplitude=0.5,period=20) | dropout(probability=0.2)",
    "cart-pole-v1 | extra-dimensions(count=2,schedule=bernoulli:0.5) | reward-delay(steps=3)",
  ])
  func everyStepIsTheSameForwardsBackwardsAndAgain(_ recipe: String) throws {
    var player = try player(recipe, policy: .random)
    player = EpisodePlayer(player.environment, policy: player.environment.policy(.random), seed: 11)
    let forwards = course(&player, steps: 150)
    let last = forwards.count - 1
    #expect(last > 3)
    for step in stride(from: last, through: 0, by: -1) {
      player.seek(toStep: step)
      #expect(player.step == step)
      #expect(fingerprint(player) == forwards[step], "back at step \(step)")
    }
    for step in 1...last {
      let isPlayed = player.advance()
      #expect(isPlayed)
      #expect(fingerprint(player) == forwards[step], "again at step \(step)")
    }
    #expect(player.recordedSteps == last)
    var luck = RandomStream(seed: 1, purpose: StreamPurpose(named: "jumps"))
    for _ in 0..<50 {
      let step = Int(luck.uniform() * Double(last + 1))
      player.seek(toStep: step)
      #expect(fingerprint(player) == forwards[step], "jump to \(step)")
    }
  }

  @Test func seekingAheadPlaysOn() throws {
    var stepped = try player(busyRecipe)
    for _ in 0..<120 { stepped.advance() }
    var sought = try player(busyRecipe)
    sought.seek(toStep: 120)
    #expect(fingerprint(sought) == fingerprint(stepped))
    #expect(sought.recordedSteps == 120)
    var ended = try player("mountain-car-v0?horizon=40", policy: .zero)
    ended.seek(toStep: 1000)
    #expect(ended.hasEnded && ended.step == 40 && ended.recordedSteps == 40)
    let isPlayed = ended.advance()
    #expect(!isPlayed && ended.step == 40)
    #expect(ended.facts.ending == .truncated)
  }

  @Test func stepsWithoutDetailAreTheSameSteps() throws {
    let recipe = "mountain-car-v0?horizon=2000 | gaussian-noise(sigma=0.01) | stuck(probability=0.1)"
    var detailed = try player(recipe, policy: .random)
    while detailed.step < 700, detailed.advance() {}
    var fast = try player(recipe, policy: .random)
    fast.isDetailed = false
    while fast.step < 700, fast.advance() {}
    try #require(fast.step == 700)
    #expect(fast.environment.stateBytes == detailed.environment.stateBytes)
    #expect(fast.view.trail.isEmpty)
    fast.seek(toStep: 700)
    #expect(fast.facts == detailed.facts)
    #expect(fast.view.trail == detailed.view.trail)
    #expect(detailed.view.trail.count == 64)
    #expect(!fast.isDetailed)
  }

  @Test func factsAreSumsOfWhatWasSeen() throws {
    let recipe = "double-integrator-v0 | bias(channel=reward,value=-1) | bias(channel=cost,value=2)"
    var environment = try EnvironmentCatalog.make(recipe)
    _ = environment.reset(seed: 4)
    var player = try player(recipe, policy: .zero)
    try player.setAction([0.9])
    var (sum, perceived, weight) = (0.0, 0.0, 1.0)
    let count = environment.task.costs.count
    var costs = Array(repeating: 0.0, count: count)
    var discounted = costs
    var violations = Array(repeating: 0, count: environment.task.constraints.count)
    for _ in 0..<60 where environment.isRunning {
      perceived += environment.step([0.9]).reward
      let truth = environment.trueOutcome
      sum += truth.reward
      for channel in 0..<count {
        costs[channel] += truth.costs[channel]
        discounted[channel] += weight * truth.costs[channel]
      }
      for (index, constraint) in environment.task.constraints.enumerated() {
        if case .everyStep(let limit) = constraint.requirement, truth.costs[constraint.channel] > limit {
          violations[index] += 1
        }
      }
      weight *= environment.task.discount
      player.advance()
    }
    let facts = player.facts
    #expect(facts.return == sum && facts.perceivedReturn == perceived)
    #expect(facts.costSums == costs && facts.discountedCostSums == discounted)
    #expect(facts.violations == violations)
    #expect(costs.contains { $0 > 0 }, "a drive of 0.9 hits the wall")
    #expect(facts.margins == environment.margins)
    #expect(facts.manualAction == [0.9] && facts.action == [0.9])
  }

  @Test func interventionsReplay() throws {
    var first = try player(busyRecipe)
    first.seek(toStep: 20)
    try first.setParameter(1, to: 1.25)
    first.seek(toStep: 31)
    try first.setRule(1, isOn: false)
    try first.setRule(3, isOn: false)
    try first.setAction([1])
    first.seek(toStep: 34)
    try first.setAction(nil)
    first.seek(toStep: 50)
    try first.setRule(1, isOn: true)
    var prints: [String] = []
    first.seek(toStep: 80)
    let last = first.step
    for step in 0...last {
      first.seek(toStep: step)
      prints.append(fingerprint(first))
    }
    // The same, done for the first time, step by step.
    var second = try player(busyRecipe)
    for step in 0...last {
      switch step {
      case 20: try second.setParameter(1, to: 1.25)
      case 31:
        try second.setRule(1, isOn: false)
        try second.setRule(3, isOn: false)
        try second.setAction([1])
      case 34: try second.setAction(nil)
      case 50: try second.setRule(1, isOn: true)
      default: break
      }
      #expect(fingerprint(second) == prints[step], "step \(step)")
      second.advance()
    }
    for step in [last, 49, 50, 33, 34, 20, 19, 31, 0] where step <= last {
      first.seek(toStep: step)
      #expect(fingerprint(first) == prints[step], "jump to \(step)")
    }
  }

  @Test func anInterventionInThePastBranches() throws {
    var player = try player("mountain-car-continuous-v0", policy: .zero)
    player.seek(toStep: 100)
    let old = fingerprint(player)
    player.seek(toStep: 40)
    let fork = player.environment.save()
    #expect(player.recordedSteps == 100)
    try player.setAction([1])
    #expect(player.recordedSteps == 40)
    player.seek(toStep: 100)
    #expect(fingerprint(player) != old)
    player.seek(toStep: 40)
    #expect(player.environment.save() == fork)
    #expect(player.facts.manualAction == [1])
    player.seek(toStep: 39)
    #expect(player.facts.manualAction == nil)
    // What changes nothing leaves the future alone.
    try player.setAction(nil)
    #expect(player.recordedSteps == 100)
  }

  @Test func wrongInterventionsLeaveTheFutureAlone() throws {
    var player = try player(busyRecipe)
    player.seek(toStep: 30)
    player.seek(toStep: 10)
    let before = fingerprint(player)
    #expect(throws: InterventionError.self) { try player.setAction([2]) }
    #expect(throws: InterventionError.self) { try player.setAction([0, 0]) }
    #expect(throws: InterventionError.self) { try player.setAction([.nan]) }
    #expect(throws: InterventionError.self) { try player.setParameter(0, to: -1e9) }
    #expect(throws: InterventionError.self) { try player.setParameter(99, to: 1) }
    #expect(throws: InterventionError.self) { try player.setRule(99, isOn: true) }
    #expect(throws: InterventionError.self) { try player.setSeats([1]) }
    #expect(fingerprint(player) == before)
    #expect(player.recordedSteps == 30)
  }

  @Test func seatsAreInterventionsToo() throws {
    let recipe = "pendulum-v1 | adversary-seat(channel=action,epsilon=0.5)"
    var calm = try player(recipe)
    var pushed = calm
    calm.seek(toStep: 30)
    pushed.seek(toStep: 5)
    try pushed.setSeats([1])
    pushed.seek(toStep: 30)
    let print = fingerprint(pushed)
    pushed.seek(toStep: 2)
    pushed.seek(toStep: 30)
    #expect(fingerprint(pushed) == print)
    #expect(calm.environment.stateBytes != pushed.environment.stateBytes)
  }

  @Test func resetsForgetEverything() throws {
    var player = try player(busyRecipe)
    let start = fingerprint(player)
    player.seek(toStep: 30)
    try player.setParameter(0, to: player.recipe.parameters[0].interval.upperBound)
    try player.setRule(0, isOn: false)
    player.nextSeed()
    #expect(player.seed == 5 && player.step == 0 && player.recordedSteps == 0)
    let areOn = player.facts.rules.map(\.isOn)
    #expect(areOn == Array(repeating: true, count: 6))
    player.reset(seed: 4)
    #expect(fingerprint(player) == start)
  }

  @Test func longEpisodesTakeBoundedMemory() throws {
    var player = try player("mountain-car-v0?horizon=1000000", policy: .zero)
    player.isDetailed = false
    var most = 0
    for _ in 0..<300_000 {
      player.advance()
      most = max(most, player.snapshotCount)
    }
    #expect(player.recordedSteps == 300_000)
    #expect(most <= 512)
    let series = player.view.series
    #expect(series.steps == 300_000)
    #expect(series.rewards.count <= 1024 && series.rewards.count > 512)
    #expect(series.rewards.allSatisfy { $0 == -1 })
  }

  @Test func slowStepsGetASnapshotEachAndAreThinned() throws {
    var history = EpisodeHistory(EpisodeMoment(try EnvironmentCatalog.make("forest-v0"), seed: 1))
    var moment = history.snapshots[0]
    for step in 1...3000 {
      if history.isTimingDue { history.note(.milliseconds(500)) }
      moment.step = step
      history.append(moment)
    }
    #expect(history.snapshots.count <= 512 && history.snapshots.count > 256)
    #expect(history.interval == 8)
    #expect(history.snapshots[0].step == 0)
    #expect(history.snapshots.allSatisfy { $0.step % 8 == 0 })
  }

  @Test func theSeriesOfABranchIsThatOfItsSteps() throws {
    func series(_ player: EpisodePlayer) -> [String] {
      let series = player.view.series
      return [
        "\(series.stepsPerBin)", "\(series.rewards)", "\(series.violations)",
        "\(series.costs(channel: 0))",
      ]
    }
    let recipe = "double-integrator-v0?horizon=100000"
    var branched = try player(recipe)
    branched.seek(toStep: 5003)
    branched.seek(toStep: 4099)
    try branched.setAction([1])
    branched.seek(toStep: 4500)
    var straight = try player(recipe)
    straight.seek(toStep: 4099)
    try straight.setAction([1])
    straight.seek(toStep: 4500)
    #expect(branched.view.series.steps == 4500 && straight.view.series.steps == 4500)
    #expect(branched.view.series.stepsPerBin == 8)
    #expect(series(branched) == series(straight))
  }
}
