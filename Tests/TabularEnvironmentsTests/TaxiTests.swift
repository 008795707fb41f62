import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct TaxiTests {
  private func taxi(rain: Bool = false, fickle: Bool = false) -> Taxi {
    Taxi(options: OptionValues(["rain": .flag(rain), "fickle": .flag(fickle)], for: Taxi.options))
  }

  private var undelivered: [Int] {
    (0..<500).filter { Taxi.passenger(of: $0) != Taxi.destination(of: $0) }
  }

  @Test(arguments: [("taxi", false), ("taxi-rainy", true)])
  func rowsAreGymnasiums(name: String, rain: Bool) throws {
    let recorded: GymnasiumTable = try fixture("gymnasium/\(name).json")
    let taxi = taxi(rain: rain)
    #expect(recorded.table.count == taxi.stateCount)
    #expect(undelivered.count == 400)
    for (ours, theirs) in zip(taxi.initialDistribution, recorded.initial) {
      #expect(abs(ours - theirs) < 1e-17)
    }
    #expect(taxi.largestRowDifference(from: recorded, states: undelivered) < 3e-16)
  }

  @Test func deliveredStatesAreAbsorbing() {
    let taxi = taxi(rain: true, fickle: true)
    for state in 0..<1000 where Taxi.passenger(of: state) == Taxi.destination(of: state) {
      let stay = OutcomeKey(next: state, reward: 0, isTerminated: true)
      for action in 0..<6 { #expect(taxi.row(state, action) == [stay: 1]) }
    }
  }

  @Test func theFirstCopyOfTheFickleTaxiIsThePlainTaxi() {
    for state in 0..<500 {
      for action in 0..<6 {
        #expect(taxi(rain: true, fickle: true).row(state, action) == taxi(rain: true).row(state, action))
      }
    }
  }

  /// Half the episodes start fickle; what is seen is the visible part of the state.
  @Test func observationsHideTheIntention() {
    var taxi = taxi(fickle: true)
    taxi.fickleProbability = 0.5
    #expect(taxi.observationSpace.count == 500)
    var simulation = Simulation(taxi, seed: 1)
    var fickleStarts = 0
    for _ in 0..<100 {
      let observation = simulation.reset()
      #expect(observation == simulation.state % 500)
      if simulation.state >= 500 { fickleStarts += 1 }
    }
    #expect(fickleStarts > 30 && fickleStarts < 70)
  }

  @Test func isDeterministicOnlyDryAndWithoutWhims() {
    #expect(taxi().task.isDeterministic)
    #expect(!taxi(rain: true).task.isDeterministic)
    #expect(!taxi(fickle: true).task.isDeterministic)
  }
}
