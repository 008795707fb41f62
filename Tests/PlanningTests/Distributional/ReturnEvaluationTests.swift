import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct ReturnEvaluationTests {
  /// Every trajectory of a policy, one by one.
  private func trajectories(
    _ process: FixtureProcess, from state: Int, steps: Int, discount: Double, _ policy: [[Double]]
  ) -> Outcomes {
    guard steps > 0 else { return [(0, 1)] }
    return (0..<process.actionCount).flatMap { action in
      process.rows[state * process.actionCount + action].flatMap { transition -> Outcomes in
        let ends = transition.outcome.ending.contains(.terminated)
        let later =
          ends
          ? [(0, 1)]
          : trajectories(process, from: transition.next, steps: steps - 1, discount: discount, policy)
        return later.map {
          (
            transition.outcome.reward + discount * $0.value,
            policy[state][action] * transition.probability * $0.probability
          )
        }
      }
    }
  }

  @Test func matchesEnumerationOfTrajectories() throws {
    var stream = RandomStream(seed: 3, purpose: StreamPurpose(named: "trajectories"))
    for rewards in SmallProcesses.Rewards.allCases {
      for discount in [1, 0.7] {
        let process = SmallProcesses.random(
          states: 3, actions: 2, branching: 2, rewards, using: &stream)
        let table = try SmallProcesses.table(process)
        let shares = (0..<3).map { _ in stream.uniform() }
        let policy = shares.map { [$0, 1 - $0] }
        let laws = try ReturnEvaluation(discount: discount)
          .laws(of: .probabilities(policy.flatMap { $0 }), in: table, horizon: 5)
        for state in 0..<3 {
          let all = trajectories(process, from: state, steps: 5, discount: discount, policy)
          let reference = try ReturnDistribution(
            values: all.map(\.value), probabilities: all.map(\.probability))
          #expect(laws.laws[state].wassersteinDistance(to: reference) <= 1e-13)
          #expect(abs(laws.laws[state].probabilities.reduce(0, +) - 1) <= 1e-14)
          if rewards == .whole && discount == 1 { #expect(laws.laws[state].values == reference.values) }
        }
        #expect(laws.error == 0)
        #expect(laws.initialLaw == laws.laws[0])
      }
    }
  }

  /// The mean is the value of `PolicyEvaluation`, the law is within its tolerance of a far finer one.
  @Test func endlessLawsKeepTheirTolerance() throws {
    let process = MachineReplacement()
    let policy = TablePolicy.actions((0..<10).map { $0 == 6 || $0 == 7 || $0 == 8 ? 1 : 0 })
    let table = try OutcomeTable(TransitionTable(process))
    let values = try PolicyEvaluation(discount: 0.8)
      .values(of: policy, in: SolverTable(TransitionTable(process))).values
    let fine = try ReturnEvaluation(discount: 0.8).laws(of: policy, in: table, tolerance: 0.05)
    #expect(fine.error <= 0.05)
    for tolerance in [2, 0.3] {
      let laws = try ReturnEvaluation(discount: 0.8).laws(of: policy, in: table, tolerance: tolerance)
      #expect(laws.error <= tolerance)
      for state in 0..<10 {
        let distance = laws.laws[state].wassersteinDistance(to: fine.laws[state])
        #expect(distance <= laws.errors[state] + fine.errors[state])
        #expect(abs(laws.laws[state].mean - values[state]) <= laws.errors[state])
      }
    }
  }

  @Test func atomLimitsAreCertified() throws {
    var stream = RandomStream(seed: 8, purpose: StreamPurpose(named: "atom limits"))
    let process = SmallProcesses.random(states: 4, actions: 2, branching: 3, .real, using: &stream)
    let table = try SmallProcesses.table(process)
    let policy = TablePolicy.actions([0, 1, 0, 1])
    let exact = try ReturnEvaluation(discount: 0.9).laws(of: policy, in: table, horizon: 8)
    try #require(exact.laws[0].count > 500)
    for evaluation in [
      ReturnEvaluation(discount: 0.9, atomLimit: 40), ReturnEvaluation(discount: 0.9, resolution: 0.05),
    ] {
      let laws = try evaluation.laws(of: policy, in: table, horizon: 8)
      for state in 0..<4 {
        #expect(laws.laws[state].count < exact.laws[state].count / 2)
        #expect(laws.errors[state] > 0 && laws.errors[state] < 0.2)
        #expect(laws.laws[state].wassersteinDistance(to: exact.laws[state]) <= laws.errors[state] + 1e-12)
      }
    }
  }

  @Test func rewardsOfOneSuccessorStayApart() throws {
    let table = try SmallProcesses.table(SmallProcesses.even)
    let law = try ReturnEvaluation().laws(of: .actions([1]), in: table, horizon: 2).laws[0]
    #expect(law.values == [0, 3, 6] && law.probabilities == [0.25, 0.5, 0.25])
    // A table for expectations has the mean in place of both.
    let averaged = try OutcomeTable(SolverTable(TransitionTable(SmallProcesses.even)))
    #expect(averaged.reward == [1, 1.5] && averaged.longestRow == 1)
  }

  @Test func badSettingsAreRefused() throws {
    let table = try SmallProcesses.table(SmallProcesses.even)
    func refusal(_ body: () throws -> EvaluatedReturns) -> String? {
      #expect(throws: PlanningError.self) { _ = try body() }?.message
    }
    let policy = TablePolicy.actions([0])
    #expect(refusal { try ReturnEvaluation(discount: 1.5).laws(of: policy, in: table, horizon: 1) }
      == "discount 1.5 lies outside (0, 1]")
    #expect(refusal { try ReturnEvaluation().laws(of: policy, in: table, horizon: -1) }
      == "horizon -1 is negative")
    #expect(refusal { try ReturnEvaluation().laws(of: .actions([2]), in: table, horizon: 1) }
      == "state 0: action 2 lies outside 0...1")
    #expect(refusal { try ReturnEvaluation().laws(of: policy, in: table, tolerance: 0.1) }
      == "discount 1.0 lies outside (0, 1)")
    #expect(refusal { try ReturnEvaluation(discount: 0.9).laws(of: policy, in: table, tolerance: 0) }
      == "tolerance 0.0 is not a positive number")
    #expect(refusal { try ReturnEvaluation(resolution: .nan).laws(of: policy, in: table, horizon: 1) }
      == "resolution nan; give a finite number, at least 0")
    #expect(refusal { try ReturnEvaluation(atomLimit: 0).laws(of: policy, in: table, horizon: 1) }
      == "atom limit 0; give at least 1")
    let error = #expect(throws: PlanningError.self) {
      _ = try ReturnEvaluation(discount: 0.9, atomLimit: 1)
        .laws(of: .actions([1]), in: table, tolerance: 0.01)
    }
    #expect(error?.kind == .toleranceOutOfReach)
    let row = [Transition(to: 0, probability: 0.5, outcome: Outcome(reward: 0))]
    let short = #expect(throws: PlanningError.self) {
      _ = try SmallProcesses.table(FixtureProcess(stateCount: 1, actionCount: 1, rows: [row]))
    }
    #expect(short?.message == "state 0, action 0: the row sums to 0.5, not 1")
  }
}
