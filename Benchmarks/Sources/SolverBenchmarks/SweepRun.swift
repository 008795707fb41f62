import Gauntlet

/// Sweeps of value iteration from 0, each timed by itself.
enum SweepRun {
  static func times<B: Backup>(_ table: SolverTable, _ backup: B, sweeps: Int) -> [Double] {
    table.withRows { rows in
      let count = table.stateCount + 1
      var values = UnsafeMutablePointer<Double>.allocate(capacity: count)
      var swept = UnsafeMutablePointer<Double>.allocate(capacity: count)
      defer {
        values.deallocate()
        swept.deallocate()
      }
      values.initialize(repeating: 0, count: count)
      swept.initialize(repeating: 0, count: count)
      let memory = backup.makeMemory(for: rows)
      var scratch = backup.makeScratch(for: rows, memory: memory)
      return (0..<sweeps).map { _ in
        let time = seconds {
          backup.beginSweep(from: values, in: rows, memory: memory)
          for state in 0..<table.stateCount {
            swept[state] = backup.best(in: state, of: rows, values: values, scratch: &scratch).worth
          }
          backup.endSweep(memory: memory)
        }
        swap(&values, &swept)
        return time
      }
    }
  }

  /// Nanoseconds per row of asking nature about every row against the values of `solution`, at first and once
  /// it has been asked before.
  static func backupTimes<B: Backup>(
    _ table: SolverTable, _ backup: B, _ solution: CertifiedSolution, rounds: Int
  ) -> (first: Double, again: Double) {
    table.withRows { rows in
      let values = solution.values + [0]
      var (first, again) = ([Double](), [Double]())
      var sum = 0.0
      values.withUnsafeBufferPointer { values in
        for _ in 0..<rounds {
          var scratch = backup.makeScratch(for: rows)
          for turn in 0..<4 {
            let time = seconds {
              for row in 0..<table.rowCount {
                sum += backup.worth(
                  ofRow: row, in: rows, values: values.baseAddress!, floor: -.infinity, scratch: &scratch)
              }
            }
            if turn == 0 { first.append(time) } else { again.append(time) }
          }
        }
      }
      precondition(sum.isFinite)
      let scale = 1e9 / Double(table.rowCount)
      return (median(first) * scale, median(again) * scale)
    }
  }
}
