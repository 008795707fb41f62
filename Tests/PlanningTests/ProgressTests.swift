import Planning
import RandomStreams
import Testing

/// Methods that evaluate policies never lose themselves: where evaluating does not help, plain sweeps do.
@Suite struct ProgressTests {
  /// Nature takes the worst successor, and tells that it takes the best: what linear systems make of that
  /// kernel leads away from the policy's values.
  struct MisleadingKernel: Backup {
    let discount: Double

    func makeScratch(for rows: TableRows, memory: Void) {}

    func worth(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
    ) -> Double {
      var worst = Double.infinity
      for entry in rows.rowStart[row]..<rows.rowStart[row + 1] { worst = min(worst, values[Int(rows.next[entry])]) }
      return rows.reward[row] + discount * worst
    }

    func kernel(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
      into probabilities: UnsafeMutablePointer<Double>
    ) -> Double {
      let start = rows.rowStart[row]
      let count = rows.rowStart[row + 1] - start
      let best = (0..<count).max { values[Int(rows.next[start + $0])] < values[Int(rows.next[start + $1])] }
      for index in 0..<count { probabilities[index] = index == best ? 1 : 0 }
      return worth(ofRow: row, in: rows, values: values, floor: -.infinity, scratch: &scratch)
    }

    func roundOff(in rows: TableRows, size: Double) -> Double {
      4 * Double.ulpOfOne * (rows.largestReward + size)
    }
  }

  private static func table(_ stream: inout RandomStream) throws -> SolverTable {
    var builder = try SolverTableBuilder(stateCount: 12, actionCount: 3)
    for _ in 0..<36 {
      let reward = stream.uniform()
      for _ in 0..<3 { builder.add(to: stream.integer(below: 12), probability: 1 / 3.0, reward: reward) }
      try builder.endRow()
    }
    return try builder.finish()
  }

  @Test(arguments: DiscountedSolver.Method.allCases, [0.5, 0.9, 0.98])
  func misleadingKernelsAreLeftAlone(method: DiscountedSolver.Method, discount: Double) throws {
    var stream = RandomStream(seed: 41, purpose: .instance)
    for _ in 0..<10 {
      let table = try Self.table(&stream)
      let backup = MisleadingKernel(discount: discount)
      let plain = try DiscountedSolver(method: .valueIteration).solve(table, backup: backup)
      let limit = 100 + 4 * plain.sweeps
      let solution = try DiscountedSolver(method: method, sweepLimit: limit).solve(table, backup: backup)
      for state in 0..<table.stateCount {
        #expect(abs(solution.values[state] - plain.values[state]) <= 2e-6)
      }
    }
  }
}
