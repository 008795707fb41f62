/// The rows of a `SolverTable` as addresses, for the inner loops of sweeps.
///
/// Valid only inside `SolverTable.withRows`. Nothing is checked here: the table's own construction has made
/// sure that every successor lies in 0...stateCount.
@frozen
public struct TableRows: @unchecked Sendable {
  public let stateCount: Int
  public let actionCount: Int
  /// Shape [states * actions + 1].
  public let rowStart: UnsafePointer<Int>
  /// Shape [entries].
  public let next: UnsafePointer<Int32>
  /// Shape [entries].
  public let probability: UnsafePointer<Double>
  /// Expected reward of each row; shape [states * actions].
  public let reward: UnsafePointer<Double>
  /// Reward of each entry; nil where every entry of a row has the row's expectation.
  public let entryReward: UnsafePointer<Double>?
  public let hasTermination: Bool
  public let longestRow: Int
  public let largestReward: Double

  @inlinable
  init(
    _ table: SolverTable, rowStart: UnsafePointer<Int>, next: UnsafePointer<Int32>,
    probability: UnsafePointer<Double>, reward: UnsafePointer<Double>, entryReward: UnsafePointer<Double>?
  ) {
    stateCount = table.stateCount
    actionCount = table.actionCount
    self.rowStart = rowStart
    self.next = next
    self.probability = probability
    self.reward = reward
    self.entryReward = entryReward
    hasTermination = table.hasTermination
    longestRow = table.longestRow
    largestReward = table.largestReward
  }

  /// Expectation of `values` over the successors of `row`; `values` has shape [states + 1], the last one for
  /// the end. Four partial sums, so that additions need not wait for each other. O(entries of the row).
  @inlinable @inline(__always)
  public func expectation(ofRow row: Int, values: UnsafePointer<Double>) -> Double {
    var entry = rowStart[row]
    let end = rowStart[row &+ 1]
    var sums = SIMD4<Double>(repeating: 0)
    while entry &+ 4 <= end {
      sums +=
        UnsafeRawPointer(probability + entry).loadUnaligned(as: SIMD4<Double>.self)
        * SIMD4(
          values[Int(truncatingIfNeeded: next[entry])], values[Int(truncatingIfNeeded: next[entry &+ 1])],
          values[Int(truncatingIfNeeded: next[entry &+ 2])], values[Int(truncatingIfNeeded: next[entry &+ 3])])
      entry &+= 4
    }
    while entry < end {
      sums.x += probability[entry] * values[Int(truncatingIfNeeded: next[entry])]
      entry &+= 1
    }
    return (sums.x + sums.y) + (sums.z + sums.w)
  }
}

extension SolverTable {
  /// Gives `body` the addresses of the rows; they must not leave it.
  @inlinable
  public func withRows<Result, Failure: Error>(
    _ body: (TableRows) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try rowStart.withUnsafeBufferPointer { (rowStart) throws(Failure) -> Result in
      try next.withUnsafeBufferPointer { (next) throws(Failure) -> Result in
        try probability.withUnsafeBufferPointer { (probability) throws(Failure) -> Result in
          try reward.expected.withUnsafeBufferPointer { (expected) throws(Failure) -> Result in
            try reward.entries.withUnsafeBufferPointer { (entries) throws(Failure) -> Result in
              try body(
                TableRows(
                  self, rowStart: rowStart.baseAddress!, next: next.baseAddress!,
                  probability: probability.baseAddress!, reward: expected.baseAddress!,
                  entryReward: entries.isEmpty ? nil : entries.baseAddress))
            }
          }
        }
      }
    }
  }
}
