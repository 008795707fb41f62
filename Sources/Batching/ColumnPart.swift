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

  /// The part of `columns` from row `row` on.
  init(_ columns: BatchColumns, from row: Int, rowBytes: Int, costCount: Int) {
    let cell = row * costCount
    observations = columns.observations.baseAddress! + row * rowBytes
    finalObservations = columns.finalObservations.map { $0.baseAddress! + row * rowBytes }
    rewards = columns.rewards.baseAddress! + row
    // An empty cost column may have no address; then nothing is read or written there.
    costs = (columns.costs.baseAddress ?? columns.rewards.baseAddress!) + cell
    endings = columns.endings.baseAddress! + row
    trueRewards = columns.trueRewards.map { $0.baseAddress! + row }
    trueCosts = columns.trueCosts.flatMap(\.baseAddress).map { $0 + cell }
    margins = columns.margins.flatMap(\.baseAddress).map { $0 + cell }
  }
}
