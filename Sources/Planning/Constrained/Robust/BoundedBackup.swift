/// A backup whose agent must keep the probability of each action between two bounds.
///
/// The best mixture starts from the lower bounds and gives what is left to the actions of greatest worth,
/// each up to its upper bound. With equal bounds the backup is that of one policy. Nature sets each row
/// apart.
package struct BoundedBackup<Base: Backup>: Backup {
  package static var mixes: Bool { true }

  let base: Base
  /// Shape [states, actions], row-major; in each state they sum to at most one.
  let lower: [Double]
  /// Same shape; in each state they sum to at least one.
  let upper: [Double]

  /// - Precondition: `base` does not mix.
  package init(_ base: Base, lower: [Double], upper: [Double]) {
    precondition(!Base.mixes, "bounds on mixtures need a nature that sets each row apart")
    self.base = base
    self.lower = lower
    self.upper = upper
  }

  package var discount: Double { base.discount }

  package final class Scratch {
    var base: Base.Scratch
    /// Worth of each action, and the mixture where nobody asks for it.
    let worths: UnsafeMutablePointer<Double>
    let mixture: UnsafeMutablePointer<Double>

    init(_ base: Base.Scratch, actionCount: Int) {
      self.base = base
      worths = .allocate(capacity: 2 * actionCount)
      worths.initialize(repeating: 0, count: 2 * actionCount)
      mixture = worths + actionCount
    }

    deinit { worths.deallocate() }
  }

  package func makeMemory(for rows: TableRows) -> Base.Memory { base.makeMemory(for: rows) }

  package func makeScratch(for rows: TableRows, memory: Base.Memory) -> Scratch {
    Scratch(base.makeScratch(for: rows, memory: memory), actionCount: rows.actionCount)
  }

  package func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double {
    base.worth(ofRow: row, in: rows, values: values, floor: floor, scratch: &scratch.base)
  }

  package func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    best(in: state, of: rows, values: values, mixture: scratch.mixture, scratch: &scratch)
  }

  package func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>,
    mixture: UnsafeMutablePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    let (first, count) = (state * rows.actionCount, rows.actionCount)
    let worths = scratch.worths
    var rest = 1.0
    for action in 0..<count {
      mixture[action] = lower[first + action]
      rest -= mixture[action]
      worths[action] = base.worth(
        ofRow: first + action, in: rows, values: values, floor: -.infinity, scratch: &scratch.base)
    }
    while rest > 0 {
      var next = -1
      for action in 0..<count where mixture[action] < upper[first + action] {
        if next < 0 || worths[action] > worths[next] { next = action }
      }
      guard next >= 0 else { break }
      let share = min(rest, upper[first + next] - mixture[next])
      // What rounding leaves of a full share must not come round again.
      mixture[next] = share < rest ? upper[first + next] : mixture[next] + share
      rest -= share
    }
    var sum = 0.0
    var only = Choice.mixed
    for action in 0..<count {
      sum += mixture[action] * worths[action]
      if mixture[action] == 1 { only = action }
    }
    return Choice(worth: only == Choice.mixed ? sum : worths[only], action: only)
  }

  package func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    base.kernel(ofRow: row, in: rows, values: values, scratch: &scratch.base, into: probabilities)
  }

  /// As the base's, and the mean over actions, whose weights sum to one within round-off.
  package func roundOff(in rows: TableRows, size: Double) -> Double {
    base.roundOff(in: rows, size: size)
      + Double.ulpOfOne * Double(4 * rows.actionCount) * (rows.largestReward + size)
  }
}
