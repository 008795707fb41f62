/// The search for the best policy of a state, and the policy's worst case. Rows are opened one by one, so
/// that callers gather only those that matter:
///
///     begin; write the actions' worths; while let a = nextAction { open a; admitLast }; weigh
///     begin; open each row with its weight; spend
///
/// and then `writeKernels` where nature's rows are wanted.
extension SharedBudget {
  /// Forgets all rows.
  package func begin(_ workspace: borrowing SharedBudgetWorkspace) {
    workspace.progress.pointee = SharedBudgetWorkspace.Progress()
  }

  /// The unopened action of greatest nominal worth, the first among equals, if that is more than the open
  /// ones are worth against nature. Others cost nature nothing. O(actions).
  package func nextAction(of count: Int, _ workspace: borrowing SharedBudgetWorkspace) -> Int? {
    var action = -1
    var greatest = workspace.progress.pointee.value
    for other in 0..<count where workspace.worths[other] > greatest {
      (action, greatest) = (other, workspace.worths[other])
    }
    return action < 0 ? nil : action
  }

  /// Opens the row of an action: `count` payoffs and nominal probabilities at the addresses given, which
  /// stay valid until the problem is done. Nature's row goes to `kernel` if `writeKernels` is called.
  ///
  /// `order` may hold the outcomes in the order of an earlier call for nearly the same payoffs, which saves
  /// most of the sorting; it is brought up to date.
  package func open(
    _ payoffs: UnsafePointer<Double>, nominal: UnsafePointer<Double>, count: Int,
    kernel: UnsafeMutablePointer<Double>, order: UnsafeMutablePointer<Int32>, action: Int, worth: Double,
    weight: Double = 0, in workspace: borrowing SharedBudgetWorkspace
  ) {
    open(
      InnerProblem(count: count, v: payoffs, p: nominal, q: kernel), action: action, worth: worth,
      weight: weight, order: order, in: workspace
    ) { payoffs[$0] }
  }

  /// As above for the payoffs shift + factor * values[next[i]], which are not stored.
  ///
  /// - Precondition: `gathers`.
  package func open(
    gathering values: UnsafePointer<Double>, at next: UnsafePointer<Int32>, times factor: Double,
    plus shift: Double, nominal: UnsafePointer<Double>, count: Int, kernel: UnsafeMutablePointer<Double>,
    order: UnsafeMutablePointer<Int32>, action: Int, worth: Double, weight: Double,
    in workspace: borrowing SharedBudgetWorkspace
  ) {
    // No algorithm of these measures looks at payoffs out of order.
    open(
      InnerProblem(count: count, v: nominal, p: nominal, q: kernel), action: action, worth: worth,
      weight: weight, order: order, in: workspace
    ) { shift + factor * values[Int(truncatingIfNeeded: next[$0])] }
  }

  /// Whether rows can be opened without storing their payoffs.
  package var gathers: Bool { measure.isPiecewiseLinear }

  func open(
    _ rows: InnerProblem, action: Int, worth: Double, weight: Double = 0,
    in workspace: borrowing SharedBudgetWorkspace
  ) {
    let order = workspace.order + workspace.progress.pointee.entryCount
    for i in 0..<rows.count { order[i] = Int32(truncatingIfNeeded: i) }
    open(rows, action: action, worth: worth, weight: weight, order: order, in: workspace) { rows.v[$0] }
  }

  @inline(__always)
  private func open(
    _ rows: InnerProblem, action: Int, worth: Double, weight: Double, order: UnsafeMutablePointer<Int32>,
    in workspace: borrowing SharedBudgetWorkspace, payoff: (Int) -> Double
  ) {
    let progress = workspace.progress
    let (number, entry) = (progress.pointee.openCount, progress.pointee.entryCount)
    workspace.admit(actions: number + 1, entries: entry + rows.count)
    progress.pointee.openCount = number + 1
    progress.pointee.entryCount = entry + rows.count
    workspace.worths[action] = -.infinity
    let knot = 2 * (entry + number)
    var row = OpenRow(
      action: action, rows: rows, worth: worth, weight: weight, order: order,
      sorted: workspace.sorted + entry, spent: workspace.spent + knot, gain: workspace.gain + knot,
      slope: workspace.slope + knot)
    if measure.isPiecewiseLinear {
      // The search only goes up, so nothing below the value that it has reached is asked for.
      let limit = worth - progress.pointee.value
      sortFalling(count: rows.count, order: order, sorted: row.sorted, key: payoff)
      switch measure {
      case .l1: drawMoves(&row, limit: limit)
      case .cvar: drawLevels(&row, limit: limit)
      default:
        drawRadii(
          &row, limit: limit, mass: workspace.mass + entry, byMass: workspace.byMass + entry,
          rank: workspace.rank + entry)
      }
    }
    (workspace.rows + number).initialize(to: row)
  }

  /// Lets the row that was opened last take part in the search.
  package func admitLast(_ workspace: borrowing SharedBudgetWorkspace) {
    let progress = workspace.progress
    let last = workspace.rows + (progress.pointee.openCount - 1)
    let bottom: Double
    if budget == 0 {
      bottom = last.pointee.worth
    } else if measure.isPiecewiseLinear {
      // Where the curve was not drawn to its end, the budget ends before the curve does, or the bottom lies
      // below the value and does not matter.
      bottom = last.pointee.worth - last.pointee.gain[last.pointee.pieceCount]
      last.pointee.position = max(last.pointee.pieceCount - 1, 0)
    } else {
      bottom = last.pointee.rows.range.low * last.pointee.rows.mass
    }
    if bottom > max(progress.pointee.value, progress.pointee.floor) {
      progress.pointee.floor = bottom
      progress.pointee.floorRow = progress.pointee.openCount - 1
    }
    if measure.isPiecewiseLinear {
      risePiecewise(workspace)
    } else if budget == 0 {
      progress.pointee.value = max(progress.pointee.value, bottom)
    } else {
      riseSmoothly(workspace)
    }
  }

  /// Raises the value to the root of the open rows' cost, piece by piece: a tangent's root is never beyond
  /// that of the convex cost, and the pieces that hold the root have it for theirs.
  private func risePiecewise(_ workspace: borrowing SharedBudgetWorkspace) {
    let progress = workspace.progress
    let rows = workspace.rows
    let count = progress.pointee.openCount
    var value = max(progress.pointee.value, progress.pointee.floor)
    var isFirst = true
    while true {
      var (cost, slope) = (-budget, 0.0)
      var hasMoved = isFirst
      for number in 0..<count where rows[number].pieceCount > 0 {
        var position = rows[number].position
        let surplus = rows[number].worth - value
        while position > 0 && rows[number].gain[position] > surplus {
          position -= 1
          hasMoved = true
        }
        if position != rows[number].position || rows[number].rate == 0 {
          rows[number].position = position
          rows[number].rate = 1 / rows[number].slope[position]
        }
        let rate = rows[number].rate
        cost += rows[number].spent[position] + (surplus - rows[number].gain[position]) * rate
        slope += rate
      }
      let next = value + cost / slope
      // On the same pieces there is nothing but round-off left to gain; at the floor there may be no cost.
      guard hasMoved, next > value else { break }
      value = next
      isFirst = false
    }
    progress.pointee.value = value
  }

  /// As above for the smooth costs of KL and chi-square, by Newton steps in a bracket.
  private func riseSmoothly(_ workspace: borrowing SharedBudgetWorkspace) {
    let progress = workspace.progress
    let rows = workspace.rows
    let count = progress.pointee.openCount

    func reachAll(_ target: Double) -> (cost: Double, slope: Double) {
      var total = (cost: 0.0, slope: 0.0)
      for number in 0..<count {
        let reached = cost(toBring: rows[number].rows, downTo: target, scaled: rows[number].sorted)
        rows[number].weight = reached.slope
        total.cost += reached.cost
        total.slope += reached.slope
      }
      return total
    }

    var below = max(progress.pointee.value, progress.pointee.floor)
    // Rows come in falling order of worth, and the last one costs nothing at its own.
    var above = rows[count - 1].worth
    progress.pointee.value = below
    guard above > below else { return }
    var target = below
    var reached = reachAll(target)
    guard reached.cost > budget else { return }
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
    progress.pointee.value = target
  }

  /// Finds the policy of the open rows and each row's share of the budget; tells the single action that is
  /// enough, or -1.
  ///
  /// A row's probability is the slope of its cost, one of the slopes where the cost has a kink: then nature
  /// gains as much for its budget in every row. At the floor one row is enough, as nature can spend no more.
  package func weigh(_ workspace: borrowing SharedBudgetWorkspace) -> Int {
    let progress = workspace.progress
    let rows = workspace.rows
    let count = progress.pointee.openCount
    let value = progress.pointee.value
    var (total, used, greatest) = (0.0, 0, 0)
    for number in 0..<count {
      if measure.isPiecewiseLinear {
        if rows[number].pieceCount > 0 && budget > 0 {
          let position = rows[number].position
          let surplus = rows[number].worth - value
          let rate = rows[number].rate
          rows[number].weight = rate
          rows[number].share = max(
            rows[number].spent[position] + (surplus - rows[number].gain[position]) * rate, 0)
        } else {
          rows[number].weight = 0
        }
      }
      total += rows[number].weight
      if rows[number].weight > 0 { used += 1 }
      if rows[number].weight > rows[greatest].weight { greatest = number }
    }
    var single = value == progress.pointee.floor ? progress.pointee.floorRow : -1
    if single < 0 && (used <= 1 || !total.isFinite) { single = greatest }
    for number in 0..<count {
      rows[number].weight = single < 0 ? rows[number].weight / total : number == single ? 1 : 0
    }
    return single < 0 ? -1 : rows[single].action
  }

  /// Writes the probability of each of `count` actions. O(actions).
  package func writePolicy(
    of count: Int, _ workspace: borrowing SharedBudgetWorkspace, into policy: UnsafeMutablePointer<Double>
  ) {
    policy.update(repeating: 0, count: count)
    for number in 0..<workspace.progress.pointee.openCount {
      policy[workspace.rows[number].action] = workspace.rows[number].weight
    }
  }

  /// What the state is worth under the best policy of the rows that the search opened.
  package func value(_ workspace: borrowing SharedBudgetWorkspace) -> Double {
    workspace.progress.pointee.value
  }
}
