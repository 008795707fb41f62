import DecisionProcesses
import Planning
import TabularEnvironments
import Testing
import UncertaintySets

@Suite struct AmericanPutTests {
  /// An independent program's values under total variation of radius rho, shape [step][rises].
  private struct Lattice: Decodable {
    let s0: Double
    let rho: Double
    let values: [[Double]]
  }

  private struct Hats: Decodable {
    let price: Double
    let saturated: [Double]
    let authors: [Double]
  }

  private struct Reference: Decodable {
    let lattice: [Lattice]
    let hats: [Hats]
  }

  private func put(start: Double = 100, anchors: Int = 30) -> AmericanPut {
    var put = AmericanPut(options: OptionValues(["anchors": .integer(anchors)], for: AmericanPut.options))
    put.start = start
    return put
  }

  private func robustValues(start: Double, rho: Double) throws -> [[Double]] {
    let table = try SolverTable(TransitionTable(put(start: start)))
    let backup = try RectangularBackup(
      TotalVariationBall(radius: rho, support: .nominal), on: table, discount: 1)
    return try BackwardInduction(horizon: 20).solve(table, backup: backup).values
  }

  private func features(_ put: AmericanPut, _ state: Int, _ action: Int) -> [Double]? {
    var row = Array(repeating: Double.nan, count: put.featureCount)
    var span = row.mutableSpan
    guard put.writeFeatures(of: state, action: action, into: &span) else {
      #expect(row.allSatisfy { $0.isNaN }, "written where there are no features")
      return nil
    }
    return row
  }

  @Test func everyStateHasItsPlace() {
    var state = 0
    for step in 0..<20 {
      for rises in 0...step {
        #expect(AmericanPut.state(step: step, rises: rises) == state)
        #expect(AmericanPut.place(of: state) == (step, rises))
        state += 1
      }
    }
    #expect(state == AmericanPut.end && put().stateCount == 211 && put().failState == 210)
  }

  /// Every value of every step, with and without nature.
  @Test func valuesAreTheReferences() throws {
    let reference: Reference = try fixture("linear/put.json")
    #expect(reference.lattice.count == 15)
    for recorded in reference.lattice {
      let values = try robustValues(start: recorded.s0, rho: recorded.rho)
      for step in 0..<20 {
        for rises in 0...step {
          let found = values[step][AmericanPut.state(step: step, rises: rises)]
          #expect(
            abs(found - recorded.values[step][rises]) < 1e-11,
            "start \(recorded.s0), rho \(recorded.rho), step \(step), \(rises) rises")
        }
      }
    }
  }

  @Test(arguments: [
    (95, 0, 6.45130774), (95, 0.05, 5.21910745), (95, 0.1, 5), (100, 0, 3.51971637), (100, 0.1, 1.59294524),
    (105, 0.05, 0.88708178),
  ])
  func firstValuesAreKnown(start: Double, rho: Double, value: Double) throws {
    #expect(abs(try robustValues(start: start, rho: rho)[0][0] - value) < 1e-8)
  }

  @Test func hatsAreTheReferences() throws {
    let reference: Reference = try fixture("linear/put.json")
    #expect(reference.hats.count == 14)
    let put = put()
    for recorded in reference.hats {
      var row = Array(repeating: Double.nan, count: 30)
      var span = row.mutableSpan
      put.writeHats(of: recorded.price, into: &span)
      for (ours, theirs) in zip(row, recorded.saturated) { #expect(abs(ours - theirs) < 1e-13) }
      // The authors' hats are the same between the outer anchors and no distribution beyond them.
      let isInner = recorded.price >= 80 && recorded.price <= 80 + 29 * put.anchorDistance
      #expect(isInner == (abs(recorded.authors.reduce(0, +) - 1) < 1e-13))
      if isInner { #expect(recorded.authors == recorded.saturated) }
    }
  }

  @Test(arguments: [2, 30, 60])
  func featuresAreASimplexOfHoldingAlone(anchors: Int) throws {
    for start in [95.0, 105] {
      let put = put(start: start, anchors: anchors)
      for state in 0..<AmericanPut.end {
        let phi = try #require(features(put, state, 0))
        #expect(phi.allSatisfy { $0 >= 0 } && abs(phi.reduce(0, +) - 1) < 1e-13, "state \(state)")
        #expect(features(put, state, 1) == nil)
      }
      for action in 0...1 { #expect(features(put, AmericanPut.end, action) == nil) }
    }
  }

  /// Where there are no features the episode ends; the reward of holding is that of its weights, 0.
  @Test func knownReturnsEndTheEpisode() {
    let put = put()
    for state in 0..<put.stateCount {
      for action in 0...1 {
        let isKnown = features(put, state, action) == nil
        put.enumerateTransitions(from: state, by: action) { transition in
          if isKnown { #expect(transition.outcome.ending == .terminated) }
          if action == 0 { #expect(transition.outcome.reward == 0) }
          return true
        }
      }
    }
    #expect(put.rewardWeights(step: 7) == Array(repeating: 0, count: 30))
    #expect(put.factors(step: 0) == nil)
  }

  @Test func exercisePaysTheDifferenceToTheStrike() {
    var put = put()
    (put.rise, put.fall, put.strike) = (1.5, 0.5, 95)
    // Step 2 after one rise: 100 * 1.5 * 0.5.
    #expect(put.row(4, 1) == [OutcomeKey(next: 210, reward: 20, isTerminated: true): 1])
    #expect(put.row(5, 1) == [OutcomeKey(next: 210, reward: 0, isTerminated: true): 1])
    put.up = 0.75
    #expect(
      put.row(4, 0) == [
        OutcomeKey(next: 8, reward: 0, isTerminated: false): 0.75,
        OutcomeKey(next: 7, reward: 0, isTerminated: false): 0.25,
      ])
    #expect(put.row(209, 0) == [OutcomeKey(next: 210, reward: 0, isTerminated: true): 1])
  }
}
