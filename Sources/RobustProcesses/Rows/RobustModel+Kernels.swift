import DecisionProcesses
import RandomStreams
import UncertaintySets

/// The kernels of a model: nominal, worst, random, and those of other processes.
extension RobustModel {
  /// The nominal kernel. O(entries).
  public var nominalKernel: Kernel {
    kernel { _, nominal, _, target in
      target.update(from: nominal.baseAddress!, count: nominal.count)
    }
  }

  /// The rows that minimise expected reward plus `discount` times the value of the successor, the end being
  /// worth 0: the worst case of every step for a player who will get `values` from the next state on.
  ///
  /// With the values that a robust solver found this is also the worst stationary kernel. Where actions are
  /// coupled, they are weighted by `policy`, shape [states, actions]; without one, by the policy that is best
  /// against the worst rows.
  ///
  /// Throws for values that are not one finite number per state, a discount outside [0, 1], or a policy whose
  /// rows are no distributions. One inner problem per block.
  public func worstKernel(
    against values: [Double], discount: Double, under policy: [Double]? = nil
  ) throws(RobustProcessError) -> Kernel {
    try check(values: values, discount: discount)
    if let policy { try check(policy: policy) }
    var workspace = SetWorkspace(capacity: longestBlock)
    var worths = [Double](repeating: 0, count: longestBlock)
    let actions = rows.actionCount
    return kernel { first, nominal, starts, target in
      let count = nominal.count
      worths.withUnsafeMutableBufferPointer { worths in
        for index in 0..<(starts.count - 1) {
          rows.writeWorths(
            ofRow: first + index, values: values, discount: discount,
            into: worths.baseAddress! + starts[index])
        }
      }
      var weights: [Double] = []
      if let policy, Kernels.couplesActions { weights = Array(policy[first..<(first + actions)]) }
      var kernel = UnsafeMutableBufferPointer(start: target, count: count).mutableSpan
      set.worstRows(
        first: first, worths: worths.span.extracting(0..<count), nominal: nominal.span, starts: starts.span,
        policy: weights.span, into: &kernel, workspace: &workspace)
    }
  }

  /// A random member in every block; a block's draw depends on the stream and its own number alone.
  public func sampleKernel(using stream: RandomStream) -> Kernel {
    var workspace = SetWorkspace(capacity: rows.longestRow)
    return kernel { first, nominal, starts, target in
      let own = stream.substream(StreamPurpose(code: UInt32(block(ofRow: first))))
      for index in 0..<(starts.count - 1) {
        let range = starts[index]..<starts[index + 1]
        var row = UnsafeMutableBufferPointer(start: target + range.lowerBound, count: range.count).mutableSpan
        set.sampleRow(
          first + index, actionCount: rows.actionCount, nominal: nominal.span.extracting(range), into: &row,
          workspace: &workspace, using: own)
      }
    }
  }

  /// The rows of `other`, a process with the same states and actions, as a kernel of this one.
  ///
  /// Throws, naming state and action, where it has mass on an outcome that the row here does not have, or
  /// where its rows lie outside the set by more than `tolerance` in the set's measure.
  public func kernel<Process: TabularProcess>(
    of other: Process, tolerance: Double = 1e-9
  ) throws(RobustProcessError) -> Kernel {
    try kernel(of: (other as? TableProcess)?.table ?? TransitionTable(other), tolerance: tolerance)
  }

  /// As `kernel(of:tolerance:)` for a process.
  public func kernel(
    of table: TransitionTable, tolerance: Double = 1e-9
  ) throws(RobustProcessError) -> Kernel {
    let found = try rows.probabilities(of: table)
    let kernel = kernel { first, nominal, starts, target in
      var place = 0
      for row in first..<(first + starts.count - 1) {
        for probability in found[row] {
          target[place] = probability
          place += 1
        }
      }
    }
    if let row = firstRow(outside: kernel, tolerance: tolerance) {
      throw RobustProcessError(
        "\(rows.place(ofRow: row)): the row given for nature lies outside the set, at distance "
          + "\(kernel.distances[row])",
        remedy: "give rows of the set, or make the set larger")
    }
    return kernel
  }

  /// Whether every row of `kernel` lies in the set, up to `tolerance` in its own measure.
  public func contains(_ kernel: Kernel, tolerance: Double = 1e-9) -> Bool {
    firstRow(outside: kernel, tolerance: tolerance) == nil
  }

  /// The process under `kernel`, as tables: the nominal entries with nature's probabilities, then those that
  /// the row did not list. O(entries).
  ///
  /// - Precondition: `kernel` fits the rows.
  public func table(of kernel: Kernel) -> TransitionTable {
    let play = PlayedTable(rows, kernels: [kernel])
    let entries = play.table.next.count
    return play.table.replacing(probability: Array(play.probability[..<entries]))
  }

  /// A kernel of rows that `write` puts into its last argument, given the block's first row, its nominal
  /// probabilities and where its rows start.
  private func kernel(
    _ write: (Int, UnsafeBufferPointer<Double>, [Int], UnsafeMutablePointer<Double>) -> Void
  ) -> Kernel {
    var builder = KernelBuilder()
    var memory = [Double](repeating: 0, count: 2 * longestBlock)
    memory.withUnsafeMutableBufferPointer { memory in
      let nominal = memory.baseAddress!
      let target = nominal + longestBlock
      for block in 0..<Self.blockCount(rows) {
        let range = Self.rowsOf(block, rows)
        let starts = starts(of: range)
        for (index, row) in range.enumerated() {
          rows.writeNominal(ofRow: row, into: nominal + starts[index])
        }
        let count = starts[starts.count - 1]
        write(range.lowerBound, UnsafeBufferPointer(start: nominal, count: count), starts, target)
        for (index, row) in range.enumerated() {
          let width = starts[index + 1] - starts[index]
          let own = UnsafeBufferPointer(start: target + starts[index], count: width)
          let base = UnsafeBufferPointer(start: nominal + starts[index], count: width)
          let isNominal = isSame(own, base)
          builder.add(
            isNominal ? base : own,
            distance: isNominal ? 0 : set.distance(of: own.span, from: base.span, row: row))
        }
      }
    }
    return builder.kernel
  }

  func starts(of range: Range<Int>) -> [Int] {
    var starts = [0]
    for row in range { starts.append(starts[starts.count - 1] + rows.outcomeCount(ofRow: row)) }
    return starts
  }

  private func firstRow(outside kernel: Kernel, tolerance: Double) -> Int? {
    for block in 0..<Self.blockCount(rows) {
      let range = Self.rowsOf(block, rows)
      let starts = starts(of: range)
      let nominal = range.flatMap { rows.nominal(ofRow: $0) }
      let own = range.flatMap { kernel.probabilities(ofRow: $0) }
      guard
        set.contains(
          own.span, first: range.lowerBound, nominal: nominal.span, starts: starts.span, tolerance: tolerance)
      else { return range.lowerBound }
    }
    return nil
  }

  private func check(values: [Double], discount: Double) throws(RobustProcessError) {
    guard values.count == rows.stateCount else {
      throw RobustProcessError(
        "\(values.count) values for \(rows.stateCount) states", remedy: "give one for each state")
    }
    for (state, value) in values.enumerated() where !value.isFinite {
      throw RobustProcessError("state \(state): the value \(value)", remedy: "give finite numbers")
    }
    guard discount >= 0, discount <= 1 else {
      throw RobustProcessError("discount \(discount)", remedy: "give a number from 0 to 1")
    }
  }

  private func check(policy: [Double]) throws(RobustProcessError) {
    let actions = rows.actionCount
    guard policy.count == rows.rowCount else {
      throw RobustProcessError(
        "a policy of \(policy.count) probabilities for \(rows.stateCount) states with \(actions) actions",
        remedy: "give one for each state and action")
    }
    for state in 0..<rows.stateCount {
      let row = policy[(state * actions)..<((state + 1) * actions)]
      let sum = row.reduce(0, +)
      guard row.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-9 else {
        throw RobustProcessError(
          "state \(state): the policy's probabilities \(Array(row)) sum to \(sum)",
          remedy: "give numbers from 0 to 1 that sum to 1")
      }
    }
  }
}
