import Planning
import RandomStreams
import Testing
import UncertaintySets

/// What robust sweeps keep from sweep to sweep changes their time alone.
@Suite struct RobustSweepTests {
  /// A backup that keeps nothing: every row in turn, from scratch.
  struct Forgetful<Kept: Backup>: Backup {
    let kept: Kept

    var discount: Double { kept.discount }

    func makeScratch(for rows: TableRows, memory: Void) {}

    func worth(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
    ) -> Double {
      var scratch = kept.makeScratch(for: rows)
      return kept.worth(ofRow: row, in: rows, values: values, floor: -.infinity, scratch: &scratch)
    }

    func kernel(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
      into probabilities: UnsafeMutablePointer<Double>
    ) -> Double {
      var scratch = kept.makeScratch(for: rows)
      return kept.kernel(ofRow: row, in: rows, values: values, scratch: &scratch, into: probabilities)
    }

    func roundOff(in rows: TableRows, size: Double) -> Double { kept.roundOff(in: rows, size: size) }
  }

  /// Random rows with equal probabilities here and there, so that values tie, and episodes that end.
  private static func table(
    states: Int, actions: Int, branching: Int, ends: Bool, perEntry: Bool, _ stream: inout RandomStream
  ) throws -> SolverTable {
    var builder = try SolverTableBuilder(stateCount: states, actionCount: actions)
    for _ in 0..<(states * actions) {
      var weights = (0..<branching).map { _ in stream.uniform() < 0.3 ? 0.5 : stream.uniform() }
      let sum = weights.reduce(0, +)
      for index in weights.indices { weights[index] /= sum }
      let reward = Double(stream.integer(below: 5))
      for weight in weights {
        builder.add(
          to: stream.integer(below: states), probability: weight,
          reward: perEntry ? stream.uniform() : reward, terminated: ends && stream.uniform() < 0.02)
      }
      try builder.endRow()
    }
    return try builder.finish()
  }

  @Test(arguments: [false, true], [false, true])
  func keepingChangesNoBit(ends: Bool, perEntry: Bool) throws {
    var stream = RandomStream(seed: 31, purpose: .instance)
    for branching in [1, 3, 6, 30] {
      let table = try Self.table(
        states: 40, actions: 5, branching: branching, ends: ends, perEntry: perEntry, &stream)
      func compare<S: UncertaintySet>(_ set: S) throws {
        let backup = try RectangularBackup(set, on: table, discount: 0.95)
        for method in [DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration, .gaussSeidel] {
          let solver = DiscountedSolver(method: method)
          let kept = try solver.solve(table, backup: backup)
          let forgetful = try solver.solve(table, backup: Forgetful(kept: backup))
          #expect(kept == forgetful, "\(S.name), \(method), \(branching) successors")
        }
      }
      try compare(L1Ball(radius: 0.5, support: .nominal))
      try compare(TotalVariationBall(radius: 0.05, support: .nominal))
      try compare(LInfinityBall(radius: 0.03, support: .nominal))
      try compare(CVaRSet(level: 0.7))
      try compare(ContaminationSet(share: 0.1, support: .nominal))
      try compare(ChiSquareBall(radius: 0.2))
      try compare(ChiSquarePenalty(weight: 3))
      try compare(TotalVariationPenalty(weight: 1, support: .nominal))
      if !perEntry { try compare(L1Ball(radius: 0.2, support: .all)) }
    }
  }

  /// Searches that come to an end by iteration remember where they were; the answers agree to round-off.
  @Test func rememberedTiltsAndPricesAgree() throws {
    var stream = RandomStream(seed: 32, purpose: .instance)
    let table = try Self.table(
      states: 40, actions: 5, branching: 8, ends: true, perEntry: true, &stream)
    func compare<S: UncertaintySet>(_ set: S) throws {
      let backup = try RectangularBackup(set, on: table, discount: 0.95)
      for method in [DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration] {
        let solver = DiscountedSolver(method: method, tolerance: 1e-8)
        let kept = try solver.solve(table, backup: backup)
        let forgetful = try solver.solve(table, backup: Forgetful(kept: backup))
        for state in 0..<table.stateCount {
          #expect(abs(kept.values[state] - forgetful.values[state]) <= 1e-11, "\(S.name), \(method)")
        }
        #expect(kept.policy == forgetful.policy)
        #expect(kept.sweeps == forgetful.sweeps)
      }
    }
    try compare(KLBall(radius: 0.1))
    try compare(KLPenalty(weight: 2))
    try compare(L2Ball(radius: 0.2, support: .nominal))
    try compare(WassersteinBall(radius: 1, metric: .line, support: .nominal))
    try compare(LikelihoodRegion(radius: 0.1, support: .nominal))
  }

  /// One, two and seven threads give the same bits: workers share what is kept, but never a row.
  @Test func threadsChangeNoBit() throws {
    var stream = RandomStream(seed: 33, purpose: .instance)
    let table = try Self.table(
      states: 20_000, actions: 4, branching: 6, ends: false, perEntry: false, &stream)
    func compare<S: UncertaintySet>(_ set: S) throws {
      let backup = try RectangularBackup(set, on: table, discount: 0.9)
      for method in [DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration] {
        let alone = try DiscountedSolver(method: method, threads: 1).solve(table, backup: backup)
        for threads in [2, 7] {
          let together = try DiscountedSolver(method: method, threads: threads).solve(table, backup: backup)
          #expect(together == alone, "\(S.name), \(method), \(threads) threads")
        }
      }
    }
    try compare(L1Ball(radius: 0.5, support: .nominal))
    try compare(KLBall(radius: 0.1))
    try compare(WassersteinBall(radius: 1, metric: .line, support: .nominal))
  }

  /// Intervals around another row than the nominal one: the worst case may be better than nominal, so no
  /// action may be passed over for its nominal worth. Plain sweeps with intervals filled by sorting tell.
  @Test func intervalsAwayFromTheNominalRow() throws {
    var stream = RandomStream(seed: 34, purpose: .instance)
    let (states, actions, discount) = (4, 4, 0.9)
    var misled = 0
    for _ in 0..<20 {
      var builder = try SolverTableBuilder(stateCount: states, actionCount: actions)
      for _ in 0..<(states * actions) {
        // All states follow, in order; the nominal row leads to one of them nearly for sure.
        let likely = stream.integer(below: states)
        let reward = stream.uniform()
        for next in 0..<states { builder.add(to: next, probability: next == likely ? 0.97 : 0.01, reward: reward) }
        try builder.endRow()
      }
      let table = try builder.finish()
      let lower = (0..<states).map { _ in 0.2 * stream.uniform() }
      let upper = lower.map { $0 + 0.1 + 0.5 * stream.uniform() }
      let set = try IntervalSet(lower: lower, upper: upper, support: .nominal)
      let backup = try RectangularBackup(set, on: table, discount: discount)
      let solution = try DiscountedSolver(method: .valueIteration, tolerance: 1e-9)
        .solve(table, backup: backup)
      var values = [Double](repeating: 0, count: states)
      for _ in 0..<400 {
        let order = (0..<states).sorted { values[$0] < values[$1] }
        var left = 1 - lower.reduce(0, +)
        var worst = 0.0
        for next in order {
          let share = min(left, upper[next] - lower[next])
          worst += (lower[next] + share) * values[next]
          left -= share
        }
        // The interval's row is the same for all actions: the reward alone decides.
        values = (0..<states).map { state in
          let best = (0..<actions).map { table.reward.expected[state * actions + $0] }.max() ?? 0
          return best + discount * worst
        }
        misled += (0..<states).count { state in
          table.row(state, 0).reduce(0.0) { $0 + table.probability[$1] * values[Int(table.next[$1])] } < worst
        }
      }
      for state in 0..<states { #expect(abs(solution.values[state] - values[state]) <= 2e-9) }
    }
    #expect(misled > 0, "no nominal row was worse than the interval's worst")
  }
}
