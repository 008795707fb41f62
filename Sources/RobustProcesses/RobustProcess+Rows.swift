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
    let width = model.rows.outcomeCount(ofRow: row)
    return withScratch(2 * width + SetWorkspace.size(capacity: width)) { scratch in
      let nominal = scratch.baseAddress.unsafelyUnwrapped
      let drawn = UnsafeMutableBufferPointer(start: nominal + width, count: width)
      let memory = UnsafeMutableBufferPointer(rebasing: scratch[(2 * width)...])
      model.rows.writeNominal(ofRow: row, into: nominal)
      drawn.initialize(repeating: 0)
      SetWorkspace.borrowing(memory, capacity: width) { workspace in
        var target = drawn.mutableSpan
        model.set.sampleRow(
          row, actionCount: model.rows.actionCount,
          nominal: UnsafeBufferPointer(start: nominal, count: width).span, into: &target,
          workspace: &workspace, using: own)
      }
      // Round-off below zero is no probability.
      for index in 0..<width where drawn[index] < 0 { drawn[index] = 0 }
      return body(UnsafeBufferPointer(drawn), UnsafeBufferPointer(start: nominal, count: width))
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

  /// The row that nature would play if `action` were taken in `state` with the luck of `stream`: a
  /// probability for each outcome of `model.rows`, before the budget is looked at. For records and tests;
  /// allocates.
  public func playedRow(from state: State, by action: Int, using stream: RandomStream) -> [Double] {
    let row = state.nominal * model.rows.actionCount + action
    var memory = state.nature
    switch nature.move(inRow: row, block: model.block(ofRow: row), &memory, using: stream) {
    case .nominal: return model.rows.nominal(ofRow: row)
    case .kernel(let index): return kernels[index].probabilities(ofRow: row)
    case .drawn(let own): return withRandomRow(row, from: own) { drawn, _ in Array(drawn) }
    }
  }
}
