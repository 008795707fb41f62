import Gauntlet

/// Sweeps from zero until no value moves by more than `tolerance`, the paper's stopping rule.
struct SweepCounter {
  var tolerance: Double

  /// The start's value after each sweep in which every state gets what `worth` makes of the last values.
  private func iterates(
    _ table: SolverTable, worth: (Int, UnsafePointer<Double>) -> Double
  ) -> [Double] {
    var values = Array(repeating: 0.0, count: table.stateCount + 1)
    var iterates: [Double] = []
    var change = Double.infinity
    while change > tolerance {
      let old = values
      change = 0
      for state in 0..<table.stateCount {
        values[state] = old.withUnsafeBufferPointer { worth(state, $0.baseAddress!) }
        change = max(change, abs(values[state] - old[state]))
      }
      iterates.append(values[WindyWalk.start])
    }
    return iterates
  }

  /// Value iteration under `backup`.
  func valueIteration<B: Backup>(_ table: SolverTable, _ backup: B) -> [Double] {
    table.withRows { rows in
      var scratch = backup.makeScratch(for: rows)
      return iterates(table) { state, values in
        backup.best(in: state, of: rows, values: values, scratch: &scratch).worth
      }
    }
  }

  /// Number of sweeps that evaluate `policy`.
  func evaluationSweeps(of policy: [Int], _ table: SolverTable, discount: Double) throws -> Int {
    let backup = try NominalBackup(discount: discount)
    return table.withRows { rows in
      var scratch: Void = ()
      return iterates(table) { state, values in
        backup.worth(
          ofRow: state * rows.actionCount + policy[state], in: rows, values: values, floor: -.infinity,
          scratch: &scratch)
      }.count
    }
  }
}
