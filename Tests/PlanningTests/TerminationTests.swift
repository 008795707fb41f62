import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct TerminationTests {
  struct FrozenLake: Decodable {
    /// A recorded outcome: probability, next, reward, terminated.
    struct Outcome: Decodable {
      var probability: Double
      var next: Int
      var reward: Double
      var isTerminated: Bool

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        probability = try list.decode(Double.self)
        next = try list.decode(Int.self)
        reward = try list.decode(Double.self)
        isTerminated = try list.decode(Bool.self)
      }
    }

    var states: Int
    var actions: Int
    var table: [[[Outcome]]]

    var process: FixtureProcess {
      let rows = table.flatMap { actions in
        actions.map { outcomes in
          outcomes.map {
            Transition(
              to: $0.next, probability: $0.probability,
              outcome: DecisionProcesses.Outcome(
                reward: $0.reward, ending: $0.isTerminated ? .terminated : []))
          }
        }
      }
      return FixtureProcess(stateCount: states, actionCount: actions, rows: rows)
    }
  }

  struct Optima: Decodable {
    struct Solution: Decodable {
      var table: String
      var values: [Double]
    }

    var solutions: [Solution]
  }

  /// Tables of Gymnasium, whose rows end at goals and holes.
  @Test(arguments: [
    "frozen-lake-4x4-slippery", "frozen-lake-8x8-slippery", "cliff-walk-slippery", "taxi-rainy",
  ])
  func endedEpisodesHaveNoFuture(name: String) throws {
    let lake = try fixture("gymnasium/\(name)", as: FrozenLake.self)
    let optima = try fixture("gymnasium/optimal-values", as: Optima.self)
    let reference = try #require(optima.solutions.first { $0.table == name })
    let solution = try ValueIteration(tolerance: 1e-9).solve(TransitionTable(lake.process), discount: 0.99)
    let bound = try #require(solution.bound)
    #expect(bound <= 1e-9)
    let worst = zip(solution.values, reference.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst <= bound + 1e-12)
  }

  /// Gambler's problem: stakes beyond the allowed ones repeat the smallest one.
  static func gambler(heads: Double, target: Int) -> TransitionTable {
    let lost = Outcome(reward: 0, ending: .terminated)
    let rows = (0...target).flatMap { capital -> [[Transition]] in
      (1...(target / 2)).map { stake in
        if capital == 0 || capital == target {
          return [Transition(to: capital, probability: 1, outcome: lost)]
        }
        let bet = stake <= min(capital, target - capital) ? stake : 1
        let hasWon = capital + bet == target
        return [
          Transition(
            to: capital - bet, probability: 1 - heads,
            outcome: capital == bet ? lost : Outcome(reward: 0)),
          Transition(
            to: capital + bet, probability: heads,
            outcome: Outcome(reward: hasWon ? 1 : 0, ending: hasWon ? .terminated : [])),
        ]
      }
    }
    return TransitionTable(FixtureProcess(stateCount: target + 1, actionCount: target / 2, rows: rows))
  }

  /// Discount 1: the ruin formula where timid play is best, the record where bold play is.
  @Test func gamblerWithoutDiscount() throws {
    for reference in try fixture("tabular/gambler", as: ReferenceSolutions.self).solutions {
      let heads = try #require(reference.headsProbability)
      let target = try #require(reference.target)
      let table = Self.gambler(heads: heads, target: target)
      let solution = try ValueIteration(tolerance: 1e-15).solve(table, discount: 1)
      #expect(solution.hasConverged)
      #expect(solution.bound == nil)
      for capital in 0..<target {
        #expect(abs(solution.values[capital] - reference.values[capital]) < 1e-10)
        if heads > 0.5 {
          let ratio = (1 - heads) / heads
          let ruin = (1 - power(ratio, capital)) / (1 - power(ratio, target))
          #expect(abs(solution.values[capital] - ruin) < 1e-10)
        }
      }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { product, _ in product * base }
  }

  /// A process that never ends has no undiscounted value; the solver says that it did not converge.
  @Test func endlessRewardDoesNotConverge() throws {
    let loop = [Transition(to: 0, probability: 1, outcome: Outcome(reward: 1))]
    let table = TransitionTable(FixtureProcess(stateCount: 1, actionCount: 1, rows: [loop]))
    let solution = try ValueIteration(sweepLimit: 50).solve(table, discount: 1)
    #expect(!solution.hasConverged)
    #expect(solution.sweeps == 50)
    #expect(solution.values == [50])
  }
}
