import ElementaryFunctions

extension SharedBudget {
  /// What the open rows are worth with their weights as the policy's probabilities, when nature spends its
  /// budget best.
  package func spend(_ workspace: borrowing SharedBudgetWorkspace) -> Double {
    measure.isPiecewiseLinear ? spendByPieces(workspace) : spendByPrice(workspace)
  }

  /// Piece by piece, the steepest first; as each row's pieces become less steep, its next one is enough to
  /// look at. Among equally steep pieces the order does not matter.
  private func spendByPieces(_ workspace: borrowing SharedBudgetWorkspace) -> Double {
    let rows = workspace.rows
    let count = workspace.progress.pointee.openCount
    var total = 0.0
    for number in 0..<count {
      total += rows[number].weight * rows[number].worth
      rows[number].position = 0
      rows[number].share = 0
    }
    var left = budget
    while left > 0 {
      var (chosen, steepest, second) = (-1, 0.0, 0.0)
      for number in 0..<count where rows[number].position < rows[number].pieceCount {
        let slope = rows[number].weight * rows[number].slope[rows[number].position]
        if slope > steepest {
          second = steepest
          (chosen, steepest) = (number, slope)
        } else {
          second = max(second, slope)
        }
      }
      guard chosen >= 0 else { break }
      total -= spend(&left, on: &rows[chosen], downTo: second)
    }
    return total
  }

  /// Spends what is left on the pieces of `row` that gain at least `least`; tells what they bring.
  @inline(__always)
  private func spend(_ left: inout Double, on row: inout OpenRow, downTo least: Double) -> Double {
    let (spent, gain, slope, weight, count) = (row.spent, row.gain, row.slope, row.weight, row.pieceCount)
    let start = row.position
    let begun = spent[start]
    var position = start
    while position < count && weight * slope[position] >= least && spent[position &+ 1] - begun <= left {
      position &+= 1
    }
    var (share, brought) = (spent[position], gain[position] - gain[start])
    let rest = left - (share - begun)
    if position < count && weight * slope[position] >= least {
      // The piece on which the budget ends.
      brought += rest * slope[position]
      share += rest
      left = 0
    } else {
      left = rest
    }
    row.position = position
    row.share = share
    return weight * brought
  }

  /// KL and chi-square: at a price lambda of the budget action a is tilted by weight_a / lambda; the price
  /// at which the divergences add up to the budget is found by Newton steps on its logarithm.
  private func spendByPrice(_ workspace: borrowing SharedBudgetWorkspace) -> Double {
    let rows = workspace.rows
    let count = workspace.progress.pointee.openCount

    func expectation() -> Double {
      var total = 0.0
      for number in 0..<count { total += rows[number].weight * rows[number].rows.expectation }
      return total
    }

    // The farthest that nature goes at any price: all mass on the worst outcomes.
    var (farthest, range) = (0.0, 0.0)
    for number in 0..<count {
      let row = rows[number].rows
      row.copyNominal()
      let (low, high) = row.range
      guard high > low else { continue }
      range = max(range, rows[number].weight * (high - low))
      var atWorst = 0.0
      for i in 0..<row.count where row.v[i] == low { atWorst += row.p[i] }
      farthest += measure == .kl ? -Elementary.log(atWorst / row.mass) : row.mass * (row.mass / atWorst - 1)
    }
    guard budget > 0, range > 0 else { return expectation() }
    if budget >= farthest {
      for number in 0..<count { rows[number].rows.concentrate(at: rows[number].rows.range.low) }
      return expectation()
    }
    var y = Elementary.log(range)
    var (below, above) = (-Double.infinity, Double.infinity)
    for _ in 0..<200 {
      let price = Elementary.exp(y)
      var (spent, slope) = (0.0, 0.0)
      for number in 0..<count {
        let now = divergence(
          of: rows[number].rows, tiltedBy: rows[number].weight / price, rows[number].sorted)
        spent += now.value
        slope += now.slope
      }
      let excess = spent - budget
      if abs(excess) <= 1e-14 * budget { break }
      if excess > 0 { below = y } else { above = y }
      // The logarithm of the divergence is nearly linear in that of the price where the price is high.
      var next = y + Elementary.log(spent / budget) * spent / slope
      if !(next > below && next < above) {
        next = above == .infinity ? y + 2 : below == -.infinity ? y - 2 : 0.5 * (below + above)
      }
      // Rows that have no more to give say little about the others: no step to prices that overflow.
      next = min(max(next, y - 8), y + 8)
      if next == y || next == below || next == above { break }
      y = next
    }
    return expectation()
  }

  /// Tilts `row` by `rate` and returns its divergence, with the slope by which that falls as the logarithm of
  /// the rate does.
  private func divergence(
    of row: InnerProblem, tiltedBy rate: Double, _ w: UnsafeMutablePointer<Double>
  ) -> (value: Double, slope: Double) {
    let (low, high) = row.range
    guard high > low else {
      row.copyNominal()
      return (0, 0)
    }
    if measure == .chiSquare {
      var slope = 0.0
      _ = tiltLinearly(row) { kept in
        let step = 0.5 * rate * kept.range
        slope = 2 * step * step * kept.variance
        return step
      }
      var value = 0.0
      for i in 0..<row.count where row.p[i] > 0 {
        value += (row.q[i] - row.p[i]) * (row.q[i] - row.p[i]) / row.p[i]
      }
      return (value, slope)
    }
    let mass = row.mass
    let scale = 1 / (high - low)
    var centre = 0.0
    for i in 0..<row.count {
      w[i] = row.p[i] > 0 ? (row.v[i] - low) * scale : 0
      centre += row.p[i] * w[i] / mass
    }
    let b = rate * (high - low)
    let now = tilt(row, w, mass: mass, centre: centre, b)
    return (max(now.divergence, 0), b * b * max(now.variance, 0))
  }
}
