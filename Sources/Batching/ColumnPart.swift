import DecisionProcesses

/// Where one block's rows of the caller's columns begin.
struct ColumnPart {
  var observations: UnsafeMutableRawPointer
  var finalObservations: UnsafeMutableRawPointer?
  var rewards: UnsafeMutablePointer<Double>
  var costs: UnsafeMutablePointer<Double>
  var endings: UnsafeMutablePointer<UInt8>
  var trueRewards: UnsafeMutablePointer<Double>?
  var trueCosts: UnsafeMutablePointer<Double>?
  var margins: UnsafeMutablePointer<Double>?
  var diagnostics: UnsafeMutablePointer<Double>?

  /// The part of `columns` from row `row` on.
  init(_ columns: BatchColumns, from row: Int, of shape: BatchShape) {
    // Closures, not key paths: those would be made anew in every step.
    let cell = row * shape.costCount
    observations = columns.observations.baseAddress! + row * shape.observationBytes
    finalObservations = columns.finalObservations.map { $0.baseAddress! + row * shape.observationBytes }
    rewards = columns.rewards.baseAddress! + row
    // An empty cost column may have no address; then nothing is read or written there.
    costs = (columns.costs.baseAddress ?? columns.rewards.baseAddress!) + cell
    endings = columns.endings.baseAddress! + row
    trueRewards = columns.trueRewards.map { $0.baseAddress! + row }
    trueCosts = columns.trueCosts.flatMap { $0.baseAddress }.map { $0 + cell }
    margins = columns.margins.flatMap { $0.baseAddress }.map { $0 + cell }
    diagnostics = columns.diagnostics.flatMap { $0.baseAddress }.map { $0 + row * shape.diagnosticCount }
  }

  /// Sets reward, costs and ending of one lane to zero.
  func clear(_ lane: Int, costCount: Int) {
    rewards[lane] = 0
    trueRewards?[lane] = 0
    for cell in lane * costCount..<(lane + 1) * costCount {
      costs[cell] = 0
      trueCosts?[cell] = 0
    }
    endings[lane] = 0
  }
}
