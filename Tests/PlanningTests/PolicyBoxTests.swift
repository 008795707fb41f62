import Planning
import RandomStreams
import Testing
import UncertaintySets

/// The bounds of boxes of policies, which the robust constrained solver's promise rests on.
@Suite struct PolicyBoxTests {
  /// A box of random middle and widths up to `width`, cut out of all policies.
  static func box(_ model: TwoOutcomeModel, width: Double, using stream: inout RandomStream) -> PolicyBox {
    var box = PolicyBox(rowCount: model.rows.count)
    for state in 0..<model.states {
      let rows = (state * model.actions)..<((state + 1) * model.actions)
      let weights = rows.map { _ in stream.uniform() }
      let sum = weights.reduce(0, +)
      for (row, weight) in zip(rows, weights) {
        box.lower[row] = max(0, weight / sum - width * stream.uniform())
        box.upper[row] = min(1, weight / sum + width * stream.uniform())
      }
    }
    return box
  }

  /// A random policy of `box`: each probability in turn takes a share of what the others leave it.
  static func policy(of box: PolicyBox, actions: Int, using stream: inout RandomStream) -> [Double] {
    var (lower, upper) = (box.lower, box.upper)
    for first in stride(from: 0, to: lower.count, by: actions) {
      let rows = first..<(first + actions)
      for row in rows {
        let others = rows.filter { $0 != row }
        let least = max(lower[row], 1 - others.reduce(0) { $0 + upper[$1] })
        let most = min(upper[row], 1 - others.reduce(0) { $0 + lower[$1] })
        // Ends are where bounds are tight.
        let share = [0, 1, stream.uniform()][stream.integer(below: 3)]
        lower[row] = least + share * max(0, most - least)
        upper[row] = lower[row]
      }
    }
    return lower
  }

  /// No policy of a box beats its bounds, to first or second order, whatever the weights; and the latter shrinks
  /// with the square of the width almost everywhere.
  @Test func policiesStayBelowTheBounds() throws {
    var stream = RandomStream(seed: 21, purpose: StreamPurpose(named: "boxes"))
    var quadratic = 0
    for (states, actions) in [(2, 2), (3, 2), (2, 3)] {
      for _ in 0..<4 {
        let model = TwoOutcomeModel(
          states: states, actions: actions, costs: 1, radius: 0.3, discount: 0.8, using: &stream)
        let table = try model.table
        let problem = try RobustConstraints(
          table, limits: [(0, 1)], set: model.ball, discount: model.discount)
        let backup = try RectangularBackup(model.ball, on: table, discount: model.discount)
        // Of the second-order bound, per width.
        var slack = [0.0, 0]
        for (index, width) in [0.1, 0.01].enumerated() {
          let box = Self.box(model, width: width, using: &stream)
          let center = try problem.judge(box.center(actionCount: actions))
          let local = try LocalBound(problem, box: box, center: center)
          let game = try DiscountedSolver(tolerance: 1e-9)
            .solve(table, backup: BoundedBackup(backup, lower: box.lower, upper: box.upper))
          let first = table.initialExpectation(of: game.upper)
          let weights = [1, 3 * stream.uniform()]
          let second = local.value(weights: weights)
          var (highest, nearest) = (-Double.infinity, -Double.infinity)
          for _ in 0..<40 {
            let worst = model.worstCases(of: Self.policy(of: box, actions: actions, using: &stream))
            highest = max(highest, worst.returned)
            let sum = worst.returned + weights[1] * (1 - worst.costs[0])
            nearest = max(nearest, sum)
            #expect(worst.returned <= first + 1e-12)
            #expect(sum <= second + 1e-12)
            #expect(worst.returned <= local.value(weights: [1, 0]) + 1e-12)
            #expect(1 - worst.costs[0] <= local.value(weights: [0, 1]) + 1e-12)
          }
          // The game's bound is one that some policy of the box nearly has.
          #expect(first - highest <= 10 * width)
          slack[index] = (second - nearest) / width
        }
        if slack[1] < 0.35 * slack[0] { quadratic += 1 }
      }
    }
    // The others lie on a kink, where nature changes her kernel.
    #expect(quadratic >= 9)
  }

  /// The backup within bounds against every corner of the box: worths are linear in each state's mixture, so one
  /// of its corners is best.
  @Test func boundedBackupMatchesCorners() throws {
    var stream = RandomStream(seed: 22, purpose: StreamPurpose(named: "boxes"))
    for _ in 0..<10 {
      let model = TwoOutcomeModel(states: 2, actions: 2, radius: 0.5, discount: 0.9, using: &stream)
      let table = try model.table
      let box = Self.box(model, width: 0.4, using: &stream)
      let backup = try RectangularBackup(model.ball, on: table, discount: model.discount)
      let solution = try DiscountedSolver(tolerance: 1e-9)
        .solve(table, backup: BoundedBackup(backup, lower: box.lower, upper: box.upper))
      var known = -Double.infinity
      for code in 0..<4 {
        let corner = (0..<2).flatMap { state -> [Double] in
          let least = max(box.lower[2 * state], 1 - box.upper[2 * state + 1])
          let most = min(box.upper[2 * state], 1 - box.lower[2 * state + 1])
          let share = code >> state & 1 == 1 ? most : least
          return [share, 1 - share]
        }
        known = max(known, model.worstCases(of: corner).returned)
      }
      #expect(table.initialExpectation(of: solution.lower) <= known + 1e-12)
      #expect(table.initialExpectation(of: solution.upper) >= known - 1e-12)
      let own = model.worstCases(of: (0..<2).flatMap { solution.policy.row(of: $0, actionCount: 2) })
      #expect(abs(own.returned - known) < 1e-8)
    }
  }

  /// Halves hold what the box held, and nothing of one half lies inside the other.
  @Test func halvesShareOnlyTheirBorder() {
    var box = PolicyBox(rowCount: 3)
    box.cut = 1
    let halves = box.halves(actionCount: 3)
    #expect(halves[0].upper == [1, 0.5, 1] && halves[0].lower == [0, 0, 0])
    // What the second action has at least, the others lack.
    #expect(halves[1].lower == [0, 0.5, 0] && halves[1].upper == [0.5, 1, 0.5])
    for (middle, known) in zip(halves[1].center(actionCount: 3), [1.0 / 6, 2.0 / 3, 1.0 / 6]) {
      #expect(abs(middle - known) < 1e-15)
    }
  }
}
