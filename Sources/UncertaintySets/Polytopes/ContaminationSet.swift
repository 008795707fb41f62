/// The rows (1 - share) p + share r for any row r.
///
/// The worst case jumps to the worst outcome with probability `share`; O(n).
public struct ContaminationSet: UncertaintySet {
  public static let name = "contamination"
  /// Share of the mass that nature places, from 0 to 1.
  public let share: Double
  public let support: Support

  /// Throws for a share outside [0, 1].
  public init(share: Double, support: Support) throws(UncertaintySetError) {
    self.share = try checkedRadius(share, of: Self.name, limit: 1)
    self.support = support
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool { share == 1 }

  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    guard isDistribution(row, around: nominal, support: support, tolerance: tolerance) else { return false }
    for index in 0..<row.count {
      guard row[index] >= (1 - share) * nominal[index] - tolerance else { return false }
    }
    return true
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, &kernel, workspace) { rows in
      for i in 0..<rows.count { rows.q[i] = (1 - share) * rows.p[i] }
      rows.q[rows.worst(support)] += share * rows.mass
      return rows.expectation
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      expectation - share * (expectation - leastValue(rows.v, rows.p, count: rows.count, support))
    }
  }
}
