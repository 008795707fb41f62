/// The rows q with q_i <= p_i / level: their worst case is the conditional value at risk, the mean of the
/// worst `level` of the nominal mass.
///
/// O(n) expected, by selection.
///
/// Source: R. T. Rockafellar, S. Uryasev, "Optimization of conditional value-at-risk", Journal of Risk 2
/// (2000), doi:10.21314/JOR.2000.038.
public struct CVaRSet: UncertaintySet {
  public static let name = "cvar"
  /// Share of the worst mass, in (0, 1]; 1 is the nominal mean.
  public let level: Double
  public var support: Support { .nominal }

  /// Throws for a level outside (0, 1].
  public init(level: Double) throws(UncertaintySetError) {
    self.level = try checkedLevel(level, of: Self.name)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    level <= leastAdmitted(nominal, .nominal)
  }

  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    guard isDistribution(row, around: nominal, support: support, tolerance: tolerance) else { return false }
    for index in 0..<row.count {
      guard row[index] <= nominal[index] / level + tolerance else { return false }
    }
    return true
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let order = workspace.order
    return withRows(values, nominal, &kernel, workspace) { rows in
      let p = rows.p
      return fillBetween(
        rows, order, mass: rows.mass, lower: { _ in 0 }, upper: { p[$0] / level })
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    let (key, order) = (workspace.second, workspace.order)
    return withRows(values, nominal, workspace) { rows in
      // The worst `level` of the mass, least value first.
      var mass = 0.0
      for i in 0..<rows.count {
        key[i] = -rows.v[i]
        mass += rows.p[i]
      }
      let end = fillKnapsack(
        level * mass, count: rows.count, key: key, capacity: rows.p, mark: &mark, order: order)
      return -(mass * end.cut + end.excess / level)
    }
  }
}
