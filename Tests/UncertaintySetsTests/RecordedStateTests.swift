import Foundation
import Testing
import UncertaintySets

/// Random states whose actions share a budget, solved by SciPy and CVXPY; see
/// Scripts/record-shared-budget-fixtures.
struct RecordedStates: Sendable {
  struct Solution: Sendable {
    let set: SharedBudget
    let state: Int
    /// Least payoff of the state's policy, and of the best policy.
    let policy: Double
    let optimum: Double
  }

  private(set) var states: [(state: StateCase, policy: [Double])] = []
  private(set) var solutions: [SharedBudget.Measure: [Solution]] = [:]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "shared-budgets", withExtension: "csv", subdirectory: "Fixtures"))
    for line in try String(contentsOf: url, encoding: .ascii).split(separator: "\n") {
      let fields = line.split(separator: ",").map(String.init)
      if fields[0] == "state" {
        func rows(_ text: String) -> [[Double]] {
          text.split(separator: "|").map { $0.split(separator: ";").compactMap { Double($0) } }
        }
        states.append(
          (StateCase(name: fields[1], nominal: rows(fields[2]), values: rows(fields[3])), rows(fields[4])[0]))
      } else if fields[0] == "solution" {
        let measure = try #require(SharedBudget.Measure(rawValue: fields[1]))
        let support = try #require(Support(rawValue: fields[2]))
        let numbers = fields[4...].compactMap { Double($0) }
        solutions[measure, default: []].append(
          Solution(
            set: try SharedBudget(measure, budget: numbers[0], support: support),
            state: try #require(Int(fields[3])), policy: numbers[1], optimum: numbers[2]))
      }
    }
  }
}

@Suite struct RecordedStateTests {
  @Test func agreesWithTheSolvers() throws {
    let recorded = try RecordedStates()
    for measure in SharedBudget.Measure.allCases {
      let solutions = try #require(recorded.solutions[measure])
      #expect(solutions.count == 1000)
      // Interior-point tolerances for the convex programs, in units of the payoffs' range.
      let tolerance = measure == .kl || measure == .chiSquare ? 1e-7 : 1e-9
      for solution in solutions {
        let (state, policy) = recorded.states[solution.state]
        let flat = state.values.joined()
        let allowed = tolerance * (flat.max()! - flat.min()!) + 1e-14 * state.size
        let optimum = state.optimum(solution.set)
        let least = state.worstCase(solution.set, under: policy)
        let context = "\(solution.set) \(solution.state)"
        #expect(abs(optimum.value - solution.optimum) <= allowed, "\(context): \(optimum) \(solution)")
        #expect(abs(least.value - solution.policy) <= allowed, "\(context): \(least) \(solution)")
        #expect(state.contains(optimum.kernel, solution.set) && state.contains(least.kernel, solution.set))
      }
    }
  }
}
