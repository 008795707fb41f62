import UncertaintySets

/// Better policies from a given one, by linear programs: where the worst cases are, and how they change with
/// the policy's probabilities, nature's kernels of the last few policies tell.
///
/// Under each such kernel a signal is at least its worst case, so the lowest of their linearisations is a
/// model of it, kinks included. A program maximises the model's return less a penalty for its excess over the
/// limits, near the policy; a step that lives up to its promise is taken, otherwise the neighbourhood
/// shrinks. A local optimum at best: whoever asks must bound the optimum by other means.
///
/// Source: R. Fletcher, E. Sainz de la Maza, "Nonlinear programming and nonsmooth optimization by successive
/// linear programming", Mathematical Programming 43 (1989), doi:10.1007/BF01582292.
struct PolicyAscent<Ambiguity: UncertaintySet> {
  typealias Judged = RobustConstraints<Ambiguity>.Judged

  let problem: RobustConstraints<Ambiguity>
  /// Gains below this are not worth a step.
  let tolerance: Double
  private let library: LinearProgramLibrary
  /// Floors with a margin, so that the program's own tolerance seldom carries a policy past a limit; none for
  /// zero, which policies without a cost keep exactly.
  private let goals: [Double]
  /// What a unit of excess over a limit costs at first, in units of return.
  private let firstPenalty: Double
  private var lastPenalty: Double { 1e5 * firstPenalty }
  /// The kept policy of greatest return so far.
  private(set) var best: Judged?
  /// The kept policy that is furthest from its limits.
  private(set) var safest: Judged?
  /// Where the last ascent ended.
  private var last: Judged?

  init(_ problem: RobustConstraints<Ambiguity>, tolerance: Double) throws(PlanningError) {
    self.problem = problem
    self.tolerance = tolerance
    library = try LinearProgramLibrary()
    goals = problem.signals.floors.map { $0.isFinite ? $0 + 1e-8 * abs($0) : $0 }
    let scales = problem.signals.tables.map(\.largestReward)
    firstPenalty = 10 * max(1e-9, scales[0]) / max(1e-9, scales.dropFirst().filter { $0 > 0 }.min() ?? 1)
  }

  /// Remembers `policy` if it keeps the limits and is better, or safer, than those known.
  mutating func note(_ policy: Judged) {
    guard policy.isKept else { return }
    if best == nil || policy.least[0] > best!.least[0] { best = policy }
    if safest == nil || room(policy) > room(safest!) { safest = policy }
  }

  private func room(_ policy: Judged) -> Double {
    zip(policy.least, problem.signals.floors).dropFirst().map { $0 - $1 }.min() ?? .infinity
  }

  private func excess(_ policy: Judged) -> Double {
    zip(policy.middle, goals).dropFirst().reduce(0) { $0 + max(0, $1.1 - $1.0) }
  }

  /// Steps from `start` until none gains anything; what is found on the way is noted.
  mutating func ascend(from start: [Double]) throws(PlanningError) {
    var current = try problem.judge(start)
    note(current)
    var responses = respond(to: current)
    var radius = 1.0
    var penalty = firstPenalty
    for _ in 0..<120 {
      let merit = current.middle[0] - penalty * excess(current)
      // Nothing is claimed of an ascent, so a program that HiGHS cannot solve may end it.
      guard let (next, promise, _) = try? step(from: current.probabilities, radius, penalty, responses) else {
        break
      }
      if promise - merit <= tolerance || radius < 1e-7 {
        guard excess(current) > tolerance / penalty, penalty < lastPenalty else { break }
        penalty *= 10
        radius = max(radius, 0.1)
        continue
      }
      let trial = try problem.judge(next)
      note(trial)
      // The kernels against the trial correct the model, whether it is taken or not.
      responses = zip(responses, respond(to: trial)).map { Array(($0 + $1).suffix(6)) }
      let gain = trial.middle[0] - penalty * excess(trial) - merit
      if gain >= 0.1 * (promise - merit) { current = trial }
      if gain >= 0.7 * (promise - merit) {
        radius = min(1, 2 * radius)
      } else if gain < 0.1 * (promise - merit) {
        radius *= 0.4
      }
    }
    last = current
    if !current.isKept { try repair(current) }
  }

  /// Weights of the signals that a program over all policies finds at the best policy known: one for the
  /// return, for each limit what one unit more of it would be worth. Where no policy that keeps the limits is
  /// known: none for the return, and for the limits weights that sum to one, under which it is hardest to
  /// keep them.
  func weights() -> [Double] {
    guard goals.count > 1, let policy = best ?? last,
      let found = try? step(from: policy.probabilities, 1, lastPenalty, respond(to: policy)).multipliers
    else { return [1] + goals.dropFirst().map { _ in 0 } }
    let sum = found.reduce(0, +)
    if best == nil && sum > 0 { return [0] + found.map { $0 / sum } }
    return [1] + found
  }

  /// Mixes `policy`, which passes a limit, with the safest one known until it keeps them.
  mutating func repair(_ policy: Judged) throws(PlanningError) {
    guard let safest else { return }
    var (kept, broken) = (1.0, 0.0)
    for _ in 0..<30 {
      let share = 0.5 * (kept + broken)
      let mixed = try problem.judge(
        zip(policy.probabilities, safest.probabilities).map { $0 + share * ($1 - $0) })
      note(mixed)
      if mixed.isKept { kept = share } else { broken = share }
      // As near as the mixture can come to what the policy would return.
      if (kept - broken) * abs(policy.middle[0] - safest.middle[0]) < 0.1 * tolerance { return }
    }
  }

  private func respond(to policy: Judged) -> [[SolverTable]] {
    policy.values.indices.map { [problem.response(to: policy.values[$0].values, signal: $0)] }
  }

  /// The program's policy within `radius` of `probabilities`, the merit that its model promises, and what one
  /// unit more of each limit is worth to it.
  ///
  /// Columns: the policy's probabilities, the return, the excess over each limit. Rows: a sum of one for each
  /// state, then one for each kernel of each signal.
  private func step(
    from probabilities: [Double], _ radius: Double, _ penalty: Double, _ responses: [[SolverTable]]
  ) throws(PlanningError) -> (probabilities: [Double], promise: Double, multipliers: [Double]) {
    let table = problem.table
    let (count, states) = (table.rowCount, table.stateCount)
    let limitCount = goals.count - 1
    var columns = (0..<count).map { [(Int32($0 / table.actionCount), 1.0)] }
    columns += Array(repeating: [], count: 1 + limitCount)
    var rowLower = Array(repeating: 1.0, count: states)
    var rowUpper = rowLower
    var signalOfRow: [Int] = []
    for (index, kernels) in responses.enumerated() {
      for kernel in kernels {
        let linear = try problem.linearisation(of: kernel, at: probabilities)
        let gradient = linear.gradient
        let place = Int32(rowUpper.count)
        var constant = linear.value
        for row in 0..<count {
          constant -= gradient[row] * probabilities[row]
          columns[row].append((place, -gradient[row]))
        }
        columns[count + index].append((place, index == 0 ? 1 : -1))
        rowLower.append(-.infinity)
        rowUpper.append(index == 0 ? constant : constant - goals[index])
        signalOfRow.append(index)
      }
    }
    var start: [Int32] = [0]
    for column in columns { start.append(start.last! + Int32(column.count)) }
    let entries = columns.flatMap { $0 }
    let objective = Array(repeating: 0.0, count: count) + [1] + Array(repeating: -penalty, count: limitCount)
    let (x, duals) = try library.maximise(
      objective,
      columnLower: probabilities.map { max(0, $0 - radius) } + [-.infinity]
        + Array(repeating: 0, count: limitCount),
      columnUpper: probabilities.map { min(1, $0 + radius) }
        + Array(repeating: .infinity, count: 1 + limitCount),
      rowLower: rowLower, rowUpper: rowUpper, columnStart: start, rowIndex: entries.map(\.0),
      coefficients: entries.map(\.1))
    var multipliers = Array(repeating: 0.0, count: limitCount)
    for (row, index) in signalOfRow.enumerated() where index > 0 {
      multipliers[index - 1] += max(0, duals[states + row])
    }
    let promise = x[count] - penalty * x[(count + 1)...].reduce(0, +)
    return (Self.normalised(Array(x[..<count]), actionCount: table.actionCount), promise, multipliers)
  }

  /// Probabilities that are not negative and sum to one in each state.
  private static func normalised(_ numbers: [Double], actionCount: Int) -> [Double] {
    var result = numbers.map { $0 > 0 ? $0 : 0 }
    for first in stride(from: 0, to: result.count, by: actionCount) {
      let sum = result[first..<(first + actionCount)].reduce(0, +)
      for row in first..<(first + actionCount) { result[row] /= sum }
    }
    return result
  }
}
