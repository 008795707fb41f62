import ElementaryFunctions
import RandomStreams

extension SharedBudget {
  /// How much of the budget `rows` use: the sum over actions of their distances from the nominal rows;
  /// infinite where no budget is enough. O(entries).
  ///
  /// - Precondition: as `worstCase`.
  public func cost(of rows: Span<Double>, around nominal: Span<Double>, starts: Span<Int>) -> Double {
    var sum = 0.0
    for action in 0..<(starts.count - 1) {
      let range = starts[action]..<starts[action + 1]
      sum += distance(of: rows.extracting(range), from: nominal.extracting(range))
    }
    return sum
  }

  /// Whether `rows` are distributions, row by row, that keep to the support and the budget, up to
  /// `tolerance`. O(entries).
  ///
  /// - Precondition: as `worstCase`.
  public func contains(
    _ rows: Span<Double>, around nominal: Span<Double>, starts: Span<Int>, tolerance: Double
  ) -> Bool {
    guard rows.count == nominal.count else { return false }
    for action in 0..<(starts.count - 1) {
      let range = starts[action]..<starts[action + 1]
      guard
        isDistribution(
          rows.extracting(range), around: nominal.extracting(range), support: support, tolerance: tolerance)
      else { return false }
    }
    return cost(of: rows, around: nominal, starts: starts) <= budget + tolerance
  }

  /// Writes random rows of the set: on the chord between the worst cases of two random policies for standard
  /// normal payoffs, at a uniform place. Every neighbourhood in the set has positive probability; the
  /// distribution is not uniform. Allocates nothing.
  ///
  /// - Precondition: as `worstCase`.
  public func sample(
    around nominal: Span<Double>, starts: Span<Int>, into rows: inout MutableSpan<Double>,
    workspace: inout SharedBudgetWorkspace, using stream: inout RandomStream
  ) {
    let actions = starts.count - 1
    workspace.admit(actions: actions, entries: nominal.count)
    let values = UnsafeMutableBufferPointer(start: workspace.payoffs, count: nominal.count)
    let first = workspace.kernels
    let share = stream.uniform()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: actions) { policy in
      for turn in 0..<2 {
        for index in 0..<nominal.count { values[index] = stream.normal() }
        // Weights of an exponential distribution: their shares are uniform on the simplex.
        for action in 0..<actions { policy[action] = -Elementary.log(1 - stream.uniform()) }
        _ = worstCase(
          of: Span(_unsafeElements: UnsafeBufferPointer(values)), around: nominal, starts: starts,
          under: Span(_unsafeElements: UnsafeBufferPointer(policy)), into: &rows, workspace: &workspace)
        for index in 0..<nominal.count {
          if turn == 0 { first[index] = rows[index] }
          rows[index] += share * (first[index] - rows[index])
        }
      }
    }
  }

  private func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    switch measure {
    case .l1: return l1Distance(row, nominal)
    case .chiSquare: return chiSquareDivergence(of: row, from: nominal)
    case .kl: return klDivergence(of: row, from: nominal)
    case .lInfinity:
      var largest = 0.0
      for index in 0..<row.count { largest = max(largest, abs(row[index] - nominal[index])) }
      return largest
    case .cvar:
      var largest = 0.0
      for index in 0..<row.count where row[index] > 0 {
        largest = max(largest, (row[index] - nominal[index]) / nominal[index])
      }
      return largest
    }
  }
}
