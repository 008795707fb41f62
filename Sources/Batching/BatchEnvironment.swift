import DecisionProcesses

/// What a batch does with a lane whose episode has ended.
public enum ResetRule: String, Sendable, CaseIterable {
  /// The lane waits; `reset(where:into:)` is due before the next step.
  case manual
  /// The lane starts its next episode in the same step: the observation is the new episode's first, and
  /// the old episode's last goes to the final-observation column.
  case sameStep
  /// The lane starts its next episode in the following step, in place of moving: reward, costs and ending of
  /// that step are zero, its action counts for nothing.
  case nextStep
}

/// Many lanes of one environment, stepped together over memory that the caller owns.
///
/// Lane i behaves exactly like a single environment with the same seed and `lane: i`, whatever the number
/// of lanes, shards or threads.
public protocol BatchEnvironment: AnyObject {
  /// Number of lanes.
  var count: Int { get }
  /// Components and element type of the observation column.
  var observationDescription: RowDescription { get }
  /// Components and element type of the action column.
  var actionDescription: RowDescription { get }
  var task: TaskDescription { get }
  var resetRule: ResetRule { get }
  /// Whether the process knows its margins (`SafetyMargin`), so that a margin column may be asked for.
  var hasMargins: Bool { get }
  /// Nature's action row: the components of all adversary seats in the order of the rules, each in [-1, 1],
  /// and the element type of its column. No components where no rule is a seat.
  var seatDescription: RowDescription { get }

  /// Starts episode 0 of `seed` in every lane and writes the first observations.
  func reset(seed: UInt64, into columns: BatchColumns)

  /// Starts the next episode in the lanes where `mask` is not zero.
  ///
  /// - Precondition: `mask.count == count`.
  func reset(where mask: UnsafeBufferPointer<UInt8>, into columns: BatchColumns)

  /// Starts episode 0 of its own seed in every lane where `mask` is not zero: lane i then behaves like a single
  /// environment with seed `seeds[i]` and lane 0.
  ///
  /// - Precondition: mask and seeds have `count` elements; the first reset covers all lanes.
  func reset(
    where mask: UnsafeBufferPointer<UInt8>, seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns)

  /// Steps every lane. `actions` holds `count` rows of the action description's element type.
  ///
  /// - Precondition: every action lies in its space, and no lane waits for a reset.
  func step(actions: UnsafeRawBufferPointer, into columns: BatchColumns)

  /// Steps every lane after nature has taken its seats: `nature` holds `count` rows of the seat description's
  /// element type. A row holds for the coming steps of the lane's episode until it is written again; values
  /// beyond [-1, 1] count as the nearer end.
  ///
  /// - Precondition: as `step(actions:into:)`; the batch has a seat, and nature's numbers are finite.
  func step(
    actions: UnsafeRawBufferPointer, nature: UnsafeRawBufferPointer, into columns: BatchColumns)

  /// Steps every lane `steps` times: `actions` and `columns` hold that many columns, one behind the other,
  /// and row `step * count + lane` belongs to a lane in a step. The same as that many calls of
  /// `step(actions:into:)`, but lanes need not wait for one another and stay in the cache.
  ///
  /// - Precondition: as `step(actions:into:)`; the reset rule is `sameStep`.
  func rollout(steps: Int, actions: UnsafeRawBufferPointer, into columns: BatchColumns)

  /// The same with actions drawn uniformly from the action space, which are written to `actions`: those that
  /// `RandomPolicy` draws from the lane's stream for policies at each step, rounded to the column's type.
  func rollout(steps: Int, drawing actions: UnsafeMutableRawBufferPointer, into columns: BatchColumns)

  /// Whether the lane has ended, or never begun, and waits for `reset(where:into:)`.
  func waitsForReset(_ lane: Int) -> Bool

  /// All lanes as bytes; they do not depend on `shards`.
  func save() -> [UInt8]

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` for bytes that are cut off, changed, or belong to a batch of another process,
  ///   other rules, another horizon or another number of lanes.
  func restore(_ bytes: [UInt8]) throws(SnapshotError)
}

/// The caller's memory for one step of a batch, all of it row-major, one row per lane; a rollout takes
/// columns that are as many times as long as it has steps.
///
/// The memory must stay valid during the call and is not kept after it.
public struct BatchColumns {
  /// `count * width` elements of the observation's element type.
  public var observations: UnsafeMutableRawBufferPointer
  /// The same shape; only rows of lanes that ended in this step are written. Nil if not wanted.
  public var finalObservations: UnsafeMutableRawBufferPointer?
  /// `count` rewards.
  public var rewards: UnsafeMutableBufferPointer<Double>
  /// `count * task.costs.count` costs.
  public var costs: UnsafeMutableBufferPointer<Double>
  /// `count` raw values of `Ending`.
  public var endings: UnsafeMutableBufferPointer<UInt8>
  /// `count` rewards before reward rules. Nil if not wanted.
  public var trueRewards: UnsafeMutableBufferPointer<Double>?
  /// Costs before cost rules. Nil if not wanted.
  public var trueCosts: UnsafeMutableBufferPointer<Double>?
  /// Signed margin of each cost channel, in the shape of the costs: positive where violated, at most zero
  /// where safe. A step writes that of the state it reached, before a reset in the same step; a reset that of
  /// the first state. No rule changes it; what is not finite is zero. Nil if not wanted, or where the batch
  /// has none.
  public var margins: UnsafeMutableBufferPointer<Double>?
  /// `count * diagnosticCount` named scalars of the same states as the margins; what is not finite is zero. Nil
  /// if not wanted.
  public var diagnostics: UnsafeMutableBufferPointer<Double>?

  public init(
    observations: UnsafeMutableRawBufferPointer, finalObservations: UnsafeMutableRawBufferPointer? = nil,
    rewards: UnsafeMutableBufferPointer<Double>, costs: UnsafeMutableBufferPointer<Double>,
    endings: UnsafeMutableBufferPointer<UInt8>,
    trueRewards: UnsafeMutableBufferPointer<Double>? = nil,
    trueCosts: UnsafeMutableBufferPointer<Double>? = nil,
    margins: UnsafeMutableBufferPointer<Double>? = nil,
    diagnostics: UnsafeMutableBufferPointer<Double>? = nil
  ) {
    self.observations = observations
    self.finalObservations = finalObservations
    self.rewards = rewards
    self.costs = costs
    self.endings = endings
    self.trueRewards = trueRewards
    self.trueCosts = trueCosts
    self.margins = margins
    self.diagnostics = diagnostics
  }
}

extension ElementType {
  /// Bytes of one element.
  public var byteCount: Int { self == .float32 ? 4 : 8 }
}

extension RowDescription {
  /// Bytes of one row of a column.
  public var rowBytes: Int { width * elementType.byteCount }
}
