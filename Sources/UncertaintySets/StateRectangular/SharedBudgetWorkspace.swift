/// Memory in which the problems of one state are worked out, made once and used for any number of states
/// and sets, one at a time.
///
/// A solver keeps one per thread. What it holds between calls has no effect on results.
public struct SharedBudgetWorkspace: ~Copyable, @unchecked Sendable {
  /// Most actions of a state.
  public let actionCapacity: Int
  /// Most entries of all rows of a state together.
  public let entryCapacity: Int

  /// Payoffs that a caller gathers, row behind row as they are opened; shape [entries].
  package let payoffs: UnsafeMutablePointer<Double>
  /// Kernels that nobody wants; shape [entries].
  package let kernels: UnsafeMutablePointer<Double>
  /// Nominal worth of each action; minus infinity once its row is open. Shape [actions].
  package let worths: UnsafeMutablePointer<Double>
  /// The rows that are open; shape [actions].
  let rows: UnsafeMutablePointer<OpenRow>
  let progress: UnsafeMutablePointer<Progress>
  /// Scratch of the rows, which share it out as they are opened.
  let sorted: UnsafeMutablePointer<Double>
  let mass: UnsafeMutablePointer<Double>
  let order: UnsafeMutablePointer<Int32>
  let byMass: UnsafeMutablePointer<Int32>
  let rank: UnsafeMutablePointer<Int32>
  let spent: UnsafeMutablePointer<Double>
  let gain: UnsafeMutablePointer<Double>
  let slope: UnsafeMutablePointer<Double>

  /// Where the search for the best policy stands.
  struct Progress {
    var openCount = 0
    var entryCount = 0
    /// What the policy of the open rows is worth.
    var value = -Double.infinity
    /// Nature brings no policy below this, as it cannot bring the row `floorRow` below it.
    var floor = -Double.infinity
    var floorRow = 0
  }

  /// Memory for states of up to `actions` rows with up to `entries` entries in all.
  ///
  /// - Precondition: both at least 1, `entries` below 2^31.
  public init(actions: Int, entries: Int) {
    precondition(
      actions >= 1 && entries >= 1 && entries <= Int(Int32.max),
      "SharedBudgetWorkspace(actions: \(actions), entries: \(entries)): at least 1, at most 2^31 - 1")
    actionCapacity = actions
    entryCapacity = entries
    func numbers(_ count: Int) -> UnsafeMutablePointer<Double> {
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: count)
      memory.initialize(repeating: 0, count: count)
      return memory
    }
    func outcomes() -> UnsafeMutablePointer<Int32> {
      let memory = UnsafeMutablePointer<Int32>.allocate(capacity: entries)
      memory.initialize(repeating: 0, count: entries)
      return memory
    }
    (payoffs, kernels) = (numbers(entries), numbers(entries))
    (sorted, mass) = (numbers(entries), numbers(entries))
    (order, byMass, rank) = (outcomes(), outcomes(), outcomes())
    // A curve has at most two pieces per outcome, and an end.
    let knots = 2 * (entries + actions)
    (spent, gain, slope) = (numbers(knots), numbers(knots), numbers(knots))
    worths = numbers(actions)
    rows = .allocate(capacity: actions)
    progress = .allocate(capacity: 1)
    progress.initialize(to: Progress())
  }

  deinit {
    for memory in [payoffs, kernels, sorted, mass, spent, gain, slope, worths] { memory.deallocate() }
    for memory in [order, byMass, rank] { memory.deallocate() }
    rows.deallocate()
    progress.deallocate()
  }

  /// Where the next row's payoffs may be written.
  package var freePayoffs: UnsafeMutablePointer<Double> { payoffs + progress.pointee.entryCount }

  /// Where the next row's kernel may go if nobody wants it.
  package var freeKernels: UnsafeMutablePointer<Double> { kernels + progress.pointee.entryCount }

  /// Traps for a state that does not fit.
  @inline(__always)
  func admit(actions: Int, entries: Int) {
    precondition(
      actions <= actionCapacity && entries <= entryCapacity,
      "\(actions) actions with \(entries) entries in a workspace for \(actionCapacity) and \(entryCapacity)")
  }
}

/// The row of one action in nature's problem, and how its least value falls with its share of the budget.
struct OpenRow {
  let action: Int
  /// The row; q is where its kernel is wanted.
  let rows: InnerProblem
  /// Nominal expected payoff.
  let worth: Double
  /// Probability of the action in the policy.
  var weight: Double
  /// How much of the budget is spent here.
  var share = 0.0
  /// Outcomes in falling order of payoff, equal ones by index, and their payoffs in that order.
  let order: UnsafeMutablePointer<Int32>
  let sorted: UnsafeMutablePointer<Double>
  /// Where the measure is piecewise linear: piece j begins where `spent[j]` has been spent and has brought
  /// `gain[j]`, and brings `slope[j]` per unit from there on, less from piece to piece. Ends are in
  /// `spent[pieceCount]` and `gain[pieceCount]`.
  let spent: UnsafeMutablePointer<Double>
  let gain: UnsafeMutablePointer<Double>
  let slope: UnsafeMutablePointer<Double>
  var pieceCount = 0
  /// The piece that the search has come to, and one over its slope; 0 before it is known.
  var position = 0
  var rate = 0.0

  /// Whether the curve's end lies within both.
  @inline(__always)
  func isShort(of budget: Double, _ limit: Double) -> Bool {
    spent[pieceCount] < budget && gain[pieceCount] < limit
  }

  /// Adds a piece, unless nothing is spent on it.
  @inline(__always)
  mutating func addPiece(to end: Double, slope steepness: Double) {
    let start = spent[pieceCount]
    guard end > start else { return }
    slope[pieceCount] = steepness
    spent[pieceCount + 1] = end
    gain[pieceCount + 1] = gain[pieceCount] + (end - start) * steepness
    pieceCount += 1
  }
}

/// Slopes and differences of payoffs below this count as none: their reciprocals would overflow.
let leastSlope = 1e-290
