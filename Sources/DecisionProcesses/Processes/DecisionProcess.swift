import RandomStreams

/// Pure dynamics: what a world's author writes.
///
/// Stored properties are the parameters, the state is an `inout` value and randomness is an argument,
/// so a process can be stepped, copied, tabulated, perturbed and batched by others. Time limits,
/// seeding, step order and checks belong to `Simulation`.
public protocol DecisionProcess<State, Action, Observation>: Sendable {
  /// Everything that changes during an episode. Assignment is a snapshot.
  associatedtype State: Sendable, Equatable, ByteSerializable
  associatedtype Action
  associatedtype Observation
  associatedtype ActionSpace: Space<Action>
  associatedtype ObservationSpace: Space<Observation>

  var actionSpace: ActionSpace { get }
  var observationSpace: ObservationSpace { get }
  var task: TaskDescription { get }

  /// The first state of an episode.
  func initialState(using stream: inout RandomStream) -> State

  /// Replaces `state` by the first state of an episode, as `initialState(using:)` draws it. The default assigns
  /// that; a process whose states own memory writes into it instead.
  func restart(_ state: inout State, using stream: inout RandomStream)

  /// Moves `state` one step by `action`; the outcome describes the step just made.
  ///
  /// - Precondition: `action` lies in the action space.
  func advance(_ state: inout State, by action: Action, using stream: inout RandomStream) -> Outcome

  /// What an agent sees of `state`.
  func observe(_ state: State, using stream: inout RandomStream) -> Observation

  /// Whether `state` may be stepped and observed; snapshots that hold another state are refused. The
  /// default accepts every state, for a finite process every index within its states.
  func accepts(_ state: State) -> Bool

  /// Named scalars for reports, `info` and triggers, in the order of `diagnostic(_:of:)`.
  static var diagnosticNames: [String] { get }

  /// The diagnostic at `index`.
  func diagnostic(_ index: Int, of state: State) -> Double

  /// The uncertain numbers, in row order: names, units, nominal values and intervals.
  static var schema: [ParameterDescription] { get }

  /// The parameter at `index` of the schema. Rules and natures write here while an episode runs, so
  /// both accessors are free of allocation.
  subscript(parameter index: Int) -> Double { get set }

  // The loops that batches run. The defaults are right for every process; they are requirements so that
  // they are compiled for each process, because methods of a generic batch would not be (49 ns against
  // 23 ns for a cart-pole step).

  /// Moves every lane one step; action rows in, rewards, costs (row-major) and endings out.
  func advanceLanes(
    _ states: UnsafeMutableBufferPointer<State>, clocks: LaneClocks,
    actions: UnsafeBufferPointer<Double>, rewards: UnsafeMutableBufferPointer<Double>,
    costs: UnsafeMutableBufferPointer<Double>, endings: UnsafeMutableBufferPointer<UInt8>)

  /// Writes the observation row of every lane, `stride` apart.
  func observeLanes(
    _ states: UnsafeMutableBufferPointer<State>, clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int)
}

extension DecisionProcess {
  @inlinable @inline(__always)
  public func restart(_ state: inout State, using stream: inout RandomStream) {
    state = initialState(using: &stream)
  }

  public func accepts(_ state: State) -> Bool { true }

  public static var diagnosticNames: [String] { [] }

  public func diagnostic(_ index: Int, of state: State) -> Double {
    preconditionFailure("this world declares no diagnostics")
  }

  public static var schema: [ParameterDescription] { [] }

  public subscript(parameter index: Int) -> Double {
    get { preconditionFailure("this world declares no parameters") }
    set { preconditionFailure("this world declares no parameters") }
  }

  /// The parameter row, in schema order.
  public var parameterRow: [Double] { Self.schema.indices.map { self[parameter: $0] } }

  /// Index of the parameter called `name`, if there is one.
  public static func parameterIndex(_ name: String) -> Int? {
    schema.firstIndex { $0.name == name }
  }
}

/// A process that says how far a state is from violating a constraint.
public protocol SafetyMargin: DecisionProcess {
  /// Signed margin h of cost channel `channel`: positive where violated, at most zero where safe.
  func margin(_ state: State, channel: Int) -> Double

  /// Writes the margins of every state, `channels` to a row; what batches run. A requirement with a default
  /// for the same reason as `advanceLanes`.
  func measureLanes(
    _ states: UnsafeMutableBufferPointer<State>, channels: Int,
    into margins: UnsafeMutableBufferPointer<Double>)
}

/// A process with a policy written by hand, for tours, tests and behaviour data.
public protocol ScriptedProcess: DecisionProcess {
  /// The hand-written action for what the agent sees; uses no privileged state.
  func scriptedAction(for observation: Observation) -> Action
}
