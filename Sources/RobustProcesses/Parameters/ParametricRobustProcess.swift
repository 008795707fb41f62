import DecisionProcesses
import RandomStreams
import UncertaintySets

/// A process whose parameters are nature's, inside a set over its schema.
///
///     let box = try BoxSet(of: CartPole(), parameters: ["massPole", "length"], radius: 0.5)
///     let cart = try ParametricRobustProcess(CartPole(), box, RandomParameters(.episode))
///     var simulation = Simulation(cart, seed: 7)
///
/// Spaces, costs, constraints and endings are those of the nominal process. The whole row is nature's: the
/// parameters are none of this process any more. In each step nature moves first, then the process moves
/// and is observed under nature's row. Nature draws from substreams of its own, so under the nominal row all
/// bits are the nominal process's. A step allocates nothing beyond what the process does, for up to 128
/// parameters.
public struct ParametricRobustProcess<
  Nominal: DecisionProcess, Parameters: ParameterSet, Player: ParameterNature
>: DecisionProcess {
  public let nominal: Nominal
  public let set: Parameters
  public let nature: Player
  /// The nominal process's parameters.
  public let nominalRow: [Double]
  public let task: TaskDescription

  /// Throws where the set has another width than the process's schema, or nature's rows lie outside the set.
  public init(_ nominal: Nominal, _ set: Parameters, _ nature: Player) throws(RobustProcessError) {
    guard set.width == Nominal.schema.count else {
      throw RobustProcessError(
        "a set of \(set.width) parameters for a process of \(Nominal.schema.count)",
        remedy: "give one for each parameter of the schema")
    }
    try nature.check(against: set)
    self.nominal = nominal
    self.set = set
    self.nature = nature
    nominalRow = nominal.parameterRow
    var task = nominal.task
    // Whether transitions are random, and which rewards there are, may itself depend on parameters.
    let hasManyCorners = (set as? BoxSet).map { $0.free.count > 10 } ?? false
    let tasks = hasManyCorners ? [] : set.corners.map { nominal.with(parameters: $0).task }
    task.isDeterministic =
      task.isDeterministic && !nature.isRandomInEpisode && !tasks.isEmpty
      && tasks.allSatisfy(\.isDeterministic)
    for other in tasks {
      let (a, b) = (task.rewardRange, other.rewardRange)
      task.rewardRange = min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
    self.task = task
  }

  public var actionSpace: Nominal.ActionSpace { nominal.actionSpace }
  public var observationSpace: Nominal.ObservationSpace { nominal.observationSpace }

  /// The process under nature's present row.
  @inlinable
  public func process(in state: Player.State) -> Nominal {
    var process = nominal
    withUnsafeTemporaryAllocation(of: Double.self, capacity: nominalRow.count) { memory in
      for index in nominalRow.indices { memory.initializeElement(at: index, to: nominalRow[index]) }
      var row = memory.mutableSpan
      nature.write(state, from: set, into: &row)
      for index in nominalRow.indices { process[parameter: index] = memory[index] }
    }
    return process
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> ParametricState<Nominal.State, Player.State> {
    let memory = nature.begin(using: stream)
    return ParametricState(nominal: process(in: memory).initialState(using: &stream), nature: memory)
  }

  @inlinable
  public func advance(
    _ state: inout ParametricState<Nominal.State, Player.State>, by action: Nominal.Action,
    using stream: inout RandomStream
  ) -> Outcome {
    nature.proceed(&state.nature, using: stream)
    return process(in: state.nature).advance(&state.nominal, by: action, using: &stream)
  }

  @inlinable
  public func observe(
    _ state: ParametricState<Nominal.State, Player.State>, using stream: inout RandomStream
  ) -> Nominal.Observation {
    process(in: state.nature).observe(state.nominal, using: &stream)
  }

  public func accepts(_ state: ParametricState<Nominal.State, Player.State>) -> Bool {
    nature.accepts(state.nature) && process(in: state.nature).accepts(state.nominal)
  }

  /// The nominal process's, then nature's parameters by name.
  public static var diagnosticNames: [String] {
    Nominal.diagnosticNames + Nominal.schema.map { "nature-" + $0.name }
  }

  public func diagnostic(
    _ index: Int, of state: ParametricState<Nominal.State, Player.State>
  ) -> Double {
    let process = process(in: state.nature)
    let own = Nominal.diagnosticNames.count
    return index < own ? process.diagnostic(index, of: state.nominal) : process[parameter: index - own]
  }
}

/// The state of a process and what nature remembers.
public struct ParametricState<
  Nominal: Sendable & Equatable & ByteSerializable, Memory: Sendable & Equatable & ByteSerializable
>: Sendable, Equatable, ByteSerializable {
  /// State of the nominal process.
  public var nominal: Nominal
  /// What nature remembers.
  public var nature: Memory

  @inlinable
  public init(nominal: Nominal, nature: Memory) {
    self.nominal = nominal
    self.nature = nature
  }

  public func encode(into writer: inout ByteWriter) {
    nominal.encode(into: &writer)
    nature.encode(into: &writer)
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    nominal = try Nominal(from: &reader)
    nature = try Memory(from: &reader)
  }
}

extension ParametricRobustProcess: SafetyMargin where Nominal: SafetyMargin {
  public func margin(_ state: ParametricState<Nominal.State, Player.State>, channel: Int) -> Double {
    process(in: state.nature).margin(state.nominal, channel: channel)
  }
}

extension ParametricRobustProcess: ScriptedProcess where Nominal: ScriptedProcess {
  public func scriptedAction(for observation: Nominal.Observation) -> Nominal.Action {
    nominal.scriptedAction(for: observation)
  }
}
