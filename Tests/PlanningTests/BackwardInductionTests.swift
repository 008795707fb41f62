import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct BackwardInductionTests {
  /// Brute force over all Markov policies of three steps in a forest of two classes.
  @Test func matchesEnumeration() throws {
    let process = Forest(options: OptionValues(["states": .integer(2)], for: Forest.options))
    let table = TransitionTable(process)
    let solution = try BackwardInduction(horizon: 3).solve(table, discount: 0.9)
    var best = [-Double.infinity, -Double.infinity]
    for code in 0..<64 {
      var values = [0.0, 0.0]
      for step in (0..<3).reversed() {
        let later = values
        for state in 0..<2 {
          let action = code >> (2 * step + state) & 1
          values[state] = table.row(state, action).reduce(0) {
            $0 + table.probability[$1] * (table.reward[$1] + 0.9 * later[table.next[$1]])
          }
        }
      }
      best = [max(best[0], values[0]), max(best[1], values[1])]
    }
    #expect(abs(solution.values[0][0] - best[0]) < 1e-14)
    #expect(abs(solution.values[0][1] - best[1]) < 1e-14)
    // On the last day the oldest class is worth 4 standing and 2 cut, the youngest nothing either way.
    #expect(solution.policy[2] == .actions([0, 0]))
    #expect(solution.values[3] == [0, 0])
  }

  /// A long horizon approaches the endless one at the discount's rate.
  @Test func longHorizonMeetsValueIteration() throws {
    let table = TransitionTable(MachineReplacement())
    let endless = try ValueIteration(tolerance: 1e-10).solve(table, discount: 0.8)
    let finite = try BackwardInduction(horizon: 100).solve(table, discount: 0.8)
    // 0.8^100 times the largest |value|, 13, is 3e-9.
    for (short, long) in zip(finite.values[0], endless.values) { #expect(abs(short - long) < 4e-9) }
    #expect(finite.policy[0] == .actions(endless.policy))
    #expect(finite.values.count == 101 && finite.policy.count == 100)
  }

  @Test func emptyHorizonIsWorthNothing() throws {
    let solution = try BackwardInduction(horizon: 0).solve(TransitionTable(Forest()), discount: 1)
    #expect(solution.values == [[0, 0, 0]])
    #expect(solution.policy.isEmpty)
  }
}
