/// Rows for all actions of one state whose divergences share a budget: sum over a of D(q_a, p_a) <= budget.
///
/// The rows of m actions lie one behind the other in the spans below: action a has the outcomes
/// `starts[a] ..< starts[a + 1]`. Values hold the whole payoff of an outcome, reward included. As nature
/// must choose where to spend, the best policy of the state may have to mix actions.
///
/// Source: W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes", Mathematics of Operations
/// Research 38 (2013), doi:10.1287/moor.1120.0566; C. Ho, M. Petrik, W. Wiesemann, "Partial policy iteration
/// for L1-robust Markov decision processes", JMLR 22 (2021), section 5.
public struct SharedBudget: Sendable, Equatable {
  /// How far a row is from its nominal row.
  public enum Measure: String, Sendable, CaseIterable {
    /// Sum of |q_i - p_i|.
    case l1
    /// Sum of (q_i - p_i)^2 / p_i, on the nominal support.
    case chiSquare = "chi-square"
    /// Sum of q_i log(q_i / p_i), on the nominal support.
    case kl
  }

  public let measure: Measure
  public let budget: Double
  public let support: Support

  /// Throws for a budget that is negative or not finite, and for the support `all` with a measure that
  /// keeps to the nominal one.
  public init(_ measure: Measure, budget: Double, support: Support) throws(UncertaintySetError) {
    self.budget = try checkedRadius(budget, of: "shared \(measure.rawValue)")
    guard support == .nominal || measure == .l1 else {
      throw UncertaintySetError(
        "support all for the shared budget \(measure.rawValue)", remedy: "give the support nominal")
    }
    self.measure = measure
    self.support = support
  }

  /// The least expected payoff of `policy`, min over q of sum over a of policy_a q_a . v_a; writes the
  /// rows q into `kernel`. Allocates nothing.
  ///
  /// O(entries) expected for L1, whose mass moves are picked in order of gain over all actions at once;
  /// O(entries) per Newton step on the price of the budget otherwise.
  ///
  /// - Precondition: as many entries in values, nominal and kernel, at most the workspace's capacity;
  ///   `starts` has one more entry than `policy`, increasing from 0 to the number of entries.
  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, starts: Span<Int>, under policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace
  ) -> Double {
    check(starts, actions: policy.count, entries: values.count)
    let (order, gain) = (workspace.order, workspace.first)
    return withRows(values, nominal, &kernel, workspace) { rows in
      switch measure {
      case .l1: return spendByGain(rows, starts, policy, order, gain)
      case .chiSquare, .kl: return spendByPrice(rows, starts, policy, gain)
      }
    }
  }

  /// The best policy's least expected payoff, max over policies of the worst case; writes the policy and
  /// nature's rows. Allocates nothing.
  ///
  /// It is the least u for which bringing every action down to u costs at most the budget. The cost is
  /// convex in u; its root is found by Newton steps kept within a bracket. Actions are mixed in proportion
  /// to the slopes of their costs, which makes nature indifferent. A `guess`, such as the last sweep's
  /// answer, saves steps; without a useful one the search starts in the middle.
  ///
  /// - Precondition: as `worstCase`.
  public func optimum(
    of values: Span<Double>, around nominal: Span<Double>, starts: Span<Int>,
    startingAt guess: Double = .nan, policy: inout MutableSpan<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace
  ) -> Double {
    let actions = policy.count
    check(starts, actions: actions, entries: values.count)
    let (order, scaled) = (workspace.order, workspace.first)
    return withRows(values, nominal, &kernel, workspace) { rows in
      var floor = -Double.infinity
      var ceiling = -Double.infinity
      var floorAction = 0
      var ceilingAction = 0
      for action in 0..<actions {
        let row = rows.part(starts[action], starts[action + 1])
        row.copyNominal()
        let least = row.v[row.worst(support)]
        if least > floor { (floor, floorAction) = (least, action) }
        if row.expectation > ceiling { (ceiling, ceilingAction) = (row.expectation, action) }
      }

      func reachAll(_ target: Double) -> (cost: Double, slope: Double) {
        var total = (cost: 0.0, slope: 0.0)
        for action in 0..<actions {
          let row = rows.part(starts[action], starts[action + 1])
          let reached = cost(toBring: row, downTo: target, order, scaled)
          policy[action] = reached.slope
          total.cost += reached.cost
          total.slope += reached.slope
        }
        return total
      }

      func settle(on action: Int) {
        for other in 0..<actions { policy[other] = other == action ? 1 : 0 }
      }

      if budget == 0 || ceiling <= floor {
        // Nothing to spend, or nothing to gain below the best action's worst outcome.
        settle(on: ceiling <= floor ? floorAction : ceilingAction)
        return max(ceiling, floor)
      }
      if reachAll(floor).cost <= budget {
        settle(on: floorAction)
        return floor
      }
      var (below, above) = (floor, ceiling)
      var target = guess > below && guess < above ? guess : 0.5 * (below + above)
      var reached = reachAll(target)
      for _ in 0..<200 {
        let excess = reached.cost - budget
        if excess > 0 { below = target } else { above = target }
        var next = target + excess / reached.slope
        // Steps from either side land below the root, as the cost is convex.
        if !(next > below && next < above) { next = 0.5 * (below + above) }
        let change = abs(next - target)
        if change <= 2 * .ulpOfOne * max(abs(below), abs(above)) || next == below || next == above { break }
        target = next
        reached = reachAll(target)
      }
      if reached.slope > 0 {
        for action in 0..<actions { policy[action] /= reached.slope }
      } else {
        settle(on: ceilingAction)
      }
      return target
    }
  }

  private func check(_ starts: Span<Int>, actions: Int, entries: Int) {
    precondition(
      actions >= 1 && starts.count == actions + 1 && starts[0] == 0 && starts[actions] == entries,
      "\(starts.count) starts for \(actions) actions and \(entries) entries")
  }
}

extension InnerProblem {
  /// The entries from `start` up to, not including, `end`.
  @inline(__always)
  func part(_ start: Int, _ end: Int) -> InnerProblem {
    InnerProblem(count: end - start, v: v + start, p: p + start, q: q + start)
  }
}
