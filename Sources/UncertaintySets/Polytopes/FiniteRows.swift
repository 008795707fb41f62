import RandomStreams

/// A finite list of rows; where the expected value is linear, also their convex hull's worst case.
///
/// The nominal row belongs to the set only if it is listed. O(rows * n).
public struct FiniteRows: UncertaintySet {
  public static let name = "finite"
  public let rows: [[Double]]
  public var support: Support { .all }

  /// Throws for an empty list, rows of different lengths, or a row that is no distribution.
  public init(rows: [[Double]]) throws(UncertaintySetError) {
    guard let first = rows.first else {
      throw UncertaintySetError("no row in the set \(Self.name)", remedy: "give at least one")
    }
    for (index, row) in rows.enumerated() {
      try checkDistribution(row, name: "\(Self.name) set's \(index)-th")
      try checkCount("probabilities in row \(index)", row.count, outcomes: first.count, of: Self.name)
    }
    self.rows = rows
  }

  /// The rows do not depend on the nominal one.
  public var holdsNominal: Bool { false }

  public func check(nominal: Span<Double>) throws(UncertaintySetError) {
    try checkCount("probabilities in the rows", rows[0].count, outcomes: nominal.count, of: Self.name)
  }

  /// Whether `row` is one of the listed ones, each entry within `tolerance`.
  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    rows.contains { listed in
      listed.count == row.count && listed.indices.allSatisfy { abs(listed[$0] - row[$0]) <= tolerance }
    }
  }

  /// One of the listed rows, all equally likely.
  public func sample(
    around nominal: Span<Double>, into row: inout MutableSpan<Double>, workspace: inout SetWorkspace,
    using stream: inout RandomStream
  ) {
    precondition(rows[0].count == row.count, "rows of \(rows[0].count) outcomes for a row of \(row.count)")
    let chosen = stream.integer(below: rows.count)
    for index in 0..<row.count { row[index] = rows[chosen][index] }
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    precondition(rows[0].count == values.count, "rows of \(rows[0].count) for \(values.count) outcomes")
    return withRows(values, nominal, &kernel, workspace) { problem in
      var least = Double.infinity
      var chosen = 0
      for index in rows.indices {
        var sum = 0.0
        for i in 0..<problem.count { sum += rows[index][i] * problem.v[i] }
        if sum < least {
          least = sum
          chosen = index
        }
      }
      for i in 0..<problem.count { problem.q[i] = rows[chosen][i] }
      return least
    }
  }
}
