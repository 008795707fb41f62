import DecisionProcesses

/// What a locomotion world remembers: the engine's state, and what the last evaluation inside the step left.
///
/// Observations of these worlds show numbers (contact wrenches, body positions) that belong to the last stage of
/// the integrator and cannot be computed from positions and velocities again, so they are part of the state.
/// Copies share their storage until one is stepped.
public struct LocomotionState: Sendable, Equatable, ByteSerializable {
  /// In the order of `StateLayout`.
  public internal(set) var numbers: [Double]

  init(_ layout: StateLayout) { numbers = Array(repeating: 0, count: layout.width) }

  public func encode(into writer: inout ByteWriter) { writer.write(numbers) }

  public init(from reader: inout ByteReader) throws(SnapshotError) { numbers = try reader.readDoubles() }
}

/// Where a state keeps its numbers: positions, velocities, the solver's warm start, the carried position, the
/// velocity of the last step, the last action, and what was derived during the last step.
public struct StateLayout: Sendable, Hashable {
  /// Generalised positions; at the start of the row.
  public let positionCount: Int
  public let velocityCount: Int
  public let actionCount: Int
  /// Numbers of the last evaluation that observation or reward show.
  public let derivedCount: Int

  public init(positions: Int, velocities: Int, actions: Int, derived: Int = 0) {
    positionCount = positions
    velocityCount = velocities
    actionCount = actions
    derivedCount = derived
  }

  public var velocities: Int { positionCount }
  public var warmStart: Int { positionCount + velocityCount }
  /// x and y of the position whose change is the velocity, where the world carries one.
  public var carried: Int { warmStart + velocityCount }
  /// Velocity along x and y during the last step, m/s.
  public var speed: Int { carried + 2 }
  public var action: Int { speed + 2 }
  public var derived: Int { action + actionCount }
  public var width: Int { derived + derivedCount }
}
