import RandomStreams
import UncertaintySets

/// The kernels that nature may play around the rows of a finite process, one block of rows at a time.
///
/// A block is one row where nature chooses for each state and action on its own, (s, a)-rectangular; or the
/// rows of all actions of a state where these share what nature may spend, s-rectangular. The rows of a
/// block lie one behind the other: row i of it has the outcomes `starts[i] ..< starts[i + 1]`. Blocks are
/// independent of each other.
public protocol KernelSet: Sendable {
  /// Whether a block holds all actions of a state.
  static var couplesActions: Bool { get }

  /// Whether the outcomes of every row are all states, not only those that the row lists.
  var spansStates: Bool { get }

  /// Rows that the set speaks of; nil where it fits any number.
  var rowCount: Int? { get }

  /// Checks that the set fits the nominal row with the index `row`.
  func check(_ nominal: Span<Double>, row: Int) throws(UncertaintySetError)

  /// Writes rows that minimise the expected worth of the block that begins with the row `first`.
  ///
  /// Where actions are coupled, they are weighted by `policy`, one number per action; an empty one stands for
  /// the policy that is best against the worst rows.
  func worstRows(
    first: Int, worths: Span<Double>, nominal: Span<Double>, starts: Span<Int>, policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace)

  /// Writes a random row of the set for the row with the index `index`, one of `actionCount` rows of its
  /// state. Allocates nothing.
  ///
  /// Rows of a block that are drawn from the same `stream` belong to one member of the set.
  func sampleRow(
    _ index: Int, actionCount: Int, nominal: Span<Double>, into row: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: RandomStream)

  /// Whether the block's rows in `kernel` lie in the set, up to `tolerance` in its own measure.
  func contains(
    _ kernel: Span<Double>, first: Int, nominal: Span<Double>, starts: Span<Int>, tolerance: Double) -> Bool

  /// How far the row with the index `row` is from the nominal one, in the set's own measure.
  func distance(of row: Span<Double>, from nominal: Span<Double>, row index: Int) -> Double
}

extension KernelSet {
  public var rowCount: Int? { nil }
}
