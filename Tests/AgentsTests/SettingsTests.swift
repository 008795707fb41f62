import Agents
import Testing

/// What agents let be set, what they make of it, and what they refuse.
@Suite struct SettingsTests {
  /// Every agent's own design beside the recorded trace of the same settings.
  @Test func agentsMakeTheRecordedDesigns() throws {
    let file = try JSON.linear("agents")
    let model = try linearMDP(xi: 0.2)
    let data = episodes(file["episodes"], model)
    func settings(_ change: (inout AgentSettings) -> Void) -> AgentSettings {
      var settings = AgentSettings()
      change(&settings)
      return settings
    }
    let published = [AgentSettings.SizedFactor(step: 0, factor: 3)]
    let runs: [(trace: String, agent: String, settings: AgentSettings)] = [
      ("lsvi-ucb", "lsvi-ucb", AgentSettings()),
      ("dr-lsvi-ucb", "dr-lsvi-ucb", settings { ($0.radius, $0.factors) = (0.3, published) }),
      (
        "dr-lsvi-ucb, root bonus", "dr-lsvi-ucb",
        settings { ($0.radius, $0.factors, $0.width) = (0.3, published, .root) }
      ),
      ("dr-rpo", "dr-rpo", settings { ($0.radius, $0.factors) = (0.3, published) }),
      (
        "dr-rpo, chi2 penalty", "dr-rpo",
        settings {
          ($0.nature, $0.penalty, $0.temperature, $0.bonus) = (.chiSquarePenalty, 1, 0.2, .tuned(0.5))
        }
      ),
      (
        "dr-rpo, kl constraint", "dr-rpo",
        settings {
          ($0.nature, $0.radius, $0.temperature, $0.bonus) = (.kullbackLeibler, 0.1, 0.2, .tuned(0.2))
        }
      ),
      (
        "dr-rpo, mirror descent", "dr-rpo",
        settings { ($0.radius, $0.factors, $0.mirrorStep) = (0.3, published, 2) }
      ),
      ("pevi", "pevi", settings { $0.bonus = .tuned(0.5) }),
      ("drpvi", "drpvi", settings { ($0.radius, $0.factors, $0.bonus) = (0.3, published, .tuned(0.5)) }),
      (
        "drvi-l", "drpvi",
        settings { ($0.nature, $0.radius, $0.bonus) = (.kullbackLeibler, 0.1, .tuned(0.2)) }
      ),
      (
        "drpvi, chi2", "drpvi", settings { ($0.nature, $0.radius, $0.bonus) = (.chiSquare, 0.1, .tuned(0.2)) }
      ),
      ("r2pvi-tv", "r2pvi", settings { $0.bonus = .tuned(0.2) }),
      ("r2pvi-kl", "r2pvi", settings { ($0.nature, $0.bonus) = (.kullbackLeiblerPenalty, .tuned(0.2)) }),
      ("r2pvi-chi2", "r2pvi", settings { ($0.nature, $0.bonus) = (.chiSquarePenalty, .tuned(0.2)) }),
    ]
    for run in runs {
      let trace = file["traces"].list.first { $0["agent"].text == run.trace }!
      let agent = try LinearAgents.named(run.agent)!.init(run.settings)
      let learner: any StagedLearner
      if type(of: agent).isOnline {
        learner = try agent.makeLearner(for: model)
        // Mirror descent depends on the plans before.
        for k in data.episodes.indices {
          learner.plan()
          learner.observe(data, k..<(k + 1))
        }
        learner.plan()
      } else {
        learner = try agent.learn(from: data, model: model)
      }
      let last = trace["marks"].list.last!
      #expect(gap(learner.values, last["v"].numbers) < 1e-7, "\(run.trace)")
    }
    let weDrive = try WeDRIVEU(settings { ($0.radius, $0.factors) = (0.3, published) }).makeLearner(
      for: model)
    for k in data.episodes.indices {
      weDrive.plan()
      weDrive.observe(data, k..<(k + 1))
    }
    weDrive.plan()
    let last = file["we-drive-u"][0]["marks"].list.last!
    #expect(gap(weDrive.values, last["v"].numbers) < 1e-9)
  }

  /// beta = d H sqrt(log(2 d H K / 0.1)).
  @Test func theoreticalBonus() throws {
    var settings = AgentSettings()
    (settings.bonus, settings.episodes) = (.theoretical, 2000)
    #expect((settings.bonusScale(for: try linearMDP(xi: 0.2)) - 43.402).magnitude < 1e-3)
  }

  @Test func refusals() throws {
    func message(_ agent: String, episodes: Int? = nil, _ change: (inout AgentSettings) -> Void) -> String {
      var settings = AgentSettings()
      change(&settings)
      do {
        _ = try LinearAgents.named(agent)!.init(settings).makeLearner(for: linearMDP(xi: 0.2))
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message("lsvi-ucb") { $0.radius = 0.1 }
        == "lsvi-ucb has no setting 'radius'; it knows beta, ridge, width")
    #expect(
      message("dr-lsvi-ucb") { $0.nature = .chiSquare }.contains("knows no set 'chi-square'; give one of tv"))
    #expect(
      message("dr-rpo") { $0.radius = 1.5 }
        == "step 1, factor 1: radius 1.5 lies outside [0, 1], where total variation does")
    #expect(message("dr-rpo") { $0.radius = .nan }.contains("radius nan"))
    #expect(
      message("dr-rpo") { ($0.nature, $0.radius) = (.kullbackLeibler, -1) }.contains(
        "radius -1.0 is no distance of kl"))
    #expect(
      message("dr-rpo") { ($0.nature, $0.penalty) = (.chiSquarePenalty, 0) }.contains(
        "penalty 0.0 is not above 0"))
    #expect(message("dr-rpo") { $0.penalty = 1 }.contains("'tv-penalty' as the set"))
    #expect(message("r2pvi") { $0.radius = 0.1 }.contains("r2pvi has no setting 'radius'"))
    for temperature in [0, -1, -Double.infinity] {
      #expect(
        message("dr-rpo") { $0.temperature = temperature }
          == "temperature eta \(temperature) is not above 0; for greedy policies take dr-lsvi-ucb")
    }
    #expect(message("dr-rpo") { $0.temperature = Double.infinity }.contains("eta inf is above 1e9"))
    #expect(message("pevi") { $0.ridge = 1e-300 }.contains("the design matrix is singular"))
    #expect(
      message("drpvi") { $0.factors = [.init(step: 0, factor: 3), .init(step: 0, factor: 3, size: 0.2)] }
        == "factor 4 of step 1 is given twice; leave one out")
    #expect(message("dr-rpo") { $0.mirrorStep = 0 }.contains("step 0.0 of mirror descent"))
    #expect(message("pevi") { $0.ridge = 0 }.contains("the design matrix is singular"))
    #expect(message("pevi") { $0.bonus = .tuned(-1) }.contains("beta -1.0"))
    #expect(
      message("drpvi") { $0.factors = [AgentSettings.SizedFactor(step: 3, factor: 0)] }
        == "factor 1 of step 4 is not among 4 factors of 3 steps; both count from 1")
  }

  @Test func badData() throws {
    let model = try linearMDP(xi: 0.2)
    let data = EpisodeData([[EpisodeData.Transition(state: 0, action: 16, reward: 0, next: 1)]])
    do {
      _ = try PEVI().learn(from: data, model: model)
      Issue.record("accepted action 16")
    } catch {
      #expect(error.message.contains("episode 1, step 1: 0 by 16 to 1"))
    }
  }
}
