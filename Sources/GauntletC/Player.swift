import CGauntlet
import DecisionProcesses

/// Widths and element types of what is played.
struct PlayedShape {
  var kind: Int32
  var lanes: Int
  var threads: Int
  var horizon: Int
  var resetRule: Int32
  var observation: RowDescription
  var action: RowDescription
  var nature: RowDescription
  var costCount: Int
  var marginCount: Int
  var diagnosticCount: Int
  var parameterCount: Int

  /// Categories of a discrete action space, else 0.
  var actionCategories: Int {
    guard action.width == 1, case .categorical(let count) = action.components[0].kind else { return 0 }
    return count
  }
}

/// The caller's columns after they were checked. Those of width 0 are nil.
struct BoundColumns {
  /// Nil only for lanes that are stepped apart.
  private var actionColumn: UnsafeRawPointer?
  var actions: UnsafeRawPointer { actionColumn.unsafelyUnwrapped }
  /// Memory of all columns but `actions`.
  private let others: [Range<UInt>]
  var nature: UnsafeRawPointer?
  var observations: UnsafeMutableRawPointer?
  var finalObservations: UnsafeMutableRawPointer?
  var rewards: UnsafeMutablePointer<Double>?
  var costs: UnsafeMutablePointer<Double>?
  var endings: UnsafeMutablePointer<UInt8>?
  var terminated: UnsafeMutablePointer<UInt8>?
  var truncated: UnsafeMutablePointer<UInt8>?
  var trueRewards: UnsafeMutablePointer<Double>?
  var trueCosts: UnsafeMutablePointer<Double>?
  var margins: UnsafeMutablePointer<Double>?
  var diagnostics: UnsafeMutablePointer<Double>?

  /// - Throws: `Failure` that names the column at fault.
  init(_ columns: UnsafePointer<gauntlet_columns>, for shape: PlayedShape) throws(Failure) {
    try checkSize(columns.pointee.size, gauntlet_columns.self, "gauntlet_columns")
    let given = columns.pointee
    let lanes = shape.lanes
    let observationCount = lanes * shape.observation.width
    var check = ColumnCheck()
    let isAsync = shape.kind == GAUNTLET_ASYNC
    try Self.require(
      !isAsync || given.actions.data == nil, "actions", "is given its actions by gauntlet_send; leave it null")
    actionColumn = try check.source(
      given.actions, "actions", element: shape.action.elementType.code, count: lanes * shape.action.width)
    guard isAsync || actionColumn != nil else {
      throw .badArgument("column 'actions' is null; only that one cannot be left out")
    }
    try Self.require(
      shape.nature.width > 0 || isEmpty(given.nature), "nature", "has no seat for nature; add an adversary-seat rule")
    nature = try check.source(
      given.nature, "nature", element: shape.nature.elementType.code, count: lanes * shape.nature.width)
    observations = try check.target(
      given.observations, "observations", element: shape.observation.elementType.code, count: observationCount)
    finalObservations = try check.target(
      given.final_observations, "final_observations", element: shape.observation.elementType.code,
      count: observationCount)
    rewards = try check.doubles(given.rewards, "rewards", lanes)
    costs = try check.doubles(given.costs, "costs", lanes * shape.costCount)
    endings = try check.flags(given.endings, "endings", lanes)
    terminated = try check.flags(given.terminated, "terminated", lanes)
    truncated = try check.flags(given.truncated, "truncated", lanes)
    trueRewards = try check.doubles(given.true_rewards, "true_rewards", lanes)
    trueCosts = try check.doubles(given.true_costs, "true_costs", lanes * shape.costCount)
    try Self.require(
      shape.marginCount > 0 || isEmpty(given.margins), "margins", "declares no margins; pass no such column")
    margins = try check.doubles(given.margins, "margins", lanes * shape.marginCount)
    try Self.require(
      shape.diagnosticCount > 0 || isEmpty(given.diagnostics), "diagnostics",
      "has no diagnostics; pass no such column")
    diagnostics = try check.doubles(given.diagnostics, "diagnostics", lanes * shape.diagnosticCount)
    others = check.taken.filter { $0.name != "actions" }.map(\.range)
  }

  /// Reads actions from elsewhere from now on; refuses, and changes nothing, where they are not aligned or overlap
  /// another column.
  mutating func readActions(from data: UnsafeRawPointer, bytes: UInt, alignment: UInt) -> Bool {
    let start = UInt(bitPattern: data)
    let (end, wraps) = start.addingReportingOverflow(bytes)
    guard start % alignment == 0, !wraps else { return false }
    for range in others where start < range.upperBound && range.lowerBound < end { return false }
    actionColumn = data
    return true
  }

  private static func require(_ holds: Bool, _ column: String, _ fault: String) throws(Failure) {
    guard holds else { throw Failure(GAUNTLET_UNSUPPORTED, "column '\(column)': this environment \(fault)") }
  }
}

private func isEmpty(_ column: gauntlet_source) -> Bool { column.data == nil || column.bytes == 0 }
private func isEmpty(_ column: gauntlet_target) -> Bool { column.data == nil || column.bytes == 0 }

extension ColumnCheck {
  mutating func doubles(
    _ column: gauntlet_target, _ name: String, _ count: Int
  ) throws(Failure) -> UnsafeMutablePointer<Double>? {
    try target(column, name, element: GAUNTLET_FLOAT64, count: count)?.assumingMemoryBound(to: Double.self)
  }

  mutating func flags(
    _ column: gauntlet_target, _ name: String, _ count: Int
  ) throws(Failure) -> UnsafeMutablePointer<UInt8>? {
    try target(column, name, element: GAUNTLET_UINT8, count: count)?.assumingMemoryBound(to: UInt8.self)
  }
}

/// A batch or an environment behind a handle, with the caller's columns.
class Player: Resource {
  let shape: PlayedShape
  var columns: BoundColumns?

  init(_ shape: PlayedShape) { self.shape = shape }

  override var kind: Int32 { shape.kind }
  class override var wanted: String { "a batch or an environment" }

  override final func step() -> gauntlet_status {
    guard columns != nil else { return fail(Self.notBound) }
    return stepBound()
  }

  override func step(into columns: UnsafePointer<gauntlet_columns>?) -> gauntlet_status {
    guard stepsTogether else { return fail(AsyncPlayer.stepsApart) }
    var status = GAUNTLET_OK
    let checked = attempt { () throws(Failure) in
      let given = try BoundColumns(required(columns, "columns"), for: shape)
      let kept = self.columns
      self.columns = given
      columnsChanged()
      status = step()
      self.columns = kept
      columnsChanged()
    }
    return checked == GAUNTLET_OK ? status : checked
  }

  /// One step over the bound columns.
  func stepBound() -> gauntlet_status { preconditionFailure("abstract") }

  /// Whether all lanes are stepped by one call.
  var stepsTogether: Bool { true }

  /// `steps` steps over columns of as many times the lanes' rows.
  func rollout(_ steps: Int, _ columns: BoundColumns) throws(Failure) {
    throw Failure(GAUNTLET_UNSUPPORTED, "only batches can be rolled out; make one with gauntlet_make_batch")
  }

  /// Starts episode 0 of `seed` in every lane.
  func reset(seed: UInt64) throws(Failure) { preconditionFailure("abstract") }

  /// Starts an episode in the lanes of the mask, or in all.
  ///
  /// - Precondition: mask and seeds have a place for every lane.
  func reset(where mask: UnsafePointer<UInt8>?, seeds: UnsafePointer<UInt64>?) throws(Failure) {
    preconditionFailure("abstract")
  }

  func save() throws(Failure) -> [UInt8] { preconditionFailure("abstract") }
  func restore(_ bytes: [UInt8]) throws(Failure) { preconditionFailure("abstract") }
  /// About the size of a snapshot.
  var snapshotBytes: Int { preconditionFailure("abstract") }

  /// Called after the columns were exchanged.
  func columnsChanged() {}

  final func bound() throws(Failure) -> BoundColumns {
    guard let columns else { throw Self.notBound }
    return columns
  }

  static var notBound: Failure {
    Failure(GAUNTLET_NOT_BOUND, "no columns are bound; call gauntlet_bind first")
  }

  static func needsReset(_ lane: Int) -> Failure {
    Failure(
      GAUNTLET_NEEDS_RESET, "lane \(lane) has no running episode; call gauntlet_reset or gauntlet_reset_lanes")
  }
}

/// Splits endings into Gymnasium's two flags.
@inline(__always)
func splitEndings(
  _ endings: UnsafePointer<UInt8>, _ count: Int, _ terminated: UnsafeMutablePointer<UInt8>?,
  _ truncated: UnsafeMutablePointer<UInt8>?
) {
  if let terminated { for lane in 0..<count { terminated[lane] = endings[lane] & 1 } }
  if let truncated { for lane in 0..<count { truncated[lane] = endings[lane] >> 1 & 1 } }
}
