/// The loops over states that every solver is made of.
@usableFromInline
enum Sweeps {
  /// Writes T `values` and its greedy actions for `states`. O(entries).
  @inlinable
  static func optimality<B: Backup>(
    _ backup: B, _ rows: TableRows, states: Range<Int>, values: UnsafePointer<Double>,
    into swept: UnsafeMutablePointer<Double>, policy: PolicyRows, scratch: inout B.Scratch
  ) -> SweepChange {
    var change = SweepChange(hasTermination: rows.hasTermination)
    var state = states.lowerBound
    while state < states.upperBound {
      let choice =
        B.mixes
        ? backup.best(
          in: state, of: rows, values: values, mixture: policy.mixture(of: state), scratch: &scratch)
        : backup.best(in: state, of: rows, values: values, scratch: &scratch)
      change.add(from: values[state], to: choice.worth)
      swept[state] = choice.worth
      policy.actions[state] = Int32(truncatingIfNeeded: choice.action)
      state &+= 1
    }
    return change
  }

  /// Writes T_policy `values`, the backup of the policy's rows alone. O(entries / actions).
  @inlinable
  static func evaluation<B: Backup>(
    _ backup: B, _ rows: TableRows, states: Range<Int>, values: UnsafePointer<Double>,
    into swept: UnsafeMutablePointer<Double>, policy: PolicyRows, scratch: inout B.Scratch
  ) -> SweepChange {
    var change = SweepChange(hasTermination: rows.hasTermination)
    var state = states.lowerBound
    while state < states.upperBound {
      let action = Int(truncatingIfNeeded: policy.actions[state])
      let worth =
        action >= 0
        ? backup.worth(
          ofRow: state &* rows.actionCount &+ action, in: rows, values: values, floor: -.infinity,
          scratch: &scratch)
        : backup.worth(
          ofMixture: policy.mixture(of: state), in: state, of: rows, values: values, scratch: &scratch)
      change.add(from: values[state], to: worth)
      swept[state] = worth
      state &+= 1
    }
    return change
  }

  /// Replaces each value by its backup at once, so that later states see it. O(entries).
  @inlinable
  static func gaussSeidel<B: Backup>(
    _ backup: B, _ rows: TableRows, values: UnsafeMutablePointer<Double>, scratch: inout B.Scratch
  ) {
    var state = 0
    while state < rows.stateCount {
      values[state] = backup.best(in: state, of: rows, values: values, scratch: &scratch).worth
      state &+= 1
    }
  }
}
