import UncertaintySets

/// Branch and bound over boxes of policies.
///
/// What no policy of a box can beat, nature's game tells with the agent bound to the box: for the return from
/// above, for each cost from below. A box whose least worst cost passes a limit holds no policy that keeps
/// it; one whose bound is near enough to the best policy known is done with; any other is cut in two. As
/// boxes shrink to a policy their bounds tend to its worst cases, so every gap closes in time.
struct BoxSearch<Ambiguity: UncertaintySet> {
  let problem: RobustConstraints<Ambiguity>
  let tolerance: Double
  private var ascent: PolicyAscent<Ambiguity>
  private let solver: DiscountedSolver
  /// Boxes still to be cut, in rising order of their bounds.
  private var open: [PolicyBox] = []
  /// Greatest bound of the boxes that were done with.
  private var ceiling = -Double.infinity
  private(set) var examined = 0
  /// Of the signals in the bound with one nature for all, and in the one near a policy.
  private(set) var weights: [Double]
  private var localWeights: [Double]
  /// All signals with `weights`.
  private var sum: SolverTable?

  init(_ problem: RobustConstraints<Ambiguity>, tolerance: Double) throws(PlanningError) {
    self.problem = problem
    self.tolerance = tolerance
    ascent = try PolicyAscent(problem, tolerance: 0.02 * tolerance)
    solver = DiscountedSolver(tolerance: 0.1 * tolerance)
    weights = [1] + Array(repeating: 0, count: problem.signals.floors.count - 1)
    localWeights = weights
  }

  var best: RobustConstraints<Ambiguity>.Judged? { ascent.best }

  /// No policy that keeps the limits returns more than this.
  var upper: Double { max(ceiling, open.last?.bound ?? -.infinity, best?.least[0] ?? -.infinity) }

  /// Searches until the gap is within the tolerance, no box is left or `boxLimit` boxes were examined.
  mutating func run(boxLimit: Int) throws(PlanningError) {
    let all = PolicyBox(rowCount: problem.table.rowCount)
    try refuseWhatCannotBeTold()
    try start(all)
    try examine(all)
    while let box = open.popLast() {
      if isNearEnough(box.bound) || examined + 2 > boxLimit {
        ceiling = max(ceiling, box.bound)
        return
      }
      for half in box.halves(actionCount: problem.table.actionCount) { try examine(half) }
    }
  }

  private func isNearEnough(_ bound: Double) -> Bool {
    bound <= (best?.least[0] ?? -.infinity) + tolerance
  }

  /// Throws where a limit lies so near the least cost possible that no search could tell on which side.
  private func refuseWhatCannotBeTold() throws(PlanningError) {
    for index in problem.signals.floors.indices.dropFirst() {
      let (table, floor) = (problem.signals.tables[index], problem.signals.floors[index])
      let precise = DiscountedSolver(tolerance: min(0.1 * tolerance, 1e-7 * max(1, abs(floor))))
      let solution: CertifiedSolution
      do throws(PlanningError) {
        solution = try precise.solve(table, backup: problem.backup)
      } catch {
        // Where round-off forbids a close look the search must do without it.
        guard error.kind == .toleranceOutOfReach else { throw error }
        continue
      }
      let most = table.initialExpectation(of: solution.upper)
      guard most >= floor, try problem.judge(rows(of: solution.policy)).least[index] < floor else { continue }
      throw PlanningError(
        "the limit \(-floor) is too near the least worst-case cost, about \(-most), to tell whether it can "
          + "be kept; raise it a little",
        kind: .toleranceOutOfReach)
    }
  }

  /// First policies and weights.
  private mutating func start(_ box: PolicyBox) throws(PlanningError) {
    for signal in problem.signals.tables.reversed() {
      try ascent.ascend(from: rows(of: try solve(signal, in: box).policy))
    }
    let uniform = 1 / Double(problem.table.actionCount)
    try ascent.ascend(from: Array(repeating: uniform, count: problem.table.rowCount))
    try weigh(box)
  }

  /// Chooses the weights by the best policy known, or by the limits alone while there is none.
  private mutating func weigh(_ box: PolicyBox) throws(PlanningError) {
    localWeights = ascent.weights()
    weights = localWeights
    guard weights.dropFirst().contains(where: { $0 > 0 }) else { return }
    var least = try bound(weights, in: box)
    for factor in [2, 0.5, 1.4, 0.7, 1.2, 0.85] {
      for index in weights.indices.dropFirst() where weights[index] > 0 {
        for _ in 0..<20 {
          var other = weights
          other[index] *= factor
          let found = try bound(other, in: box)
          guard found < least else { break }
          (least, weights) = (found, other)
        }
      }
    }
    if least < .infinity { sum = problem.sum(weights: weights) }
  }

  private func bound(_ weights: [Double], in box: PolicyBox) throws(PlanningError) -> Double {
    try bound(problem.sum(weights: weights), weights, in: box)
  }

  /// Weak duality: weighted return plus weighted room under the limits, all against one nature, which can
  /// only do less harm than one for each. Infinite where weights are so large that round-off leaves nothing
  /// of it.
  private func bound(
    _ sum: SolverTable, _ weights: [Double], in box: PolicyBox
  ) throws(PlanningError) -> Double {
    let solution: CertifiedSolution
    do throws(PlanningError) {
      solution = try solve(sum, in: box)
    } catch {
      guard error.kind == .toleranceOutOfReach else { throw error }
      return .infinity
    }
    return problem.table.initialExpectation(of: solution.upper)
      - zip(weights, problem.signals.floors).dropFirst().reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func solve(_ table: SolverTable, in box: PolicyBox) throws(PlanningError) -> CertifiedSolution {
    try solver.solve(table, backup: BoundedBackup(problem.backup, lower: box.lower, upper: box.upper))
  }

  private func rows(of policy: TablePolicy) -> [Double] {
    let table = problem.table
    return (0..<table.stateCount).flatMap { policy.row(of: $0, actionCount: table.actionCount) }
  }

  /// Bounds a box and keeps it open unless it is done with.
  private mutating func examine(_ box: PolicyBox) throws(PlanningError) {
    examined += 1
    var box = box
    var solutions: [CertifiedSolution] = []
    for (table, floor) in zip(problem.signals.tables, problem.signals.floors).dropFirst() {
      let solution = try solve(table, in: box)
      guard table.initialExpectation(of: solution.upper) >= floor else { return }
      solutions.append(solution)
    }
    let free = try solve(problem.table, in: box)
    box.bound = min(box.bound, problem.table.initialExpectation(of: free.upper))
    if let sum, !isNearEnough(box.bound) {
      let found = try bound(sum, weights, in: box)
      // Weights without the return's tell of the limits alone.
      if weights[0] == 0 && found < 0 { return }
      if weights[0] > 0 { box.bound = min(box.bound, found) }
    }
    if !isNearEnough(box.bound) {
      let center = try problem.judge(box.center(actionCount: problem.table.actionCount))
      ascent.note(center)
      let local = try LocalBound(problem, box: box, center: center)
      if local.isEmpty(weights: localWeights) { return }
      box.bound = min(box.bound, local.bound(weights: localWeights))
    }
    if !isNearEnough(box.bound) {
      try propose(free, solutions)
      // The first policy that keeps the limits changes what the weights are for.
      if weights[0] == 0 && best != nil { try weigh(PolicyBox(rowCount: problem.table.rowCount)) }
    }
    guard !isNearEnough(box.bound) else {
      ceiling = max(ceiling, box.bound)
      return
    }
    box.cut = widest(of: box, [free] + solutions)
    let place = open.firstIndex { $0.bound > box.bound } ?? open.endIndex
    open.insert(box, at: place)
  }

  /// Notes the box's best policy, or the mixture with its cheapest one that seems to keep the limits.
  private mutating func propose(
    _ free: CertifiedSolution, _ cheap: [CertifiedSolution]
  ) throws(PlanningError) {
    let dear = try problem.judge(rows(of: free.policy))
    ascent.note(dear)
    guard !dear.isKept else { return }
    let floors = problem.signals.floors
    // The limit that the best policy passes by most decides with which cheap one it is mixed.
    let worst = (1..<floors.count).max { dear.least[$0] - floors[$0] > dear.least[$1] - floors[$1] }!
    let other = try problem.judge(rows(of: cheap[worst - 1].policy))
    ascent.note(other)
    let distance = other.least[worst] - dear.least[worst]
    guard distance > 0 else { return }
    let share = min(1, (floors[worst] - dear.least[worst]) / distance)
    let mixed = try problem.judge(
      zip(dear.probabilities, other.probabilities).map { $0 + share * ($1 - $0) })
    let before = best?.least[0] ?? -.infinity
    ascent.note(mixed)
    // A policy that is better by itself is worth improving.
    let isPromising =
      mixed.isKept ? mixed.least[0] > before + 0.5 * tolerance : best == nil && examined.nonzeroBitCount == 1
    if isPromising { try ascent.ascend(from: mixed.probabilities) }
  }

  /// The probability whose bounds matter most: by their distance, and by how much actions differ there.
  private func widest(of box: PolicyBox, _ solutions: [CertifiedSolution]) -> Int {
    let actions = problem.table.actionCount
    var scores = Array(repeating: 0.0, count: box.lower.count)
    for (index, solution) in solutions.enumerated() {
      let response = problem.response(to: solution.values, signal: index)
      let weight = max(weights[index], 1e-3)
      let worths = problem.worths(in: response, values: solution.values)
      for row in scores.indices {
        let first = row / actions * actions
        let own = worths[first..<(first + actions)]
        scores[row] += weight * (own.max()! - own.min()!)
      }
    }
    // Where actions do not differ the distance alone decides.
    return scores.indices.max {
      (scores[$0] + 1e-12) * box.width($0) < (scores[$1] + 1e-12) * box.width($1)
    }!
  }
}
