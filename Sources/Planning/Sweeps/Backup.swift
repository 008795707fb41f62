/// One step of dynamic programming on a row or a state: what differs between nominal and robust problems.
///
/// Solvers call these operations in their innermost loops and build their certificates on three laws, which
/// a backup T must obey for values v and numbers c:
///
/// - monotone: v <= w gives T v <= T w;
/// - shifts: T(v + c) = T v + discount * c, where every state but the end moves by c. With ends, the shift is
///   between 0 and discount * c;
/// - the end is worth 0.
///
/// A worst case over kernels in a set that depends on the row, or on the state, obeys them, and so do the
/// penalised forms.
public protocol Backup: Sendable {
  /// What a worker needs beside the table: buffers, last sweep's order. Made once per solution and worker.
  associatedtype Scratch = Void

  /// In [0, 1).
  var discount: Double { get }

  func makeScratch(for rows: TableRows) -> Scratch

  /// Worth of `row` when its successors are worth `values`; shape [states + 1], the last one for the end.
  ///
  /// If the true worth is at most `floor`, any number up to `floor` may be returned instead: so a robust
  /// backup need not solve nature's problem for an action that is too poor even nominally.
  func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double

  /// The best worth among the actions of `state` and the action that has it. The standard implementation
  /// tries them in order and keeps the lowest index among equals.
  func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Choice

  /// Writes the probabilities that nature plays in `row` against `values`; shape [entries of the row].
  func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>)

  /// Bound of the error that one backup makes by round-off on values of at most `size`.
  func roundOff(in rows: TableRows, size: Double) -> Double
}

/// An action and what it is worth.
@frozen
public struct Choice: Sendable, Equatable {
  public var worth: Double
  public var action: Int

  @inlinable @inline(__always)
  public init(worth: Double, action: Int) {
    self.worth = worth
    self.action = action
  }
}

extension Backup {
  @inlinable @inline(__always)
  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    let first = state &* rows.actionCount
    var choice = Choice(
      worth: worth(ofRow: first, in: rows, values: values, floor: -.infinity, scratch: &scratch), action: 0)
    var action = 1
    while action < rows.actionCount {
      let worth = worth(
        ofRow: first &+ action, in: rows, values: values, floor: choice.worth, scratch: &scratch)
      if worth > choice.worth { choice = Choice(worth: worth, action: action) }
      action &+= 1
    }
    return choice
  }
}

/// The backup of the process as it stands: r(s, a) + discount * sum over s' of p(s' | s, a) v(s').
@frozen
public struct NominalBackup: Backup {
  public let discount: Double

  /// Throws for a discount outside [0, 1).
  public init(discount: Double) throws(PlanningError) {
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    self.discount = discount
  }

  @inlinable public func makeScratch(for rows: TableRows) {}

  @inlinable @inline(__always)
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
  ) -> Double {
    rows.reward[row] + discount * rows.expectation(ofRow: row, values: values)
  }

  @inlinable
  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
    into probabilities: UnsafeMutablePointer<Double>
  ) {
    let start = rows.rowStart[row]
    probabilities.update(from: rows.probability + start, count: rows.rowStart[row + 1] - start)
  }

  /// Unit round-off times operations, and as much again for the row's own distance from one, doubled.
  @inlinable
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    Double.ulpOfOne * Double(2 * rows.longestRow + 4) * (rows.largestReward + size)
  }
}
