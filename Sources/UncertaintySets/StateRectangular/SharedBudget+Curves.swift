/// How the least value of a row falls with its share of the budget, where that is piecewise linear. Curves
/// are drawn as far as the budget reaches, or until they have brought `limit`.
extension SharedBudget {
  /// L1: mass moves from the greatest outcomes to the least, at half the difference of payoffs per unit.
  func drawMoves(_ row: inout OpenRow, limit: Double) {
    let (p, sorted, order, count) = (row.rows.p, row.sorted, row.order, row.rows.count)
    let (spents, gains, slopes) = (row.spent, row.gain, row.slope)
    let least = sorted[lastAdmitted(row)]
    var (spent, gain, pieces, place) = (0.0, 0.0, 0, 0)
    (spents[0], gains[0]) = (0, 0)
    while place < count && spent < budget && gain < limit {
      let slope = 0.5 * (sorted[place] - least)
      let length = 2 * p[Int(truncatingIfNeeded: order[place])]
      guard slope > leastSlope else { break }
      place &+= 1
      spent += length
      gain += length * slope
      slopes[pieces] = slope
      // A piece of no length is written over.
      if length > 0 { pieces &+= 1 }
      spents[pieces] = spent
      gains[pieces] = gain
    }
    row.pieceCount = pieces
  }

  /// CVaR: at a share x all outcomes below a pivot have (1 + x) times their mass, those above it none. With
  /// P the nominal mass below the pivot and T that above it, the pivot is one for x up to T' / P, with its
  /// own mass counted in T', and each unit gains the sum over those below of p (v_pivot - v).
  func drawLevels(_ row: inout OpenRow, limit: Double) {
    (row.spent[0], row.gain[0]) = (0, 0)
    let (p, sorted, order) = (row.rows.p, row.sorted, row.order)
    // Slope and mass below each pivot, from the least outcome upwards; places of pieces come to lie no later.
    let last = lastAdmitted(row)
    var (below, slope) = (0.0, 0.0)
    for place in (0...last).reversed() {
      if place < last { slope += below * (sorted[place] - sorted[place + 1]) }
      row.slope[place] = slope
      row.gain[place + 1] = below
      below += p[Int(order[place])]
    }
    row.gain[0] = 0
    var above = 0.0
    for place in 0...last {
      let (slope, below) = (row.slope[place], row.gain[place + 1])
      guard slope > leastSlope, row.isShort(of: budget, limit) else { break }
      above += p[Int(order[place])]
      row.addPiece(to: above / below, slope: slope)
    }
  }

  /// L-infinity: at a share x outcomes below a pivot have x more than their nominal mass, those above it x
  /// less or none, and the pivot what is left. A piece ends where an outcome above has lost all its mass, or
  /// where the pivot is down to what it may lose and the next lower outcome takes its place.
  func drawRadii(
    _ row: inout OpenRow, limit: Double, mass: UnsafeMutablePointer<Double>,
    byMass: UnsafeMutablePointer<Int32>, rank: UnsafeMutablePointer<Int32>
  ) {
    (row.spent[0], row.gain[0]) = (0, 0)
    // Admitted outcomes in falling order of payoff: their payoffs above the least, and their masses.
    let y = row.sorted
    let least = y[lastAdmitted(row)]
    var count = 0
    for place in 0..<row.rows.count {
      let p = row.rows.p[Int(row.order[place])]
      guard support.admits(p) else { continue }
      (y[count], mass[count], byMass[count]) = (y[place] - least, p, Int32(truncatingIfNeeded: count))
      count += 1
    }
    guard count > 1, budget > 0 else { return }
    sortRising(mass, count: count, order: byMass)
    for position in 0..<count { rank[Int(byMass[position])] = Int32(truncatingIfNeeded: position) }
    // Outcomes that have lost all their mass, if they lie above the pivot, are the first `gone` by mass.
    var gone = 0
    while gone < count && mass[Int(byMass[gone])] == 0 { gone += 1 }
    var pivot = 0
    // Of those not below the pivot: how many still lose mass, and how much the others had.
    var (losing, lost) = (mass[0] > 0 ? 1 : 0, 0.0)
    while losing < count - 1 - pivot {
      pivot += 1
      if mass[pivot] > 0 { losing += 1 }
    }
    // Those strictly above that still lose mass, and those below.
    var (above, aboveCount, below) = (ExactSum(), losing - (mass[pivot] > 0 ? 1 : 0), ExactSum())
    for place in 0..<pivot where mass[place] > 0 { above.add(y[place]) }
    for place in (pivot + 1)..<max(count, pivot + 1) { below.add(y[place]) }
    var radius = 0.0
    while radius < budget && row.gain[row.pieceCount] < limit {
      let gaining = count - 1 - pivot
      let slope =
        (above.high - Double(aboveCount) * y[pivot]) + (Double(gaining) * y[pivot] - below.high)
        + (above.low - below.low)
      guard slope > leastSlope, aboveCount > 0 || gaining > 0 else { break }
      let emptied = gone < count ? mass[Int(byMass[gone])] : .infinity
      let overtaken = gaining > losing ? lost / Double(gaining - losing) : .infinity
      let end = max(min(emptied, overtaken), radius)
      guard end < .infinity else { break }
      if emptied <= overtaken {
        let place = Int(byMass[gone])
        gone += 1
        // Outcomes below the pivot gain mass; theirs matters when the pivot comes to them.
        guard place <= pivot else { continue }
        row.addPiece(to: end, slope: slope)
        losing -= 1
        lost += emptied
        if place < pivot {
          above.add(-y[place])
          aboveCount -= 1
        }
      } else {
        row.addPiece(to: end, slope: slope)
        if rank[pivot] >= gone {
          above.add(y[pivot])
          aboveCount += 1
        }
        pivot += 1
        below.add(-y[pivot])
        if rank[pivot] >= gone { losing += 1 } else { lost += mass[pivot] }
      }
      radius = end
    }
  }

  /// A sum in twice the working precision: many additions and subtractions leave no trace in it.
  private struct ExactSum {
    var (high, low) = (0.0, 0.0)

    mutating func add(_ number: Double) {
      let sum = high + number
      let part = sum - high
      low += (high - (sum - part)) + (number - part)
      high = sum
    }
  }

  /// Place of the least admitted payoff.
  private func lastAdmitted(_ row: OpenRow) -> Int {
    var place = row.rows.count - 1
    while place > 0 && !support.admits(row.rows.p[Int(row.order[place])]) { place -= 1 }
    return place
  }
}
