extension SharedBudget {
  /// Writes nature's row of every open action to the place that was given for it. Allocates nothing.
  ///
  /// After `weigh` every row is brought down to the value; after `spend` the rows are worst for the weights.
  package func writeKernels(_ workspace: borrowing SharedBudgetWorkspace) {
    for number in 0..<workspace.progress.pointee.openCount {
      let row = workspace.rows + number
      switch measure {
      case .l1: moveMass(row.pointee)
      case .lInfinity: moveWithin(row.pointee)
      case .cvar: stretch(row.pointee)
      // Written while the search went on.
      case .chiSquare, .kl: if budget == 0 { row.pointee.rows.copyNominal() }
      }
    }
  }

  private func moveMass(_ row: OpenRow) {
    let (sorted, q, order) = (row.sorted, row.rows.q, row.order)
    row.rows.copyNominal()
    var place = row.rows.count - 1
    while place > 0 && !support.admits(row.rows.p[Int(order[place])]) { place -= 1 }
    let (worst, least) = (Int(order[place]), sorted[place])
    var left = 0.5 * row.share
    var moved = 0.0
    for place in 0..<row.rows.count {
      let outcome = Int(order[place])
      guard left > 0, 0.5 * (sorted[place] - least) > leastSlope else { break }
      let mass = min(left, q[outcome])
      q[outcome] -= mass
      left -= mass
      moved += mass
    }
    q[worst] += moved
  }

  private func moveWithin(_ row: OpenRow) {
    let (p, q, order, radius) = (row.rows.p, row.rows.q, row.order, row.share)
    var left = 0.0
    for i in 0..<row.rows.count {
      q[i] = max(p[i] - radius, 0)
      left += min(p[i], radius)
    }
    for place in (0..<row.rows.count).reversed() {
      let outcome = Int(order[place])
      guard support.admits(p[outcome]) else { continue }
      let given = min(left, p[outcome] + radius - q[outcome])
      q[outcome] += given
      left -= given
    }
  }

  private func stretch(_ row: OpenRow) {
    let (p, q, order) = (row.rows.p, row.rows.q, row.order)
    var left = row.rows.mass
    for place in (0..<row.rows.count).reversed() {
      let outcome = Int(order[place])
      q[outcome] = min(left, (1 + row.share) * p[outcome])
      left -= q[outcome]
    }
    // What round-off has left over goes to the greatest outcome that has mass.
    var place = 0
    while place < row.rows.count - 1 && p[Int(order[place])] == 0 { place += 1 }
    if left > 0 { q[Int(order[place])] += left }
  }
}
