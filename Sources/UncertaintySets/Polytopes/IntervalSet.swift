/// The rows q with lower_i <= q_i <= upper_i.
///
/// The nominal row matters for the support alone and need not lie inside; O(n) expected.
///
/// Source: R. Givan, S. Leach, T. Dean, "Bounded-parameter Markov decision processes", Artificial
/// Intelligence 122 (2000), doi:10.1016/S0004-3702(00)00047-3.
public struct IntervalSet: UncertaintySet {
  public static let name = "interval"
  /// Least probability of each outcome.
  public let lower: [Double]
  /// Greatest probability of each outcome.
  public let upper: [Double]
  public let support: Support

  /// Throws where bounds are not finite or in the wrong order, or where no row lies between them.
  public init(lower: [Double], upper: [Double], support: Support) throws(UncertaintySetError) {
    guard lower.count == upper.count, !lower.isEmpty else {
      throw UncertaintySetError(
        "\(lower.count) lower and \(upper.count) upper bounds of the set \(Self.name)",
        remedy: "give one of each for every outcome")
    }
    for index in lower.indices {
      guard lower[index] >= 0, lower[index] <= upper[index], upper[index].isFinite else {
        throw UncertaintySetError(
          "bounds \(lower[index]) and \(upper[index]) of outcome \(index) of the set \(Self.name)",
          remedy: "give 0 <= lower <= upper, finite")
      }
    }
    let least = lower.reduce(0, +)
    let greatest = upper.reduce(0, +)
    guard least <= 1 + 1e-9, greatest >= 1 - 1e-9 else {
      throw UncertaintySetError(
        "the bounds of the set \(Self.name) sum to \(least) and \(greatest): no row lies between",
        remedy: "give lower bounds that sum to at most 1 and upper ones to at least 1")
    }
    self.init(checkedLower: lower, upper: upper, support: support)
  }

  private init(checkedLower lower: [Double], upper: [Double], support: Support) {
    self.lower = lower
    self.upper = upper
    self.support = support
  }

  /// The bounds do not depend on the nominal row.
  public var holdsNominal: Bool { false }

  public func check(nominal: Span<Double>) throws(UncertaintySetError) {
    try checkCount("bounds", lower.count, outcomes: nominal.count, of: Self.name)
    guard support == .nominal else { return }
    var greatest = 0.0
    for index in 0..<nominal.count {
      if nominal[index] > 0 {
        greatest += upper[index]
      } else if lower[index] > 0 {
        throw UncertaintySetError(
          "lower bound \(lower[index]) of outcome \(index) of the set \(Self.name), whose nominal is 0",
          remedy: "give 0 there, or the support all")
      }
    }
    guard greatest >= 1 - 1e-9 else {
      throw UncertaintySetError(
        "the upper bounds of the set \(Self.name) sum to \(greatest) on the nominal support",
        remedy: "give bounds that sum to at least 1 there, or the support all")
    }
  }

  public func restricted(to outcomes: [Int]) -> IntervalSet {
    IntervalSet(
      checkedLower: outcomes.map { lower[$0] }, upper: outcomes.map { upper[$0] }, support: support)
  }

  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    guard isDistribution(row, around: nominal, support: support, tolerance: tolerance) else { return false }
    for index in 0..<row.count {
      guard row[index] >= lower[index] - tolerance, row[index] <= upper[index] + tolerance else {
        return false
      }
    }
    return true
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    precondition(lower.count == values.count, "\(lower.count) bounds for \(values.count) outcomes")
    let order = workspace.order
    return withRows(values, nominal, &kernel, workspace) { rows in
      let p = rows.p
      return lower.withUnsafeBufferPointer { low in
        upper.withUnsafeBufferPointer { high in
          fillBetween(
            rows, order, mass: rows.mass, lower: { low[$0] },
            upper: { support.admits(p[$0]) ? high[$0] : 0 })
        }
      }
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    precondition(lower.count == values.count, "\(lower.count) bounds for \(values.count) outcomes")
    let (capacity, key, order) = (workspace.first, workspace.second, workspace.order)
    return withRows(values, nominal, workspace) { rows in
      let p = rows.p
      return lower.withUnsafeBufferPointer { low in
        upper.withUnsafeBufferPointer { high in
          valueBetween(
            rows, capacity, key, order, mark: &mark, lower: { low[$0] },
            upper: { support.admits(p[$0]) ? high[$0] : 0 })
        }
      }
    }
  }
}
