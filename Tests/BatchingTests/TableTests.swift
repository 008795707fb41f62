import Batching
import DecisionProcesses
import Perturbations
import RandomStreams
import Testing

/// A ring of places with a chosen row for every state: probabilities, and how far each entry leads.
struct Wheel: TabularProcess {
  var rows: [[Double]] = [[1]]
  var readsTwice = false
  /// Where its rows say that every entry leads, right or wrong.
  var leadsTo: Int?

  typealias ActionSpace = Discrete
  typealias ObservationSpace = Discrete
  typealias Observation = Int
  static var drawsFromRows: Bool { true }
  var stateCount: Int { rows.count }
  var actionCount: Int { 2 }
  var task: TaskDescription {
    TaskDescription(
      horizon: 20, discount: 0.9, rewardRange: -100...100, isDeterministic: false,
      costs: [CostDescription("entry", meaning: "number of the entry")])
  }

  func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 0..<stateCount where !body(state, 1 / Double(stateCount)) { return }
  }

  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    for (entry, probability) in rows[state].enumerated() {
      let next = leadsTo ?? (state + entry + action) % stateCount
      let outcome = Outcome(
        reward: Double(entry) - 0.5 * Double(action), costs: Costs(Double(entry)),
        ending: entry == 7 ? .terminated : [])
      if !body(Transition(to: next, probability: probability, outcome: outcome)) { return }
    }
  }

  func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    if readsTwice { _ = stream.uniform() }
    // As `TabularProcess.advance` describes itself.
    let u = stream.uniform()
    var (cumulative, next, outcome) = (0.0, state, Outcome(reward: 0))
    enumerateTransitions(from: state, by: action) { transition in
      cumulative += transition.probability
      (next, outcome) = (transition.next, transition.outcome)
      return u >= cumulative
    }
    state = next
    return outcome
  }
}

/// Tables of finite processes.
@Suite struct TableTests {
  /// Rows of one, a few and many entries, some with sums that miss one, which kernels treat in different
  /// ways.
  static let wheels: [[[Double]]] = [
    [[1], [1], [1]],
    [[0.3, 0.7], [1], [0.5, 0.5]],
    [[0.1, 0.2, 0.7], [1.0 / 3, 1.0 / 3, 1.0 / 3], [1], [0.25, 0.75]],
    [Array(repeating: 0.125, count: 8), [0.2, 0.2, 0.2, 0.2, 0.2], [1]],
    [Array(repeating: 0.05, count: 20), [0.9] + Array(repeating: 0.1 / 9, count: 9), [1], [0.5, 0.5]],
    [Array(repeating: 1.0 / 97, count: 97), [1]],
  ]

  @Test(arguments: wheels)
  func lanesEqualSimulations(_ rows: [[Double]]) throws { try lanesEqualSimulations(Wheel(rows: rows)) }

  private func lanesEqualSimulations(_ wheel: Wheel) throws {
    let batch = try Batch(wheel, count: 300, rules: NoRules(), shards: 2, splitting: .finest)
    let comparison = LaneComparison(batch) {
      Simulation(wheel, seed: 21, lane: $0)
    }
    #expect(comparison.mismatch == nil)
    #expect(!comparison.endings.isEmpty)
  }

  /// Draws on, just below and just above every running sum fall into the entry that comparison with the sum
  /// itself gives.
  @Test(arguments: wheels)
  func drawsNextToTheSums(_ rows: [[Double]]) throws {
    let table = try #require(StateTable(Wheel(rows: rows)))
    for (state, row) in rows.enumerated() {
      var sum = 0.0
      for probability in row {
        sum += probability
        let edge = Int64((min(sum, 1) * 0x1p53).rounded(.down))
        for draw in [edge - 1, edge, edge + 1] where draw >= 0 && draw < 1 << 53 {
          let u = Double(draw) * 0x1p-53
          var (running, chosen) = (0.0, 0)
          for (entry, p) in row.enumerated() {
            running += p
            chosen = entry
            if u < running { break }
          }
          for action in 0..<2 {
            let number = state * 2 + action
            #expect(table.entry(number, draw) - number * table.width == chosen)
          }
        }
      }
    }
  }

  /// A world that draws otherwise than its rows say, or has rows that are none, is stepped as it is.
  @Test(arguments: [
    Wheel(rows: [Array(repeating: 0.125, count: 8)], readsTwice: true), Wheel(rows: [[.nan]]),
    Wheel(rows: [[-1, 2]]), Wheel(rows: [[1e300, 0.5]]), Wheel(rows: [[]]), Wheel(rows: [[1]], leadsTo: 1),
    Wheel(rows: [[1]], leadsTo: -1),
  ])
  func falseRows(_ wheel: Wheel) {
    #expect(StateTable(wheel) == nil)
  }

  @Test func lanesThatDrawOtherwiseEqualSimulations() throws {
    let rows = [Array(repeating: 0.125, count: 8)]
    #expect(StateTable(Wheel(rows: rows)) != nil)
    try lanesEqualSimulations(Wheel(rows: rows, readsTwice: true))
  }
}
