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
///
/// A policy may mix actions in a state. Where nature sets each row apart, a mixture is worth the mean of its
/// rows' worths, and some action is as good as any mixture: that is the standard implementation. A backup
/// whose nature shares something between the actions of a state says so by `mixes` and replaces the
/// operations on mixtures.
public protocol Backup: Sendable {
  /// What workers share while a solution lasts, the order of each row in the last sweep say: made once per
  /// solution. A state is in the hands of one worker at a time.
  associatedtype Memory = Void
  /// What a worker needs beside the table, buffers for example: made once per solution and worker.
  associatedtype Scratch = Void

  /// Whether the best policy may have to mix actions.
  static var mixes: Bool { get }

  /// In [0, 1]; endless horizons ask for less than 1.
  var discount: Double { get }

  func makeMemory(for rows: TableRows) -> Memory

  func makeScratch(for rows: TableRows, memory: Memory) -> Scratch

  /// Called before a sweep over all actions from `values`, which stay as they are until `endSweep`: calls of
  /// `best` between the two are for that sweep. Outside, values may be any from one call to the next.
  func beginSweep(from values: UnsafePointer<Double>, in rows: TableRows, memory: Memory)

  func endSweep(memory: Memory)

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

  /// As above for a backup that mixes: where several actions are needed, the choice's action is
  /// `Choice.mixed` and their probabilities are in `mixture`, shape [actions].
  func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>,
    mixture: UnsafeMutablePointer<Double>, scratch: inout Scratch
  ) -> Choice

  /// Worth of the probabilities `mixture` of the actions of `state`; shape [actions].
  func worth(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Double

  /// Writes the probabilities that nature plays in `row` against `values`, shape [entries of the row], and
  /// tells the row's worth.
  @discardableResult
  func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double

  /// Writes the probabilities that nature plays in all rows of `state` against `mixture` and `values`, shape
  /// [entries of the state], and tells the mixture's worth.
  @discardableResult
  func kernels(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch, into probabilities: UnsafeMutablePointer<Double>
  ) -> Double

  /// Bound of the error that one backup makes by round-off on values of at most `size`.
  func roundOff(in rows: TableRows, size: Double) -> Double
}

/// An action, or a mixture that is kept elsewhere, and what it is worth.
@frozen
public struct Choice: Sendable, Equatable {
  /// Stands for the action where several are mixed.
  @inlinable public static var mixed: Int { -1 }

  public var worth: Double
  public var action: Int

  @inlinable @inline(__always)
  public init(worth: Double, action: Int) {
    self.worth = worth
    self.action = action
  }
}

extension Backup where Memory == Void {
  @inlinable public func makeMemory(for rows: TableRows) {}
}

extension Backup {
  @inlinable public static var mixes: Bool { false }

  @inlinable public func beginSweep(from values: UnsafePointer<Double>, in rows: TableRows, memory: Memory) {}

  @inlinable public func endSweep(memory: Memory) {}

  /// The scratch of one worker alone.
  @inlinable
  public func makeScratch(for rows: TableRows) -> Scratch {
    makeScratch(for: rows, memory: makeMemory(for: rows))
  }

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

  @inlinable @inline(__always)
  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>,
    mixture: UnsafeMutablePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    best(in: state, of: rows, values: values, scratch: &scratch)
  }

  @inlinable
  public func worth(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Double {
    var sum = 0.0
    for action in 0..<rows.actionCount where mixture[action] > 0 {
      sum +=
        mixture[action]
        * worth(
          ofRow: state &* rows.actionCount &+ action, in: rows, values: values, floor: -.infinity,
          scratch: &scratch)
    }
    return sum
  }

  /// Rows that the mixture does not use stay nominal.
  @inlinable @discardableResult
  public func kernels(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch, into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let first = state * rows.actionCount
    let start = rows.rowStart[first]
    var sum = 0.0
    for action in 0..<rows.actionCount {
      let row = first + action
      let target = probabilities + (rows.rowStart[row] - start)
      if mixture[action] > 0 {
        sum +=
          mixture[action] * kernel(ofRow: row, in: rows, values: values, scratch: &scratch, into: target)
      } else {
        target.update(
          from: rows.probability + rows.rowStart[row], count: rows.rowStart[row + 1] - rows.rowStart[row])
      }
    }
    return sum
  }
}

/// The backup of the process as it stands: r(s, a) + discount * sum over s' of p(s' | s, a) v(s').
@frozen
public struct NominalBackup: Backup {
  public let discount: Double

  /// Throws for a discount outside [0, 1].
  public init(discount: Double) throws(PlanningError) {
    self.discount = try Discount.step(discount)
  }

  @inlinable public func makeScratch(for rows: TableRows, memory: Void) {}

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
  ) -> Double {
    let start = rows.rowStart[row]
    probabilities.update(from: rows.probability + start, count: rows.rowStart[row + 1] - start)
    return worth(ofRow: row, in: rows, values: values, floor: -.infinity, scratch: &scratch)
  }

  /// Unit round-off times operations, and as much again for the row's own distance from one, doubled.
  @inlinable
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    Double.ulpOfOne * Double(2 * rows.longestRow + 4) * (rows.largestReward + size)
  }
}
