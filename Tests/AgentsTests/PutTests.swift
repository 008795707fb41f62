import Agents
import TabularEnvironments
import Testing

/// Offline agents on recorded hold-only episodes of the American put, against NumPy's passes, which were made
/// again from rows.
@Suite struct PutTests {
  @Test func traces() throws {
    let file = try JSON.linear("put")
    let model = try LinearModel(AmericanPut())
    func state(_ step: Int, _ rises: Int) -> Int { step == 20 ? 210 : step * (step + 1) / 2 + rises }
    let data = EpisodeData(
      file["episodes"].list.map { episode in
        let rises = episode.list.map(\.integer)
        return (0..<20).map { step in
          EpisodeData.Transition(
            state: state(step, rises[step]), action: 0, reward: 0, next: state(step + 1, rises[step + 1]))
        }
      })
    #expect(data.episodes.count == 40)
    for trace in file["traces"].list {
      var settings = AgentSettings()
      (settings.bonus, settings.ridge) = (.tuned(trace["beta"].number), trace["ridge"].number)
      let agent: any LinearAgent
      switch trace["agent"].text {
      case "pevi": agent = try PEVI(settings)
      case "drpvi":
        settings.radius = trace["size"].number
        agent = try DRPVI(settings)
      default:
        settings.penalty = trace["size"].number
        settings.nature = trace["agent"].text == "r2pvi-tv" ? .totalVariationPenalty : .chiSquarePenalty
        agent = try R2PVI(settings)
      }
      let learner = try agent.learn(from: data, model: model) as! RegressionLearner
      #expect(gap(learner.factorEstimates, trace["nu"].numbers) < 1e-9, "nu of \(trace["agent"].text)")
      for step in 0..<20 {
        let states = (0...step).map { state(step, $0) }
        let hold = states.map { learner.actionValue(step: step, state: $0, action: 0) }
        #expect(gap(hold, trace["hold"][step].numbers) < 1e-9, "\(trace["agent"].text), step \(step)")
        #expect(gap(states.map { learner.values[step * 211 + $0] }, trace["v"][step].numbers) < 1e-9)
        if trace["agent"].text == "pevi" {
          #expect(gap(learner.designDiagonal(step: step), file["diagonal"][step].numbers) < 1e-10)
        }
      }
    }
  }
}
