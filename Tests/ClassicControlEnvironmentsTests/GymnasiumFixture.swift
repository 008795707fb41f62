import DecisionProcesses
import Foundation
import RandomStreams

/// Recorded episodes of a Gymnasium task; see the file's notes and `Scripts/record-gymnasium-fixtures.py`.
struct GymnasiumFixture: Decodable {
  struct Step: Decodable {
    let action: Double
    let state: [Double]
    let observation: [Double]
    let reward: Double
    let terminated: Bool
    let truncated: Bool

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      action = try row.decode(Double.self)
      state = try row.decode([Double].self)
      observation = try row.decode([Double].self)
      reward = try row.decode(Double.self)
      terminated = try row.decode(Bool.self)
      truncated = try row.decode(Bool.self)
    }
  }

  struct Episode: Decodable {
    let policy: String
    let mode: String
    let resetState: [Double]
    let steps: [Step]
  }

  let timeLimit: Int
  let episodes: [Episode]

  init(_ name: String) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/gymnasium/\(name).json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }

  func episodes(mode: String) -> [Episode] { episodes.filter { $0.mode == mode } }
}

/// The largest distances from a recording over whole episodes, the state taken over only after reset.
struct Deviation {
  var state = 0.0
  var observation = 0.0
  var reward = 0.0
  var wrongEndings = 0
  var steps = 0
  var terminated = 0

  /// Plays every episode; `round` acts on the state after each step, where the source stores it rounded.
  init<P: DecisionProcess>(
    _ process: P, along episodes: [GymnasiumFixture.Episode],
    read: ([Double]) -> P.State, fields: (P.State) -> [Double], action: (Double) -> P.Action,
    round: (inout P.State) -> Void = { _ in }
  ) where P.Observation: RowConvertible {
    var stream = Clock(seed: 0).stream(.dynamics)
    for episode in episodes {
      var state = read(episode.resetState)
      for step in episode.steps {
        let outcome = process.advance(&state, by: action(step.action), using: &stream)
        round(&state)
        let seen = process.observe(state, using: &stream).components
        self.state = max(self.state, distance(fields(state), step.state))
        observation = max(observation, distance(seen, step.observation))
        reward = max(reward, abs(outcome.reward - step.reward))
        if outcome.ending.contains(.terminated) != step.terminated { wrongEndings += 1 }
        terminated += step.terminated ? 1 : 0
        steps += 1
      }
    }
  }
}

/// The largest componentwise distance; infinite for a NaN or rows of different lengths.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let gap = abs(pair.0 - pair.1)
    return gap.isNaN ? .infinity : max(worst, gap)
  }
}

/// Mean return and number of terminated episodes of the scripted policy, one episode per seed.
func play<W: World & ScriptedProcess>(_ world: W, seeds: Range<UInt64>) -> (mean: Double, terminated: Int) {
  var total = 0.0
  var terminated = 0
  for seed in seeds {
    var simulation = Simulation(world, seed: seed)
    var observation = simulation.reset()
    while simulation.isRunning {
      let step = simulation.step(world.scriptedAction(for: observation))
      observation = step.observation
      total += step.reward
      if step.ending.contains(.terminated) { terminated += 1 }
    }
  }
  return (total / Double(seeds.count), terminated)
}
