import Agents
import ElementaryFunctions
import Testing

/// Agents after recorded episodes, number by number, against passes that NumPy made from counts and again
/// from rows.
@Suite struct AgentTraceTests {
  private static func design(_ json: JSON) -> LinearDesign {
    let sizes = json["size"].list.map(\.numbers)
    let all = sizes.flatMap { $0.count == 4 ? $0 : Array(repeating: $0[0], count: 4) }
    var design = LinearDesign(
      nature: FactorOperator(fixture: json["operator"].text),
      sizes: FactorSizes(all, horizon: sizes.count, featureCount: 4),
      outlook: json["sign"].integer > 0 ? .optimistic : .pessimistic, bonusScale: json["beta"].number,
      width: BonusWidth(rawValue: json["bonus"].text)!, ridge: json["ridge"].number)
    design.isCeilingWhole = json["ceiling"].text == "horizon"
    design.hasLowerClip = !json["lower"].isNull
    design.fallsToLeastSeen = json["floor"].value is String
    design.mean = ExponentialMean(rawValue: json["mean"].text)!
    if !json["eta"].isNull {
      let eta = json["eta"].number
      design.policy =
        json["step"].isNull
        ? .softmax(temperature: eta) : .mirrorDescent(temperature: eta, step: json["step"].number)
    }
    return design
  }

  @Test func traces() throws {
    let file = try JSON.linear("agents")
    let shown = file["actions"].list.map(\.integer)
    let model = try linearMDP(xi: 0.2)
    let data = episodes(file["episodes"], model)
    let traces = file["traces"].list
    #expect(traces.count == 16)
    for trace in traces {
      let learner = try RegressionLearner(model, design: Self.design(trace["design"]))
      var marks = trace["marks"].list[...]
      for k in 0...data.episodes.count {
        learner.plan()
        if let mark = marks.first, mark["episodes"].integer == k {
          marks.removeFirst()
          let place = "\(trace["agent"].text) after \(k) episodes"
          // Chi-square takes the root of a difference that vanishes, which halves the digits.
          let agent = trace["agent"].text
          let tolerance =
            agent == "drpvi, chi2" ? 1e-8 : agent.contains("kl c") || agent == "drvi-l" ? 1e-7 : 1e-9
          #expect(gap(learner.factorEstimates, mark["nu"].numbers) < tolerance, "nu of \(place)")
          #expect(gap(learner.values, mark["v"].numbers) < tolerance, "V of \(place)")
          let pairs = (0..<15).flatMap { row in shown.map { (row / 5, row % 5, $0) } }
          let q = pairs.map { learner.actionValue(step: $0.0, state: $0.1, action: $0.2) }
          #expect(gap(q, mark["q"].numbers) < tolerance, "Q of \(place)")
          let policy = learner.policy
          let p = pairs.map { policy[($0.0 * 5 + $0.1) * 16 + $0.2] }
          #expect(gap(p, mark["policy"].numbers) < 1e-5, "policy of \(place)")
          #expect(gap((0..<3).flatMap(learner.designDiagonal), mark["diagonal"].numbers) < 1e-10, "\(place)")
        }
        if k < data.episodes.count { learner.observe(data, k..<(k + 1)) }
      }
      #expect(marks.isEmpty)
    }
  }

  @Test func mirrorSteps() throws {
    for entry in try JSON.linear("agents")["mirror_steps"].list {
      let q = entry["q"].numbers
      // One state of five actions, each with a feature of its own.
      let identity = (0..<25).map { $0 / 5 == $0 % 5 ? 1.0 : 0 }
      let model = try LinearModel(
        horizon: 1, features: identity, states: 1, actions: 5, rewardWeights: q, factors: nil, initial: [1])
      let choice = GroupChoice(model, reference: entry["reference"].numbers)
      var logarithms = zip(entry["last"].numbers, entry["reference"].numbers).map { Elementary.log($0 / $1) }
      var policy = Array(repeating: 0.0, count: 5)
      let value = q.withUnsafeBufferPointer { q in
        logarithms.withUnsafeMutableBufferPointer { last in
          policy.withUnsafeMutableBufferPointer { p in
            choice.mirror(
              q.baseAddress!, last: last.baseAddress!, into: p.baseAddress!, 0..<5, step: 0,
              temperature: entry["eta"].number, size: entry["step"].number)
          }
        }
      }
      #expect(gap(policy, entry["policy"].numbers) < 1e-9)
      #expect((value - entry["v"].number).magnitude < 1e-9)
    }
  }

  @Test func switching() throws {
    let file = try JSON.linear("agents")
    let shown = file["actions"].list.map(\.integer)
    let short = try linearMDP(xi: 0.2)
    let long = try linearMDP(xi: 0.2, horizon: file["long_horizon"].integer)
    let runs =
      file["we-drive-u"].list.map { ($0, short, episodes(file["episodes"], short)) }
      + [(file["long_we-drive-u"], long, episodes(file["long_episodes"], long))]
    for (trace, model, data) in runs {
      let design = LinearDesign(
        nature: .totalVariation,
        sizes: FactorSizes(trace["size"].numbers, horizon: model.horizon, featureCount: 4),
        outlook: .optimistic,
        bonusScale: trace["beta"].number, width: .sum, ridge: trace["ridge"].number)
      let learner = try SwitchingLearner(
        model, design: design,
        weighting: VarianceWeighting(
          error: trace["error"].number, difference: trace["difference"].number, norm: trace["norm"].number,
          offset: trace["offset"].number))
      var marks = trace["marks"].list[...]
      let (variances, switched) = (
        trace["variances"].list.map(\.numbers), trace["switched"].list.map { $0.integer != 0 }
      )
      for k in 0...data.episodes.count {
        learner.plan()
        #expect(learner.hasSwitched == switched[k], "switch before episode \(k + 1)")
        if let mark = marks.first, mark["episodes"].integer == k {
          marks.removeFirst()
          #expect(gap(learner.factorEstimates.upper, mark["nu"].numbers) < 1e-9)
          #expect(gap(learner.factorEstimates.lower, mark["lower_nu"].numbers) < 1e-9)
          #expect(gap(learner.values, mark["v"].numbers) < 1e-9)
          let pairs = (0..<(model.horizon * 5)).flatMap { row in shown.map { (row / 5, row % 5, $0) } }
          let q = pairs.map { learner.actionValues(step: $0.0, state: $0.1, action: $0.2) }
          #expect(gap(q.map(\.upper), mark["q"].numbers) < 1e-9)
          #expect(gap(q.map(\.lower), mark["lower_q"].numbers) < 1e-9)
        }
        guard k < data.episodes.count else { continue }
        let found = data.episodes[k].enumerated().map {
          learner.variance(step: $0, state: $1.state, action: $1.action)!
        }
        #expect(gap(found, variances[k]) < 1e-9)
        learner.observe(data, k..<(k + 1))
      }
      #expect(marks.isEmpty && learner.switchCount == switched.filter { $0 }.count)
    }
  }

  @Test func weighted() throws {
    let file = try JSON.linear("agents")
    let expected = file["va-drpvi"]
    let model = try linearMDP(xi: 0.2, horizon: file["long_horizon"].integer)
    let data = episodes(file["long_episodes"], model)
    var settings = AgentSettings()
    settings.radius = 0.1
    settings.factors = [AgentSettings.SizedFactor(step: 0, factor: 3)]
    settings.bonus = .tuned(0.1)
    let agent = try VADRPVI(settings)
    let pilot = try agent.pilot(from: data, model: model)
    #expect(gap(pilot.factorEstimates, expected["pilot_nu"].numbers) < 1e-9)
    #expect(gap(pilot.values, expected["pilot_v"].numbers) < 1e-9)
    let late = data.episodes[(data.episodes.count / 2)...]
    let variances = late.flatMap { episode in
      episode.enumerated().map { pilot.variance(step: $0, state: $1.state, action: $1.action)! }
    }
    #expect(gap(variances, expected["variances"].numbers) < 1e-9)
    let learner = try agent.learn(from: data, model: model) as! RegressionLearner
    #expect(gap(learner.factorEstimates, expected["nu"].numbers) < 1e-9)
    #expect(gap(learner.values, expected["v"].numbers) < 1e-9)
  }
}
