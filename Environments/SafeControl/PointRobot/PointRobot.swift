import ClassicControlEnvironments
import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// A robot that drives forward, steers and brakes slowly, between two hazards, to a goal.
///
/// State (x, y, speed, heading), explicit Euler with step 0.05 s; positions move with the old speed and
/// heading. Action (u0, u1) in [-1, 1]^2 and wind (wx, wy):
///
///     x' = x + (v cos(h) + wx) dt       v' = v + accelerationGain u0 dt
///     y' = y + (v sin(h) + wy) dt       h' = h + turnGain u1 dt
///
/// Reward: decrease of the distance to the goal, and 1 on reaching it. Constraint, on the new state: the
/// margin hazardRadius - distance to the nearest hazard's centre is at most 0 in every step.
///
/// Source: Y. Zheng, J. Li, D. Yu, Y. Yang, S. Li, X. Zhan, J. Liu, "Safe offline reinforcement learning
/// with feasibility-guided diffusion model", ICLR 2024.
public struct PointRobot: World, ScriptedProcess, SafetyMargin {
  /// Acceleration at full throttle, m/s^2.
  public var accelerationGain = 1.0
  /// Turn rate at full lock, rad/s.
  public var turnGain = 1.0
  /// Radius of both hazards, m.
  public var hazardRadius = 0.8
  /// Velocity added by the wind, m/s.
  public var windX = 0.0
  public var windY = 0.0
  /// Whether episodes start at the fixed state of the source's evaluation.
  public let startsFixed: Bool

  /// Control interval, s.
  @inlinable public static var timeStep: Double { 0.05 }
  /// Half the side of the square that the robot must not leave, m.
  @inlinable public static var arenaHalf: Double { 3 }
  /// Radius of the goal, m.
  @inlinable public static var goalRadius: Double { 0.3 }
  /// Both coordinates of the goal's centre, m.
  @inlinable public static var goalCoordinate: Double { 2.2 }
  /// Centres of the hazards, m.
  @inlinable public static var hazards: InlineArray<2, Vector<2>> {
    [Vector([0.4, -1.2]), Vector([-0.4, 1.2])]
  }

  public init(options: OptionValues) { startsFixed = options.word("start") == "evaluation" }
  public init() { startsFixed = false }

  public struct State: Sendable, Equatable, ByteSerializable {
    // Positions before velocities, as in `CartPole.State`.
    public var x, y, heading, speed: Double

    @inlinable @inline(__always)
    public init(x: Double, y: Double, speed: Double, heading: Double) {
      self.x = x
      self.y = y
      self.heading = heading
      self.speed = speed
    }
  }

  public var actionSpace: Box<2> {
    Box([ComponentDescription("throttle", -1, 1), ComponentDescription("steering", -1, 1)])
  }

  public var observationSpace: Box<11> {
    var components = [
      ComponentDescription("x", unit: "m"), ComponentDescription("y", unit: "m"),
      ComponentDescription("speed", unit: "m/s"),
      ComponentDescription("headingCosine", -1, 1), ComponentDescription("headingSine", -1, 1),
    ]
    for hazard in 1...2 {
      components += [
        ComponentDescription("hazard\(hazard)Distance", unit: "m", 0),
        ComponentDescription("hazard\(hazard)Ahead", -1, 1),
        ComponentDescription("hazard\(hazard)Left", -1, 1),
      ]
    }
    return Box(components)
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 300, discount: 0.99, rewardRange: -.infinity ... .infinity, isDeterministic: true,
      costs: [CostDescription("hazard", meaning: "1 where the new state lies inside a hazard, else 0")],
      constraints: [Constraint("hazard", channel: 0, .everyStep(limit: 0))])
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    if startsFixed { return State(x: -1.8, y: 0, speed: 2, heading: .pi / 4) }
    return State(
      x: stream.uniform(in: -3, 3), y: stream.uniform(in: -3, 3), speed: stream.uniform(in: 0.5, 2),
      heading: stream.uniform(in: .pi / 4, 3 * .pi / 4))
  }

  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, by action: Vector<2>, using stream: inout RandomStream
  ) -> Outcome {
    let before = Self.goalDistance(state)
    let (sine, cosine) = Elementary.sinCos(state.heading)
    let dt = Self.timeStep
    state.x += dt * (state.speed * cosine + windX)
    state.y += dt * (state.speed * sine + windY)
    state.speed += dt * (accelerationGain * clipFinite(action[0], -1, 1))
    state.heading += dt * (turnGain * clipFinite(action[1], -1, 1))
    let after = Self.goalDistance(state)
    let isHome = after <= Self.goalRadius
    let isOut = abs(state.x) > Self.arenaHalf || abs(state.y) > Self.arenaHalf
    return Outcome(
      reward: before - after + (isHome ? 1 : 0), costs: Costs(margin(state, channel: 0) > 0 ? 1 : 0),
      ending: isHome || isOut ? .terminated : [])
  }

  /// Distance to the goal's centre, m.
  @inlinable @inline(__always)
  public static func goalDistance(_ state: State) -> Double {
    distance(state, goalCoordinate, goalCoordinate)
  }

  @inlinable @inline(__always)
  static func distance(_ state: State, _ x: Double, _ y: Double) -> Double {
    let (dx, dy) = (x - state.x, y - state.y)
    return (dx * dx + dy * dy).squareRoot()
  }

  @inlinable @inline(__always)
  public func margin(_ state: State, channel: Int) -> Double {
    precondition(channel == 0, "point-robot has cost channel 0 (hazard) only")
    let first = Self.distance(state, Self.hazards[0][0], Self.hazards[0][1])
    let second = Self.distance(state, Self.hazards[1][0], Self.hazards[1][1])
    return hazardRadius - (second < first ? second : first)
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<11> {
    let (sine, cosine) = Elementary.sinCos(state.heading)
    var row = Vector<11>.zero
    row[0] = state.x
    row[1] = state.y
    row[2] = state.speed
    row[3] = cosine
    row[4] = sine
    for index in 0..<2 {
      let dx = Self.hazards[index][0] - state.x
      let dy = Self.hazards[index][1] - state.y
      let distance = (dx * dx + dy * dy).squareRoot()
      // At a hazard's very centre there is no direction to it.
      let scale = distance > 0 ? 1 / distance : 0
      row[5 + 3 * index] = distance
      row[6 + 3 * index] = clipFinite((dx * cosine + dy * sine) * scale, -1, 1)
      row[7 + 3 * index] = clipFinite((dy * cosine - dx * sine) * scale, -1, 1)
    }
    return row
  }

  /// Full lock towards the goal; full throttle when it lies within 0.5 rad of the heading, otherwise
  /// full braking down to 0.5 m/s. Sees no hazard.
  public func scriptedAction(for observation: Vector<11>) -> Vector<2> {
    let dx = Self.goalCoordinate - observation[0]
    let dy = Self.goalCoordinate - observation[1]
    let ahead = dx * observation[3] + dy * observation[4]
    let left = dy * observation[3] - dx * observation[4]
    let turn: Double = left > 0 ? 1 : (left < 0 ? -1 : 0)
    let isAligned = abs(Elementary.atan2(left, ahead)) < 0.5
    return Vector([isAligned ? 1 : (observation[2] > 0.5 ? -1 : 0), turn])
  }

  public static var diagnosticNames: [String] { ["hazardMargin", "goalDistance"] }

  /// The hazard margin (positive inside a hazard), and the distance to the goal's centre, both in m.
  public func diagnostic(_ index: Int, of state: State) -> Double {
    index == 0 ? margin(state, channel: 0) : Self.goalDistance(state)
  }

  public static var identifier: String { "point-robot-v0" }
  public static var family: String { "safe-control" }
  public static var summary: String { "Drive to a goal between two hazards with weak brakes." }
}

extension PointRobot.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [x, y, speed, heading] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    x = try reader.readDouble()
    y = try reader.readDouble()
    speed = try reader.readDouble()
    heading = try reader.readDouble()
  }
}
