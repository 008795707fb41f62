/// Rows for all actions of one state whose distances share a budget: sum over a of D(q_a, p_a) <= budget.
///
/// The rows of m actions lie one behind the other in the spans below: action a has the outcomes
/// `starts[a] ..< starts[a + 1]`. Values hold the whole payoff of an outcome, reward included. As nature
/// must choose where to spend, the best policy of the state may have to mix actions.
///
/// With one action the set is that action's ball, and for `cvar` its CVaR set of level 1 / (1 + budget).
///
/// Sources: W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes", Mathematics of Operations
/// Research 38 (2013), doi:10.1287/moor.1120.0566; C. Ho, M. Petrik, W. Wiesemann, "Partial policy iteration
/// for L1-robust Markov decision processes", JMLR 22 (2021), section 5, and "Robust phi-divergence MDPs",
/// NeurIPS 2022 (the budget shared by divergences).
public struct SharedBudget: Sendable, Equatable {
  /// How far a row is from its nominal row.
  public enum Measure: String, Sendable, CaseIterable {
    /// Sum of |q_i - p_i|.
    case l1
    /// Greatest |q_i - p_i|.
    case lInfinity = "linf"
    /// Sum of (q_i - p_i)^2 / p_i, on the nominal support.
    case chiSquare = "chi-square"
    /// Sum of q_i log(q_i / p_i), on the nominal support.
    case kl
    /// Greatest q_i / p_i, less one, on the nominal support: a row within x is one of the rows
    /// q <= p / level of `CVaRSet` with 1 / level - 1 = x. Levels share what they are short of one by the
    /// sum of 1 / level_a - 1, which keeps the set convex; a product of levels would not.
    case cvar

    /// Whether mass may go where the nominal row has none.
    var admitsAll: Bool { self == .l1 || self == .lInfinity }

    /// Whether the least expected value is piecewise linear in the budget.
    var isPiecewiseLinear: Bool { self != .kl && self != .chiSquare }
  }

  public let measure: Measure
  public let budget: Double
  public let support: Support

  /// Throws for a budget that is negative or not finite, and for the support `all` with a measure that
  /// keeps to the nominal one.
  public init(_ measure: Measure, budget: Double, support: Support) throws(UncertaintySetError) {
    self.budget = try checkedRadius(budget, of: "shared \(measure.rawValue)")
    guard support == .nominal || measure.admitsAll else {
      throw UncertaintySetError(
        "support all for the shared budget \(measure.rawValue)", remedy: "give the support nominal")
    }
    self.measure = measure
    self.support = support
  }

  /// The least expected payoff of `policy`, min over q of sum over a of policy_a q_a . v_a; writes the
  /// rows q into `kernel`, nominal ones for actions that the policy never takes. Allocates nothing.
  ///
  /// Where a row's least value is piecewise linear in its share of the budget, the budget goes to the
  /// steepest pieces of all actions, in O(n log n + pieces * actions) for n entries; otherwise O(n) per
  /// Newton step on the price of the budget.
  ///
  /// - Precondition: as many entries in values, nominal and kernel, at most the workspace's capacity;
  ///   `starts` has one more entry than `policy`, increasing from 0 to the number of entries.
  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, starts: Span<Int>, under policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SharedBudgetWorkspace
  ) -> Double {
    let actions = policy.count
    check(starts, actions: actions, values: values, nominal: nominal, kernel: kernel.span)
    return values.withUnsafeBufferPointer { v in
      nominal.withUnsafeBufferPointer { p in
        kernel.withUnsafeMutableBufferPointer { q in
          q.baseAddress.unsafelyUnwrapped.update(from: p.baseAddress.unsafelyUnwrapped, count: v.count)
          begin(workspace)
          for action in 0..<actions where policy[action] > 0 {
            let rows = InnerProblem(v, p, q, starts[action]..<starts[action + 1])
            open(rows, action: action, worth: rows.nominalExpectation, weight: policy[action], in: workspace)
          }
          let value = spend(workspace)
          writeKernels(workspace)
          return value
        }
      }
    }
  }

  /// The greatest expected payoff of `policy` over the set; as `worstCase`.
  public func bestCase(
    of values: Span<Double>, around nominal: Span<Double>, starts: Span<Int>, under policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SharedBudgetWorkspace
  ) -> Double {
    workspace.admit(actions: policy.count, entries: values.count)
    let negated = UnsafeMutableBufferPointer(start: workspace.payoffs, count: values.count)
    for index in 0..<values.count { negated[index] = -values[index] }
    return -worstCase(
      of: Span(_unsafeElements: UnsafeBufferPointer(negated)), around: nominal, starts: starts,
      under: policy, into: &kernel, workspace: &workspace)
  }

  /// The best policy's least expected payoff, max over policies of the worst case; writes the policy and
  /// nature's rows. Allocates nothing.
  ///
  /// It is the least u for which bringing every action down to u costs at most the budget. The cost is
  /// convex and falls with u; its root is found by Newton steps from below, with one action more at a time
  /// in falling order of nominal payoff, until the next one is no better than u even nominally: it then
  /// costs nothing. Actions are mixed in proportion to the slopes of their costs, which makes nature
  /// indifferent. O(n log n) for n entries and a few Newton steps, each over the actions that count.
  ///
  /// - Precondition: as `worstCase`.
  public func optimum(
    of values: Span<Double>, around nominal: Span<Double>, starts: Span<Int>,
    policy: inout MutableSpan<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SharedBudgetWorkspace
  ) -> Double {
    let actions = policy.count
    check(starts, actions: actions, values: values, nominal: nominal, kernel: kernel.span)
    return values.withUnsafeBufferPointer { v in
      nominal.withUnsafeBufferPointer { p in
        kernel.withUnsafeMutableBufferPointer { q in
          q.baseAddress.unsafelyUnwrapped.update(from: p.baseAddress.unsafelyUnwrapped, count: v.count)
          begin(workspace)
          for action in 0..<actions {
            workspace.worths[action] =
              InnerProblem(v, p, q, starts[action]..<starts[action + 1]).nominalExpectation
          }
          while let action = nextAction(of: actions, workspace) {
            let rows = InnerProblem(v, p, q, starts[action]..<starts[action + 1])
            open(rows, action: action, worth: workspace.worths[action], in: workspace)
            admitLast(workspace)
          }
          _ = weigh(workspace)
          policy.withUnsafeMutableBufferPointer {
            writePolicy(of: actions, workspace, into: $0.baseAddress.unsafelyUnwrapped)
          }
          writeKernels(workspace)
          return value(workspace)
        }
      }
    }
  }

  private func check(
    _ starts: Span<Int>, actions: Int, values: Span<Double>, nominal: Span<Double>, kernel: Span<Double>
  ) {
    let entries = values.count
    precondition(
      actions >= 1 && entries >= 1 && starts.count == actions + 1 && starts[0] == 0
        && starts[actions] == entries,
      "\(starts.count) starts for \(actions) actions and \(entries) entries")
    precondition(
      nominal.count == entries && kernel.count == entries,
      "\(entries) values, \(nominal.count) nominal probabilities and a kernel of \(kernel.count)")
  }
}

extension InnerProblem {
  /// The entries `range` of longer rows.
  init(
    _ v: UnsafeBufferPointer<Double>, _ p: UnsafeBufferPointer<Double>,
    _ q: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>
  ) {
    self.init(
      count: range.count, v: v.baseAddress.unsafelyUnwrapped + range.lowerBound,
      p: p.baseAddress.unsafelyUnwrapped + range.lowerBound,
      q: q.baseAddress.unsafelyUnwrapped + range.lowerBound)
  }

  /// The sum over i of p_i v_i. O(n).
  var nominalExpectation: Double {
    var sum = 0.0
    for i in 0..<count { sum += p[i] * v[i] }
    return sum
  }
}
