extension StockPolicy {
  /// The law of the return under this policy, as its own arithmetic counts: over the horizon, and with the
  /// rewards that a lattice rounds. O(horizon * entries * returns).
  func law(in table: OutcomeTable) -> ReturnDistribution {
    var atoms = AtomList()
    for branch in branches {
      for atom in Self.returns(of: branch, in: table).atoms {
        atoms.add(branch.plan.arithmetic.unit * atom.value, branch.weight * atom.probability)
      }
    }
    return atoms.law()
  }

  /// Sums of key increments with their probabilities.
  private static func returns(of branch: Branch, in table: OutcomeTable) -> AtomList {
    let (plan, arithmetic) = (branch.plan, branch.plan.arithmetic)
    let end = table.stateCount
    var layer = Array(repeating: AtomList(), count: end + 1)
    for (state, p) in table.initial.enumerated() { layer[state].add(0, p) }
    var later = Array(repeating: AtomList(), count: end + 1)
    var increments = Array(repeating: 0.0, count: table.next.count)
    for step in 0..<arithmetic.horizon {
      arithmetic.increments(of: table, step: step, into: &increments)
      for state in 0...end { later[state].removeAll() }
      swap(&later[end], &layer[end])
      for state in 0..<end {
        for atom in layer[state].atoms {
          let action = plan.action(step: step, state: state, key: branch.startKey + atom.value)
          for entry in table.row(state, action) {
            later[table.next[entry]].add(
              atom.value + increments[entry], atom.probability * table.probability[entry])
          }
        }
      }
      for state in 0...end { later[state].merge() }
      swap(&layer, &later)
    }
    var all = AtomList()
    for state in 0...end { all.atoms += layer[state].atoms }
    all.merge()
    return all
  }
}
