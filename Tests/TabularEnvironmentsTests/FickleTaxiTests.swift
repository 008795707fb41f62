import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct FickleTaxiTests {
  private struct Tally: Decodable {
    let `case`: String
    let withMoveAboard: Int
    let changed: Int
    let destinationChanges: [[Int]]
  }

  private struct RecordedStep: Decodable {
    let action: Int
    let key: OutcomeKey

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      action = try list.decode(Int.self)
      key = OutcomeKey(
        next: try list.decode(Int.self), reward: try list.decode(Double.self),
        isTerminated: try list.decode(Bool.self))
    }
  }

  private struct Trajectory: Decodable {
    let `case`: String
    let seed: Int
    let start: Int
    let steps: [RecordedStep]
  }

  private struct Recording: Decodable {
    let tallies: [Tally]
    let trajectories: [Trajectory]
  }

  private func taxi(rain: Bool) -> Taxi {
    Taxi(options: OptionValues(["rain": .flag(rain), "fickle": .flag(true)], for: Taxi.options))
  }

  /// Every recorded step has positive probability in the process that the observations leave open.
  @Test func recordedEpisodesArePossible() throws {
    let recording: Recording = try fixture("gymnasium/taxi-fickle.json")
    #expect(recording.trajectories.count == 1000)
    for trajectory in recording.trajectories {
      let taxi = taxi(rain: trajectory.case == "fickle-rainy")
      let initial = taxi.initialDistribution
      var belief = [0, 500].map { $0 + trajectory.start }.filter { initial[$0] > 0 }
      #expect(belief.count == 2)
      for step in trajectory.steps {
        var successors: Set<Int> = []
        for state in belief {
          for key in taxi.row(state, step.action).keys
          where key.next % 500 == step.key.next && key.reward == step.key.reward
            && key.isTerminated == step.key.isTerminated
          {
            successors.insert(key.next)
          }
        }
        belief = Array(successors)
      }
      #expect(!belief.isEmpty, "\(trajectory.case), seed \(trajectory.seed)")
    }
  }

  /// How often destinations change, and to which, against the probabilities of the exact rows.
  @Test func changesAreAsFrequentAsRecorded() throws {
    let recording: Recording = try fixture("gymnasium/taxi-fickle.json")
    for tally in recording.tallies {
      var taxi = taxi(rain: tally.case == "fickle-rainy")
      if tally.case == "fickle-0.8" { taxi.fickleProbability = 0.8 }
      let fickle = taxi.initialDistribution[500...].reduce(0, +)
      var changes = ChiSquare()
      let episodes = Double(tally.withMoveAboard)
      let changed = Double(tally.changed)
      changes.add(observed: [changed, episodes - changed], probabilities: [fickle, 1 - fickle])
      #expect(changes.degreesOfFreedom == 1)
      #expect(abs(changes.score) < 3.5, "\(tally.case)")

      var targets = ChiSquare()
      for destination in 0..<4 {
        // Cell 12, the middle of the map, passenger aboard, one step north.
        let state = 500 + Taxi.state(cell: 12, passenger: Taxi.aboard, destination: destination)
        var probabilities = Array(repeating: 0.0, count: 4)
        for (key, probability) in taxi.row(state, 1) {
          #expect(key.next < 500)
          probabilities[Taxi.destination(of: key.next)] += probability
        }
        #expect(probabilities[destination] == 0)
        let others = (0..<4).filter { $0 != destination }
        let counts = others.map { other in
          tally.destinationChanges.first { $0[0] == destination && $0[1] == other }.map { Double($0[2]) }
        }
        targets.add(observed: counts.compactMap { $0 }, probabilities: others.map { probabilities[$0] })
      }
      #expect(targets.degreesOfFreedom == 8)
      #expect(abs(targets.score) < 3.5, "\(tally.case)")
    }
  }

  @Test func blockedMovesKeepTheIntention() {
    let state = 500 + Taxi.state(cell: 0, passenger: Taxi.aboard, destination: 2)
    #expect(Set(taxi(rain: true).row(state, 1).keys.map(\.next)) == [state])
  }
}
