import DecisionProcesses
import RandomStreams
import UncertaintySets

/// Drawing transitions from the rows that nature plays.
extension RobustProcess {
  /// Draws a transition from `row` of a kernel by inversion: one uniform number, as the nominal process does.
  @inlinable
  func take(
    _ row: Int, ofKernel index: Int, _ state: inout Int, using stream: inout RandomStream
  ) -> Outcome {
    let offset = index &* played.table.next.count
    let u = stream.uniform()
    var cumulative = 0.0
    var chosen = -1
    for entry in played.table.rowStart[row]..<played.table.rowStart[row &+ 1] {
      let probability = played.probability[offset &+ entry]
      guard probability > 0 else { continue }
      cumulative += probability
      // Round-off may leave the sum just below u: the last entry that can be taken then stands.
      chosen = entry
      if u < cumulative { break }
    }
    state = played.table.next[chosen]
    return played.table.outcome(chosen)
  }

  /// Draws a row of the set from `own` and a transition from it; nil, and nothing drawn from `stream`, where
  /// the row is the nominal one or does not fit nature's budget.
  @usableFromInline
  func takeRandom(
    _ row: Int, _ state: inout State, from own: RandomStream, using stream: inout RandomStream
  ) -> Outcome? {
    withRandomRow(row, from: own) { (drawn, nominal) -> Outcome? in
      guard !isSame(drawn, nominal) else {
        state.record.rest()
        return nil
      }
      let distance = model.set.distance(of: drawn.span, from: nominal.span, row: row)
      guard state.record.deviate(by: distance, within: nature.budget) else { return nil }
      return take(row, of: drawn, nominal, &state.nominal, using: &stream)
    }
  }

  /// Gives `body` the random row that `own` draws for `row`, and the nominal row.
  private func withRandomRow<Result>(
    _ row: Int, from own: RandomStream,
    _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    let rows = model.rows
    let range = RobustModel<Kernels>.rowsOf(model.block(ofRow: row), rows)
    var size = 0
    for index in range { size += rows.outcomeCount(ofRow: index) }
    let workspaceSize = SetWorkspace.size(capacity: size)
    return withScratch(2 * size + workspaceSize) { scratch in
      let nominal = scratch.baseAddress.unsafelyUnwrapped
      let kernel = nominal + size
      let memory = UnsafeMutableBufferPointer(rebasing: scratch[(2 * size)...])
      return SetWorkspace.borrowing(memory, capacity: size) { workspace in
        withUnsafeTemporaryAllocation(of: Int.self, capacity: range.count + 1) { starts in
          starts.initialize(repeating: 0)
          for (index, row) in range.enumerated() {
            rows.writeNominal(ofRow: row, into: nominal + starts[index])
            starts[index + 1] = starts[index] + rows.outcomeCount(ofRow: row)
          }
          var own = own
          var target = UnsafeMutableBufferPointer(start: kernel, count: size).mutableSpan
          model.set.sampleRows(
            first: range.lowerBound, nominal: UnsafeBufferPointer(start: nominal, count: size).span,
            starts: UnsafeBufferPointer(starts).span, into: &target, workspace: &workspace, using: &own)
          let start = starts[row - range.lowerBound]
          let width = rows.outcomeCount(ofRow: row)
          for index in start..<(start + width) where kernel[index] < 0 { kernel[index] = 0 }
          return body(
            UnsafeBufferPointer(start: kernel + start, count: width),
            UnsafeBufferPointer(start: nominal + start, count: width))
        }
      }
    }
  }

  /// Draws a transition from a row of outcomes: the nominal entries first, then outcomes without any.
  private func take(
    _ row: Int, of drawn: UnsafeBufferPointer<Double>, _ nominal: UnsafeBufferPointer<Double>,
    _ state: inout Int, using stream: inout RandomStream
  ) -> Outcome {
    let rows = model.rows
    let table = rows.table
    let u = stream.uniform()
    var cumulative = 0.0
    var (chosen, added) = (table.rowStart[row], -1)
    var isFound = false
    for entry in table.rowStart[row]..<table.rowStart[row + 1] {
      let outcome = Int(rows.entryOutcome[entry])
      let probability = drawn[outcome] * rows.entryShare[entry]
      // Among all states, entries of nominal probability zero come with those that are not listed.
      guard probability > 0, !(rows.spansStates && nominal[outcome] == 0) else { continue }
      cumulative += probability
      chosen = entry
      if u < cumulative {
        isFound = true
        break
      }
    }
    if !isFound && rows.spansStates {
      for outcome in drawn.indices where nominal[outcome] == 0 && drawn[outcome] > 0 {
        cumulative += drawn[outcome]
        added = outcome
        if u < cumulative { break }
      }
    }
    var outcome = table.outcome(chosen)
    guard added >= 0 else {
      state = table.next[chosen]
      return outcome
    }
    let target = rows.target(ofAddedOutcome: added)
    state = target.next
    outcome.ending = target.ending
    return outcome
  }

  /// The row that nature would play if `action` were taken in `state` with the luck of `stream`: a probability
  /// for each outcome of `model.rows`, before the budget is looked at. For records and tests; allocates.
  public func playedRow(from state: State, by action: Int, using stream: RandomStream) -> [Double] {
    let row = state.nominal * model.rows.actionCount + action
    var memory = state.nature
    switch nature.move(inRow: row, block: model.block(ofRow: row), &memory, using: stream) {
    case .nominal: return model.rows.nominal(ofRow: row)
    case .kernel(let index): return kernels[index].probabilities(ofRow: row)
    case .random(let own): return withRandomRow(row, from: own) { drawn, _ in Array(drawn) }
    }
  }
}
