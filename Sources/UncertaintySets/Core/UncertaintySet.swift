import RandomStreams

/// The probability rows that nature may put in the place of a nominal row.
///
/// For a nominal row p and values v of the same outcomes, the worst case is
///
///     sigma(p, v) = min over q in the set of sum over i of q_i v_i
///
/// and the kernel is a minimiser q. Penalised forms add their penalty to the sum and admit every row. Rows
/// have n outcomes; p is a distribution and v is finite, which `checkRow` tells and the worst case takes
/// for granted. Where outcomes tie, which minimiser is found is unspecified but always the same.
///
/// Sources: G. Iyengar, "Robust dynamic programming", Mathematics of Operations Research 30 (2005),
/// doi:10.1287/moor.1040.0129; A. Nilim, L. El Ghaoui, "Robust control of Markov decision processes with
/// uncertain transition matrices", Operations Research 53 (2005), doi:10.1287/opre.1050.0216.
public protocol UncertaintySet: Sendable {
  /// The set's name, as on the command line.
  static var name: String { get }

  /// Whether mass may go where the nominal row has none.
  var support: Support { get }

  /// Checks that the set's own lists, if it has any, fit `nominal`; O(n).
  func check(nominal: Span<Double>) throws(UncertaintySetError)

  /// Whether the set around `nominal` is as large as its kind can be, so that a larger one changes nothing.
  func isSaturated(around nominal: Span<Double>) -> Bool

  /// The least expected value over the set; writes a minimiser into `kernel`. Allocates nothing.
  ///
  /// - Precondition: three rows of the same length, from 1 to the capacity of `workspace`.
  func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double

  /// Whether the nominal row always belongs to the set, so that the worst case is never above the nominal
  /// expectation.
  var holdsNominal: Bool { get }

  /// What `worstCase` returns, where the row is not wanted. Allocates nothing.
  ///
  /// A solver comes back to each row while the values change little. `mark` carries what helps from one call
  /// for a row to the next, a cut through its outcomes or a price; 0 is a row seen for the first time. What
  /// it holds may change the time, not the value beyond round-off. `expectation` is the nominal one, the sum
  /// over i of p_i v_i. Where the value is at most `floor`, any number from it up to `floor` may be returned.
  ///
  /// - Precondition: two rows of the same length, from 1 to the capacity of `workspace`.
  func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double

  /// The greatest expected value over the set; writes a maximiser into `kernel`. Allocates nothing.
  ///
  /// - Precondition: as `worstCase`.
  func bestCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double

  /// Whether `row` lies in the set around `nominal`, up to `tolerance` in the set's own measure.
  func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool

  /// How far `row` is from `nominal`: in a ball's own measure, else the sum over i of |q_i - p_i|. O(n).
  ///
  /// - Precondition: two rows of the same length.
  func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double

  /// Writes a random member of the set around `nominal` into `row`.
  ///
  /// - Precondition: as `worstCase`.
  func sample(
    around nominal: Span<Double>, into row: inout MutableSpan<Double>, workspace: inout SetWorkspace,
    using stream: inout RandomStream)

  /// The same set for rows that hold the given outcomes only; lists of one entry per outcome are picked
  /// from. A set without such lists is itself.
  func restricted(to outcomes: [Int]) -> Self
}

/// A set made of the rows within a radius of the nominal one.
public protocol DistanceBall: UncertaintySet {
  /// The largest distance from the nominal row.
  var radius: Double { get }

  /// How far `row` is from `nominal` in the ball's own measure; infinite where no ball reaches.
  func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double
}

extension DistanceBall {
  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    isDistribution(row, around: nominal, support: support, tolerance: tolerance)
      && distance(of: row, from: nominal) <= radius + tolerance
  }
}

/// A penalised form: every row of the support is admitted, at a price.
public protocol PenalisedSet: UncertaintySet {}

extension PenalisedSet {
  public func contains(_ row: Span<Double>, around nominal: Span<Double>, tolerance: Double) -> Bool {
    isDistribution(row, around: nominal, support: support, tolerance: tolerance)
  }
}
