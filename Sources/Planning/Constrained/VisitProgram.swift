/// Linear programs over the discounted visits x of policies to states and actions, from the table's first
/// states:
///
///     sum over a of x(s, a) - discount * sum over rows of p(s | row) x(row) = (1 - discount) initial(s)
///
/// with x >= 0, and for each cap k the sum of c_k x at most (1 - discount) limit_k. The caps come last among
/// the rows, in the order of the limits.
struct VisitProgram {
  private let table: SolverTable
  private let discount: Double
  private var columnStart: [Int32] = [0]
  private var rowIndex: [Int32] = []
  private var coefficients: [Double] = []
  private let capCount: Int

  /// O(entries + rows * caps).
  init(_ table: SolverTable, discount: Double, channels: [Int]) {
    self.table = table
    self.discount = discount
    capCount = channels.count
    for row in 0..<table.rowCount {
      let state = row / table.actionCount
      // What leaves the state less what comes back, in one number where the row leads to itself.
      var own = 1.0
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        let flow = -discount * table.probability[entry]
        if Int(table.next[entry]) == state {
          own += flow
        } else if Int(table.next[entry]) < table.stateCount && flow != 0 {
          rowIndex.append(table.next[entry])
          coefficients.append(flow)
        }
      }
      rowIndex.append(Int32(state))
      coefficients.append(own)
      for (position, channel) in channels.enumerated() {
        rowIndex.append(Int32(table.stateCount + position))
        coefficients.append(table.costs[channel].expected[row])
      }
      columnStart.append(Int32(rowIndex.count))
    }
  }

  /// Visits of greatest expected reward within `limits`, one per channel, and what one unit more of each
  /// limit is worth in return.
  ///
  /// Throws where no visits keep them (kind `infeasible`), without HiGHS (kind `unavailable`).
  func best(within limits: [Double]) throws(PlanningError) -> (visits: [Double], multipliers: [Double]) {
    let inflow = table.initial.map { (1 - discount) * $0 }
    let caps = limits.map { (1 - discount) * $0 }
    let (x, duals) = try LinearProgramLibrary().maximise(
      table.reward.expected, rowLower: inflow + caps.map { _ in -.infinity }, rowUpper: inflow + caps,
      columnStart: columnStart, rowIndex: rowIndex, coefficients: coefficients)
    return (x.map { max(0, $0) }, duals.suffix(capCount).map { max(0, $0) })
  }

  /// Weights of the costs, not negative, under which every policy's excess over the limits is as great as it
  /// can be: the multipliers of the least t >= 0 with which some policy keeps each limit plus t.
  func weightsOfExcess(over limits: [Double]) throws(PlanningError) -> [Double] {
    let inflow = table.initial.map { (1 - discount) * $0 }
    let caps = limits.map { (1 - discount) * $0 }
    let slack = (0..<capCount).map { Int32(table.stateCount + $0) }
    let (_, duals) = try LinearProgramLibrary().maximise(
      Array(repeating: 0, count: table.rowCount) + [-1],
      rowLower: inflow + caps.map { _ in -.infinity }, rowUpper: inflow + caps,
      columnStart: columnStart + [Int32(rowIndex.count + capCount)], rowIndex: rowIndex + slack,
      coefficients: coefficients + Array(repeating: -1, count: capCount))
    return duals.suffix(capCount).map { max(0, $0) }
  }
}
