import Planning
import Testing

/// Random processes with several costs, with and without ends, and SciPy's optima within limits.
struct ConstrainedProcesses: Decodable {
  struct Instance: Decodable {
    struct Case: Decodable {
      var name: String
      var discount: Double
      /// Pairs of channel and limit.
      var limits: [[Double]]
      /// Nil where no policy keeps the limits.
      var optimum: Double?

      var pairs: [(channel: Int, limit: Double)] { limits.map { (Int($0[0]), $0[1]) } }
    }

    var states: Int
    var actions: Int
    /// State, action, next, probability, reward, whether it ends, costs.
    var rows: [[Double]]
    var cases: [Case]

    func table() throws -> SolverTable {
      var builder = try SolverTableBuilder(stateCount: states, actionCount: actions, costCount: 3)
      for (index, row) in rows.enumerated() {
        builder.add(
          to: Int(row[2]), probability: row[3], reward: row[4], costs: row[6...], terminated: row[5] == 1)
        let isLast = index + 1 == rows.count || rows[index + 1][..<2] != row[..<2]
        if isLast { try builder.endRow() }
      }
      return try builder.finish()
    }
  }

  var instances: [Instance]

  static func load() throws -> [Instance] {
    try fixture("planning/constrained-processes", as: ConstrainedProcesses.self).instances
  }
}

@Suite struct ConstrainedLimitsTests {
  /// Costs of `policy` by plain sweeps, which share no code with the solvers.
  static func cost(
    _ channel: Int, of policy: TablePolicy, in table: SolverTable, discount: Double
  ) -> Double {
    var values = [Double](repeating: 0, count: table.stateCount + 1)
    for _ in 0..<Int(40 / (1 - discount)) {
      let old = values
      for state in 0..<table.stateCount {
        values[state] = 0
        for (action, weight) in policy.row(of: state, actionCount: table.actionCount).enumerated() {
          values[state] += weight * table.costs[channel].expected[state * table.actionCount + action]
          for entry in table.row(state, action) {
            values[state] += weight * discount * table.probability[entry] * old[Int(table.next[entry])]
          }
        }
      }
    }
    return table.initialExpectation(of: Array(values.dropLast()))
  }

  /// The linear program: one, two and three limits, redundant, repeated, zero, and such as cannot be kept.
  @Test(.enabled(if: LinearPrograms.areAvailable, "\(LinearPrograms.comment)"))
  func programMatchesSciPy() throws {
    for instance in try ConstrainedProcesses.load() {
      let table = try instance.table()
      for reference in instance.cases {
        let solver = try ConstrainedSolver(discount: reference.discount)
        guard let optimum = reference.optimum else {
          #expect("\(reference.name)") {
            try solver.solve(table, limits: reference.pairs)
          } throws: { ($0 as? PlanningError)?.kind == .infeasible }
          continue
        }
        let solution = try solver.solve(table, limits: reference.pairs)
        #expect(solution.lower <= optimum + 1e-7, "\(reference.name)")
        #expect(solution.upper >= optimum - 1e-8, "\(reference.name)")
        #expect(solution.upper - solution.lower <= 1e-6, "\(reference.name)")
        for (index, (channel, limit)) in reference.pairs.enumerated() {
          #expect(solution.costs[index] <= limit, "\(reference.name)")
          let plain = Self.cost(channel, of: solution.policy, in: table, discount: reference.discount)
          #expect(abs(plain - solution.costs[index]) < 1e-9, "\(reference.name)")
        }
        if reference.name == "all redundant" { #expect(solution.multipliers == [0, 0, 0]) }
      }
    }
  }

  /// The Lagrangian, wherever one limit is alone.
  @Test func lagrangianMatchesSciPy() throws {
    var seen = 0
    for instance in try ConstrainedProcesses.load() {
      let table = try instance.table()
      for reference in instance.cases
      where reference.pairs.count == 1 || reference.name.contains("one binds") {
        seen += 1
        let solver = try ConstrainedSolver(discount: reference.discount)
        let (channel, limit) = reference.pairs[0]
        guard let optimum = reference.optimum else {
          #expect("\(reference.name)") {
            try solver.solve(table, cost: channel, limit: limit)
          } throws: { ($0 as? PlanningError)?.kind == .infeasible }
          continue
        }
        let solution = try solver.solve(table, cost: channel, limit: limit)
        #expect(solution.lower <= optimum + 1e-7, "\(reference.name)")
        #expect(solution.upper >= optimum - 1e-8, "\(reference.name)")
        #expect(solution.upper - solution.lower <= 1e-6, "\(reference.name)")
        #expect(solution.cost <= limit, "\(reference.name)")
        let plain = Self.cost(channel, of: solution.policy, in: table, discount: reference.discount)
        #expect(abs(plain - solution.cost) < 1e-9, "\(reference.name)")
      }
    }
    #expect(seen == 24)
  }

  /// A limit exactly at the least cost cannot be told from one just below it.
  @Test func theLeastCostItselfIsTooNearToTell() throws {
    let instance = try RandomProcesses.load()[0]
    let reference = instance.solutions[1]
    #expect {
      try ConstrainedSolver(discount: reference.discount)
        .solve(instance.table(), cost: 0, limit: reference.leastCost - 1e-12)
    } throws: { ($0 as? PlanningError)?.kind == .toleranceOutOfReach }
  }
}
