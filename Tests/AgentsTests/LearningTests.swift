import Agents
import DecisionProcesses
import RandomStreams
import TabularEnvironments
import Testing

/// What theory says of learners: estimates converge, optimism holds, regret is sublinear, and numbers
/// survive.
@Suite struct LearningTests {
  /// Errors of the estimates fall like K^-1/2: the slope of log error on log K over 3000 to 100 000 episodes.
  @Test(arguments: [
    (FactorOperator.nominal, 0.0), (.totalVariation, 0.2), (.kullbackLeibler, 0.1), (.chiSquare, 0.2),
    (.totalVariationPenalty, 0.5), (.kullbackLeiblerPenalty, 1), (.chiSquarePenalty, 1),
  ])
  func convergence(nature: FactorOperator, size: Double) throws {
    let model = try LinearModel.drawn(seed: 1)
    let sizes = FactorSizes(size, horizon: 3, featureCount: 4)
    let exact = try LinearSolver(model, nature: nature, sizes: sizes).solve()
    let counts = [3000, 10_000, 30_000, 100_000]
    var sums = Array(repeating: 0.0, count: counts.count)
    for seed in 0..<8 {
      var design = LinearDesign(
        nature: nature, sizes: sizes, outlook: .optimistic, bonusScale: 0, width: .sum, ridge: 0.01)
      design.hasLowerClip = false
      let learner = try RegressionLearner(model, design: design)
      var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: UInt64(seed))
      for episode in 0..<counts.last! {
        _ = player.play(
          episode, choose: { _, _, stream in stream.integer(below: 6) },
          transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
        guard let place = counts.firstIndex(of: episode + 1) else { continue }
        learner.plan()
        let errors = (0..<6).map {
          (learner.actionValue(step: 0, state: 0, action: $0) - exact.actionValues[$0]).magnitude
        }
        sums[place] += errors.max()! / 8
      }
    }
    // Least squares of log error on log K.
    let points = zip(counts, sums).map { (x: logarithm(Double($0)), y: logarithm($1)) }
    let (mx, my) = (points.reduce(0) { $0 + $1.x } / 4, points.reduce(0) { $0 + $1.y } / 4)
    let slope =
      points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) }
      / points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
    #expect(slope < -0.4 && slope > -0.65, "\(nature.rawValue): errors \(sums), slope \(slope)")
  }

  private func logarithm(_ x: Double) -> Double {
    // By halves and the series of artanh: the tests need no library for it.
    var (value, rest) = (0.0, x)
    while rest < 1 { (rest, value) = (rest * 2, value - 0.6931471805599453) }
    while rest >= 2 { (rest, value) = (rest / 2, value + 0.6931471805599453) }
    let u = (rest - 1) / (rest + 1)
    var (power, sum) = (u, 0.0)
    for k in 0..<40 {
      sum += power / Double(2 * k + 1)
      power *= u * u
    }
    return value + 2 * sum
  }

  private static let published = [AgentSettings.SizedFactor(step: 0, factor: 3)]

  /// Plays an online agent in the source; `watch` sees it after every plan.
  private func play(
    _ agent: any LinearAgent, _ model: LinearModel, episodes: Int, seed: UInt64,
    _ watch: (any StagedLearner) -> Void
  ) throws {
    let learner = try agent.makeLearner(for: model)
    var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: seed)
    for episode in 0..<episodes {
      learner.plan()
      watch(learner)
      _ = player.play(
        episode, choose: { learner.action(step: $0, state: $1, using: &$2) },
        transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
    }
  }

  /// With the theoretical bonus every episode's estimate is at least the exact robust optimum. With the tuned
  /// bonus of 1 it was in all of these runs too; with 0.1 it is not, so that the check can fail.
  @Test(arguments: ["dr-rpo", "dr-lsvi-ucb", "we-drive-u"])
  func optimism(agent: String) throws {
    let model = try linearMDP(xi: 0.2)
    let sizes = try FactorSizes(0.3, at: [(0, 3)], elsewhere: 0, horizon: 3, featureCount: 4)
    let temperature = agent == "dr-rpo" ? 0.05 : nil
    let optimum = try LinearSolver(model, nature: .totalVariation, sizes: sizes).solve(
      temperature: temperature
    )
    .firstValue
    func share(_ bonus: AgentSettings.Bonus) throws -> Double {
      var settings = AgentSettings()
      (settings.radius, settings.factors, settings.bonus) = (0.3, Self.published, bonus)
      var (count, all) = (0, 0)
      for seed in 0..<5 {
        try play(LinearAgents.named(agent)!.init(settings), model, episodes: 1000, seed: UInt64(seed)) {
          all += 1
          if $0.firstValue >= optimum - 1e-12 { count += 1 }
        }
      }
      return Double(count) / Double(all)
    }
    #expect(try share(.theoretical) == 1)
    #expect(try share(.tuned(1)) == 1)
    #expect(try share(.tuned(0.02)) < 1)
  }

  /// DRPVI's estimate is below the exact robust value of its own policy.
  @Test func pessimism() throws {
    let model = try linearMDP(xi: 0.2)
    let sizes = try FactorSizes(0.3, at: [(0, 3)], elsewhere: 0, horizon: 3, featureCount: 4)
    let solver = try LinearSolver(model, nature: .totalVariation, sizes: sizes)
    var settings = AgentSettings()
    (settings.radius, settings.factors) = (0.3, Self.published)
    for seed in 0..<20 {
      var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: UInt64(seed))
      var data = EpisodeData()
      for episode in 0..<100 {
        var transitions: [EpisodeData.Transition] = []
        _ = player.play(episode, choose: { _, _, stream in stream.integer(below: 16) }) {
          transitions.append(EpisodeData.Transition(state: $1, action: $2, reward: $3, next: $4))
        }
        data.append(transitions)
      }
      let learner = try DRPVI(settings).learn(from: data, model: model)
      #expect(learner.firstValue <= solver.evaluate(learner.policy).firstValue)
    }
  }

  /// Regret grows more slowly than the root of the episodes: the slope of log regret over the last decade of
  /// 4000 episodes, with its 95 % interval over seeds below 1/2.
  @Test func regret() throws {
    let model = try linearMDP(xi: 0.2)
    let sizes = try FactorSizes(0.3, at: [(0, 3)], elsewhere: 0, horizon: 3, featureCount: 4)
    let solver = try LinearSolver(model, nature: .totalVariation, sizes: sizes)
    let optimum = solver.solve(temperature: 0.05).firstValue
    var settings = AgentSettings()
    (settings.radius, settings.factors) = (0.3, Self.published)
    var slopes: [Double] = []
    for seed in 0..<6 {
      var (total, episode, early) = (0.0, 0, 0.0)
      try play(DRRPO(settings), model, episodes: 4000, seed: UInt64(seed)) {
        total += optimum - solver.evaluate($0.policy, temperature: 0.05).firstValue
        episode += 1
        if episode == 400 { early = total }
      }
      #expect(early > 0)
      slopes.append(logarithm(total / early) / logarithm(10))
    }
    let mean = slopes.reduce(0, +) / 6
    let deviation = (slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5 / 6).squareRoot()
    // Student's t with five degrees of freedom.
    #expect(mean + 2.571 * deviation < 0.5, "slopes \(slopes)")
  }

  /// A learner that is written down and read back goes on with the same bits.
  @Test(arguments: ["lsvi-ucb", "dr-lsvi-ucb", "dr-rpo", "we-drive-u"], [false, true])
  func checkpoints(agent: String, mirrors: Bool) throws {
    guard !mirrors || agent == "dr-rpo" else { return }
    let model = try linearMDP(xi: 0.3)
    var settings = AgentSettings()
    if mirrors { settings.mirrorStep = 1 }
    let made = try LinearAgents.named(agent)!.init(settings)
    func advance(_ learner: any StagedLearner, _ range: Range<Int>) throws {
      var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: 9)
      for episode in range {
        learner.plan()
        _ = player.play(
          episode, choose: { learner.action(step: $0, state: $1, using: &$2) },
          transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
      }
    }
    let whole = try made.makeLearner(for: model)
    try advance(whole, 0..<300)
    let first = try made.makeLearner(for: model)
    try advance(first, 0..<130)
    var writer = ByteWriter()
    first.encode(into: &writer)
    let second = try made.makeLearner(for: model)
    var reader = ByteReader(writer.bytes)
    try second.restore(from: &reader)
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
    try advance(second, 130..<300)
    whole.plan()
    second.plan()
    #expect(whole.values == second.values && whole.policy == second.policy)
  }

  /// A state that the model says is never met is valued like any other once it is seen.
  @Test func unforeseenStates() throws {
    let model = try linearMDP(xi: 0.2)
    var settings = AgentSettings()
    settings.radius = 0.1
    let agent = try DRLSVIUCB(settings)
    // x2 again at the last step, where only x3, x4 and x5 can be.
    let surprise = EpisodeData.Transition(state: 1, action: 3, reward: 0.5, next: 1)
    let learner = try agent.makeLearner(for: model)
    learner.plan()
    learner.observe(step: 1, state: 1, action: 3, reward: 0.5, next: 1)
    learner.plan()
    // The same data with a learner that values everything: mirror descent does, and nu do not depend on
    // policies here.
    let other = try RegressionLearner(
      LinearModel(
        horizon: 3,
        features: (0..<80).flatMap { model.features(of: $0 / 16, action: $0 % 16)! }, states: 5, actions: 16,
        rewardWeights: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1], factors: nil, initial: [1, 0, 0, 0, 0],
        failState: 3),
      design: (learner as! RegressionLearner).design)
    other.observe(EpisodeData([[]]))
    other.observe(step: 1, state: surprise.state, action: 3, reward: 0.5, next: 1)
    other.plan()
    #expect(learner.values == other.values && learner.policy == other.policy)
  }

  /// 10^5 episodes: the design stays positive definite, values stay finite and near the exact ones.
  @Test func longRuns() throws {
    let model = try linearMDP(xi: 0.2)
    var last = 0.0
    try play(LSVIUCB(), model, episodes: 100_000, seed: 3) { last = $0.firstValue }
    #expect(last.isFinite && (last - 1.624250125).magnitude < 0.05, "estimate \(last)")
  }

  /// With more steps the default ridge lets the bonus reach H still: agents explore, and regret stays small.
  @Test(arguments: ["lsvi-ucb", "dr-lsvi-ucb", "dr-rpo"])
  func moreSteps(agent: String) throws {
    let model = try linearMDP(xi: 0.2, horizon: 8)
    var settings = AgentSettings()
    if agent != "lsvi-ucb" { (settings.radius, settings.factors) = (0.3, Self.published) }
    let sizes = try FactorSizes(
      agent == "lsvi-ucb" ? 0 : 0.3, at: [(0, 3)], elsewhere: 0, horizon: 8, featureCount: 4)
    let temperature = agent == "dr-rpo" ? 0.05 : nil
    let solver = try LinearSolver(model, nature: .totalVariation, sizes: sizes)
    let optimum = solver.solve(temperature: temperature).firstValue
    var (early, late, episode) = (0.0, 0.0, 0)
    try play(LinearAgents.named(agent)!.init(settings), model, episodes: 1000, seed: 2) {
      let gap = optimum - solver.evaluate($0.policy, temperature: temperature).firstValue
      if episode < 500 { early += gap } else { late += gap }
      episode += 1
    }
    #expect(late < 0.5 * early, "\(agent): regret \(early), then \(late)")
  }

  /// Estimates of a penalised nature come to the nominal estimate as the penalty grows.
  ///
  /// Under total variation exactly. The others lose or gain what estimated weights lack to a distribution,
  /// which goes to 0 with the data: chi-square's alpha may pass over negative weights, Kullback-Leibler
  /// scales surplus down.
  @Test(arguments: [
    (FactorOperator.totalVariationPenalty, 1e-9), (.chiSquarePenalty, 0.01), (.kullbackLeiblerPenalty, 0.01),
  ])
  func largePenalties(nature: FactorOperator, tolerance: Double) throws {
    let model = try linearMDP(xi: 0.2)
    var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: 6)
    var data = EpisodeData()
    for episode in 0..<5000 {
      var transitions: [EpisodeData.Transition] = []
      _ = player.play(episode, choose: { _, _, stream in stream.integer(below: 16) }) {
        transitions.append(EpisodeData.Transition(state: $1, action: $2, reward: $3, next: $4))
      }
      data.append(transitions)
    }
    func estimate(_ penalty: Double) throws -> [Double] {
      var settings = AgentSettings()
      (settings.nature, settings.penalty, settings.bonus) = (nature, penalty, .tuned(0))
      return try (R2PVI(settings).learn(from: data, model: model) as! RegressionLearner).factorEstimates
    }
    let nominal = try estimate(.infinity)
    // Weights that do not add up to 1 are scaled under Kullback-Leibler, which costs their excess.
    let (large, larger) = (try estimate(1e6), try estimate(1e9))
    #expect(gap(large, nominal) < tolerance, "\(nature.rawValue): \(gap(large, nominal))")
    #expect(gap(large, larger) < 1e-3)
  }

  /// Mirror descent with a large step is the closed form, at temperatures at which probabilities vanish, too.
  @Test func largeMirrorSteps() throws {
    let model = try linearMDP(xi: 0.2)
    let data = episodes(try JSON.linear("agents")["episodes"], model)
    func values(_ step: Double?) throws -> [Double] {
      var settings = AgentSettings()
      (settings.radius, settings.temperature, settings.mirrorStep) = (0.2, 1e-4, step)
      let learner = try DRRPO(settings).makeLearner(for: model)
      for k in data.episodes.indices {
        learner.plan()
        learner.observe(data, k..<(k + 1))
      }
      learner.plan()
      return learner.values
    }
    let closed = try values(nil)
    for step in [1e9, 1e308] {
      let found = try values(step)
      #expect(gap(found, closed) < 1e-3)
    }
  }

  /// A reference may leave actions out, the best one even.
  @Test func referencesWithZeros() throws {
    let model = try linearMDP(xi: 0.2)
    var design = LinearDesign(
      nature: .totalVariation, sizes: FactorSizes(0, horizon: 3, featureCount: 4), outlook: .optimistic,
      bonusScale: 0, width: .sum, ridge: 0.1, policy: .softmax(temperature: 1e-4))
    // All -1 or all but one -1.
    let row = (0..<16).map { $0 == 0 || $0 == 1 ? 0.5 : 0 }
    design.reference = (0..<15).flatMap { _ in row }
    let learner = try RegressionLearner(model, design: design)
    learner.observe(episodes(try JSON.linear("agents")["episodes"], model))
    learner.plan()
    let areFinite = learner.values.allSatisfy { $0.isFinite }
    #expect(areFinite)
    let policy = learner.policy
    for first in stride(from: 0, to: 240, by: 16) {
      #expect((policy[first] + policy[first + 1] - 1).magnitude < 1e-12)
    }
    var stream = RandomStream(seed: 1)
    for _ in 0..<100 {
      let action = learner.action(step: 0, state: 0, using: &stream)
      #expect(action < 2)
    }
  }

  /// Looking at values and policies changes nothing.
  @Test func lookingChangesNothing() throws {
    let model = try linearMDP(xi: 0.3)
    let learners = try (0..<2).map { _ in try DRRPO().makeLearner(for: model) }
    for (index, learner) in learners.enumerated() {
      var player = EpisodePlayer(try LinearSimulation(model), model: model, seed: 4)
      for episode in 0..<200 {
        learner.plan()
        _ = player.play(
          episode, choose: { learner.action(step: $0, state: $1, using: &$2) },
          transition: {
            learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4)
            if index == 1 { _ = (learner.values, learner.policy, learner.firstValue) }
          })
      }
      learner.plan()
    }
    #expect(learners[0].values == learners[1].values && learners[0].policy == learners[1].policy)
  }

  /// What the ridge takes counts as the least value where values lie far above 0: an agent on a world of
  /// negative rewards stays optimistic.
  @Test func shiftedRewards() throws {
    let model = try FeaturedTable(CliffWalk(), features: .oneHot).model(horizon: 15)
    var settings = AgentSettings()
    settings.radius = 0
    let learner = try DRRPO(settings).makeLearner(for: model)
    learner.plan()
    let optimum = try LinearSolver(
      model, nature: .nominal, sizes: FactorSizes(0, horizon: 15, featureCount: model.featureCount)
    ).solve(temperature: 0.05).firstValue
    #expect(learner.firstValue >= optimum)
  }
}
