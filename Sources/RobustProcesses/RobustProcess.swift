import DecisionProcesses
import RandomStreams
import UncertaintySets

/// A finite process whose rows are played by nature, inside an uncertainty set around the nominal ones.
///
///     let forest = Forest()
///     let set = try L1Ball(radius: 0.2, support: .nominal)
///     let nature = DynamicWorstCase(against: robustValues, discount: 0.95)
///     var simulation = Simulation(try RobustProcess(forest, set, nature), seed: 7)
///
/// Spaces, observations, first states, rewards, costs, constraints and endings are those of the nominal
/// process: an entry of a row keeps what it gives, only its probability is nature's. Entries that a row does
/// not list exist with the support `all` alone, and are as `NominalRows` says. The set stands around the rows
/// that the nominal process has when it is wrapped, so its parameters are none of this process any more.
///
/// In each step nature moves first, from the state and the action, then the transition is drawn from the row
/// that it played. Nature draws from substreams of its own: where it plays the nominal row, the step is the
/// nominal process's, bit for bit. A step allocates nothing, save for random rows of more than 1000 outcomes.
///
/// Sources: G. Iyengar, "Robust dynamic programming", Mathematics of Operations Research 30 (2005),
/// doi:10.1287/moor.1040.0129; W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes",
/// Mathematics of Operations Research 38 (2013), doi:10.1287/moor.1120.0566.
public struct RobustProcess<Nominal: TabularProcess, Kernels: KernelSet, Player: Nature>: DecisionProcess {
  public typealias State = RobustState<Player.State>

  public let nominal: Nominal
  public let nature: Player
  /// The rows and the set.
  public let model: RobustModel<Kernels>
  /// Those that nature plays, in the order in which it counts them.
  public let kernels: [Kernel]
  @usableFromInline let played: PlayedTable
  public let task: TaskDescription

  /// Pairs `nominal` with the kernels of `set` and lets `nature` play; computes nature's kernels.
  ///
  /// Throws where the set does not fit the rows, where rewards or costs depend on the successor and the set
  /// may lead to others, and where nature's own lists do not fit.
  public init(_ nominal: Nominal, _ set: Kernels, _ nature: Player) throws(RobustProcessError) {
    try self.init(nominal, RobustModel(nominal, set), nature)
  }

  /// As above, with one uncertainty set around every row.
  public init<Ambiguity: UncertaintySet>(
    _ nominal: Nominal, _ set: Ambiguity, _ nature: Player
  ) throws(RobustProcessError) where Kernels == ActionRectangular<Ambiguity> {
    try self.init(nominal, ActionRectangular(set), nature)
  }

  private init(
    _ nominal: Nominal, _ model: RobustModel<Kernels>, _ nature: Player
  ) throws(RobustProcessError) {
    self.nominal = nominal
    self.nature = nature
    self.model = model
    kernels = try nature.kernels(for: model)
    played = PlayedTable(model.rows, kernels: kernels)
    var task = nominal.task
    task.isDeterministic = task.isDeterministic && !nature.drawsRows && played.isDeterministic
    if model.rows.spansStates {
      // Nature may lead out of states that no episode of the nominal process goes on from.
      let rewards = played.table.reward
      task.rewardRange =
        rewards.reduce(task.rewardRange.lowerBound, min)...rewards.reduce(task.rewardRange.upperBound, max)
    }
    self.task = task
  }

  @inlinable public var actionSpace: Nominal.ActionSpace { nominal.actionSpace }
  @inlinable public var observationSpace: Nominal.ObservationSpace { nominal.observationSpace }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    // The substream's address is that of the stream, whatever was drawn from it.
    let first = nominal.initialState(using: &stream)
    return RobustState(nominal: first, nature: nature.begin(in: first, using: stream))
  }

  @inlinable
  public func advance(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    let actions = model.rows.actionCount
    precondition(action >= 0 && action < actions, "the action lies outside the action space")
    let row = state.nominal &* actions &+ action
    let block = Kernels.couplesActions ? state.nominal : row
    switch nature.move(inRow: row, block: block, &state.nature, using: stream) {
    case .nominal: break
    case .kernel(let index):
      let distance = played.distance[index &* model.rows.rowCount &+ row]
      guard distance > 0, state.record.deviate(by: distance, within: nature.budget) else { break }
      return take(row, ofKernel: index, &state.nominal, using: &stream)
    case .drawn(let own):
      if let outcome = takeRandom(row, &state, from: own, using: &stream) { return outcome }
      return nominal.advance(&state.nominal, by: action, using: &stream)
    }
    return nominal.advance(&state.nominal, by: action, using: &stream)
  }

  @inlinable
  public func observe(_ state: State, using stream: inout RandomStream) -> Nominal.Observation {
    nominal.observe(state.nominal, using: &stream)
  }

  public func accepts(_ state: State) -> Bool {
    nominal.accepts(state.nominal) && nature.accepts(state.nature) && state.record.isValid
  }

  /// The nominal process's, then `nature-deviations`, `nature-spent` and `nature-distance`: the record of the
  /// episode so far and of the last step.
  public static var diagnosticNames: [String] {
    Nominal.diagnosticNames + ["nature-deviations", "nature-spent", "nature-distance"]
  }

  public func diagnostic(_ index: Int, of state: State) -> Double {
    let own = Nominal.diagnosticNames.count
    switch index - own {
    case ..<0: return nominal.diagnostic(index, of: state.nominal)
    case 0: return Double(state.record.deviations)
    case 1: return state.record.spent
    default: return state.record.lastDistance
    }
  }
}

/// The state of a robust process: that of the nominal one, what nature remembers and what it has done.
public struct RobustState<Memory: Sendable & Equatable & ByteSerializable>: Sendable, Equatable,
  ByteSerializable
{
  /// State of the nominal process.
  public var nominal: Int
  /// What nature remembers.
  public var nature: Memory
  /// What nature has done in this episode.
  public var record: NatureRecord

  @inlinable
  public init(nominal: Int, nature: Memory) {
    self.nominal = nominal
    self.nature = nature
    record = NatureRecord()
  }

  public func encode(into writer: inout ByteWriter) {
    nominal.encode(into: &writer)
    nature.encode(into: &writer)
    record.encode(into: &writer)
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    nominal = try Int(from: &reader)
    nature = try Memory(from: &reader)
    record = try NatureRecord(from: &reader)
  }
}
