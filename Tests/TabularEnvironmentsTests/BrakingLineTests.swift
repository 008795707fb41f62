import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct BrakingLineTests {
  private struct Solution: Decodable {
    let discount: Double
    let violationLevel: Double
    let wrongSigns: Int
    let values: [Double]
  }

  private struct Reference: Decodable {
    let violated: [Int]
    let feasible: [Int]
    /// [state, action, next, probability, reward]; the reward column is not used.
    let rows: [[Double]]
    let feasibilitySolutions: [Solution]
  }

  private func line(violationLevel: Double = 1, brakeFailure: Double = 0) -> BrakingLine {
    let options: [String: OptionValue] = ["violationLevel": .number(violationLevel)]
    var line = BrakingLine(options: OptionValues(options, for: BrakingLine.options))
    line.brakeFailure = brakeFailure
    return line
  }

  /// The fixed point of V = (1 - g) h + g max(h, min over actions of V(next)), sure transitions.
  private func reachabilityValues(_ line: BrakingLine, discount: Double) -> [Double] {
    var values = Array(repeating: 0.0, count: line.stateCount)
    for _ in 0..<5000 {
      for state in 0..<line.stateCount {
        let h = line.margin(state, channel: 0)
        let best = (0..<3).map { values[line.row(state, $0).keys.first!.next] }.min()!
        values[state] = (1 - discount) * h + discount * max(h, best)
      }
    }
    return values
  }

  @Test func rowsAreTheReferences() throws {
    let reference: Reference = try fixture("tabular/braking-line.json")
    #expect(reference.rows.count == 156)
    let line = line()
    for row in reference.rows {
      var entries: [Transition] = []
      line.enumerateTransitions(from: Int(row[0]), by: Int(row[1])) {
        entries.append($0)
        return true
      }
      #expect(entries.count == 1)
      let next = Int(row[2])
      #expect(entries[0].next == next && entries[0].probability == 1)
      #expect(entries[0].outcome.reward == Double(next % 4) / 3)
      #expect(entries[0].outcome.costs == Costs(Double(reference.violated[next])))
      #expect(entries[0].outcome.ending == [])
    }
    for (state, violated) in reference.violated.enumerated() {
      #expect(line.margin(state, channel: 0) == (violated == 1 ? 1 : -1))
    }
  }

  /// The states from which some sequence of actions never violates, found by removing states until
  /// every one left has an action that stays.
  @Test func theFeasibleSetHas36States() throws {
    let reference: Reference = try fixture("tabular/braking-line.json")
    let line = line()
    var feasible = Set((0..<52).filter { line.margin($0, channel: 0) <= 0 })
    while true {
      let kept = feasible.filter { state in
        (0..<3).contains { feasible.contains(line.row(state, $0).keys.first!.next) }
      }
      if kept.count == feasible.count { break }
      feasible = kept
    }
    #expect(feasible.count == 36)
    #expect(feasible.sorted() == reference.feasible)
    #expect((0..<52).filter(BrakingLine.isFeasible) == reference.feasible)
    #expect((0..<52).filter { line.diagnostic(0, of: $0) <= 0 } == reference.feasible)
    for (state, probability) in line.initialDistribution.enumerated() {
      #expect(probability == (feasible.contains(state) ? 1.0 / 36.0 : 0))
    }
  }

  /// Values at (x, v) = (7, 3), (6, 3) and (9, 2), and how many states have the wrong sign.
  @Test(arguments: [
    (0.99, 1.0, 0, [0.9602, -1, 0.98]), (0.6, 1, 1, [-0.28, -1, 0.2]), (0.6, 25, 0, [8.36, -1, 14.6]),
  ])
  func theReachabilityOperatorHasItsKnownFixedPoint(
    discount: Double, level: Double, wrongSigns: Int, known: [Double]
  ) throws {
    let values = reachabilityValues(line(violationLevel: level), discount: discount)
    for (state, value) in zip([31, 27, 38], known) { #expect(abs(values[state] - value) < 1e-12) }
    let wrong = (0..<52).filter { (values[$0] <= 0) != BrakingLine.isFeasible($0) }
    #expect(wrong.count == wrongSigns)
    let reference: Reference = try fixture("tabular/braking-line.json")
    let solution = try #require(
      reference.feasibilitySolutions.first { $0.discount == discount && $0.violationLevel == level })
    #expect(solution.wrongSigns == wrongSigns)
    for (ours, theirs) in zip(values, solution.values) { #expect(abs(ours - theirs) < 1e-12) }
  }

  @Test func failingBrakesLeaveTheSpeed() {
    let line = line(brakeFailure: 0.25)
    // Position 5, speed 2: brakes lead to (6, 1), failing ones to (7, 2); other actions stay sure.
    #expect(
      line.row(22, 0) == [
        OutcomeKey(next: 25, reward: 1.0 / 3.0, isTerminated: false): 0.75,
        OutcomeKey(next: 30, reward: 2.0 / 3.0, isTerminated: false): 0.25,
      ])
    for action in 1...2 { #expect(line.row(22, action) == self.line().row(22, action)) }
    #expect(!line.task.isDeterministic)
    #expect(self.line().task.isDeterministic)
  }
}
