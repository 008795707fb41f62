/// What a table of action values is good for, whoever made it: a learner, a file, a truncated search.
///
/// With T the backup, v(s) = max over a of q(s, a), e = max |T q - q| the Bellman residual and g the
/// discount, |q - q*| <= e/(1 - g), and the policy greedy for q loses at most 2 e/(1 - g) against the
/// optimum. `loss` is never more than that, and mostly far less: it takes the differences T v - v and
/// T_greedy v - v with their signs, state by state.
///
/// Source: R. Williams, L. Baird, "Tight performance bounds on greedy policies based on imperfect value
/// functions", Northeastern University, NU-CCS-93-14 (1993).
public struct ActionValueCertificate: Sendable, Equatable {
  /// Greatest |T q - q| over states and actions, round-off included.
  public let residual: Double
  /// Bound of |q - q*| over states and actions.
  public let error: Double
  /// Greedy action of each state, the lowest index among equals; shape [states].
  public let policy: [Int]
  /// Interval of each state's optimal value.
  public let optimum: CertifiedValues
  /// Interval of the greedy policy's own value in each state; `RobustPolicyEvaluation` has narrower ones.
  public let greedy: CertifiedValues
  /// Most that the greedy policy is worth less than the optimum; shape [states].
  public let loss: [Double]
}

extension SolverTable {
  /// Certifies the action values `q`, shape [states, actions] row-major, for this table under `backup`, by
  /// one sweep.
  ///
  /// Throws for another number of values, one that is not finite, discount 1, and a backup under which the
  /// best policy may have to mix actions: there no action has a value of its own. O(entries).
  public func certificate<B: Backup>(
    ofActionValues q: [Double], backup: B
  ) throws(PlanningError) -> ActionValueCertificate {
    guard !B.mixes else {
      throw PlanningError(
        "nature shares something between the actions of a state, so actions have no values of their own; "
          + "certify state values with certifiedOptimum(around:backup:)")
    }
    guard q.count == rowCount else {
      throw PlanningError("\(q.count) action values for \(stateCount) states with \(actionCount) actions")
    }
    _ = try Discount.endless(backup.discount)
    for (row, value) in q.enumerated() where !value.isFinite {
      throw PlanningError(
        "state \(row / actionCount), action \(row % actionCount): the value \(value) is not finite")
    }
    let policy = (0..<stateCount).map { state in
      (0..<actionCount).reduce(0) { q[state * actionCount + $1] > q[state * actionCount + $0] ? $1 : $0 }
    }
    // The last one is the end's.
    let guess = policy.indices.map { q[$0 * actionCount + policy[$0]] } + [0]
    return withRows { rows in
      var scratch = backup.makeScratch(for: rows)
      var swept = (best: [Double](), greedy: [Double]())
      var best = SweepChange(hasTermination: hasTermination)
      var greedy = best
      var residual = 0.0
      guess.withUnsafeBufferPointer { values in
        for state in 0..<stateCount {
          var greatest = -Double.infinity
          for action in 0..<actionCount {
            let row = state * actionCount + action
            let worth = backup.worth(
              ofRow: row, in: rows, values: values.baseAddress!, floor: -.infinity, scratch: &scratch)
            residual = max(residual, abs(worth - q[row]))
            greatest = max(greatest, worth)
            if action == policy[state] { swept.greedy.append(worth) }
          }
          swept.best.append(greatest)
          best.add(from: guess[state], to: greatest)
          greedy.add(from: guess[state], to: swept.greedy[state])
        }
      }
      let size = q.reduce(max(best.size, greedy.size)) { max($0, abs($1)) }
      let roundOff = backup.roundOff(in: rows, size: size)
      let optimum = CertifiedValues(
        swept: swept.best, change: best, roundOff: roundOff, discount: backup.discount)
      let own = CertifiedValues(
        swept: swept.greedy, change: greedy, roundOff: roundOff, discount: backup.discount)
      return ActionValueCertificate(
        residual: residual + roundOff, error: (residual + roundOff) / (1 - backup.discount), policy: policy,
        optimum: optimum, greedy: own, loss: zip(optimum.upper, own.lower).map { max(0, $0 - $1) })
    }
  }
}
