import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// A pole hinged on a cart that is pushed left or right along a rail.
///
/// State (x, v, angle, rate), explicit Euler with step tau = 0.02 s; positions move with the old
/// velocities. With total mass M, pole mass m, half-length l and force F on the cart:
///
///     t     = (F + m l rate^2 sin(angle)) / M
///     alpha = (g sin(angle) - cos(angle) t) / (l (4/3 - m cos(angle)^2 / M))
///     a     = t - m l alpha cos(angle) / M
///
/// Source: Barto, Sutton, Anderson, "Neuronlike adaptive elements that can solve difficult learning
/// control problems", IEEE SMC 1983, doi:10.1109/TSMC.1983.6313077; constants as in CartPole-v1.
public struct CartPole: World, ScriptedProcess {
  /// Gravity, m/s^2.
  public var gravity = 9.8
  /// Mass of the cart, kg.
  public var massCart = 1.0
  /// Mass of the pole, kg.
  public var massPole = 0.1
  /// Half the pole's length, m.
  public var length = 0.5
  /// Force of one push, N.
  public var forceMagnitude = 10.0
  /// Extra force on the cart, N.
  public var push = 0.0

  /// Control interval, s.
  @inlinable public static var timeStep: Double { 0.02 }
  /// Largest |x| that continues the episode, m.
  @inlinable public static var positionLimit: Double { 2.4 }
  /// Largest |angle| that continues the episode: 12 degrees, rad.
  @inlinable public static var angleLimit: Double { 12 * 2 * Double.pi / 360 }

  /// Whether a step is worth 0 and the failing one -1, instead of 1 each.
  public let hasSuttonReward: Bool

  public init(options: OptionValues) { hasSuttonReward = options.flag("sutton") }
  public init() { hasSuttonReward = false }

  public struct State: Sendable, Equatable, ByteSerializable {
    // Positions before velocities: the compiler pairs neighbours into vectors, and positions are known
    // long before the accelerations are (a step took twice as long with the observation's order).
    public var position, angle, velocity, rate: Double

    @inlinable @inline(__always)
    public init(position: Double, velocity: Double, angle: Double, rate: Double) {
      self.position = position
      self.velocity = velocity
      self.angle = angle
      self.rate = rate
    }
  }

  public var actionSpace: Discrete { Discrete(2, name: "direction") }

  public var observationSpace: Box<4> {
    Box([
      ComponentDescription("position", unit: "m", -4.8, 4.8),
      ComponentDescription("velocity", unit: "m/s"),
      ComponentDescription("angle", unit: "rad", -2 * Self.angleLimit, 2 * Self.angleLimit),
      ComponentDescription("rate", unit: "rad/s"),
    ])
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 500, discount: 0.99, rewardRange: hasSuttonReward ? -1...0 : 1...1, isDeterministic: true)
  }

  @inlinable @inline(__always)
  public func initialState(using stream: inout RandomStream) -> State {
    let (position, velocity) = stream.uniformPair(in: -0.05, 0.05)
    let (angle, rate) = stream.uniformPair(in: -0.05, 0.05)
    return State(position: position, velocity: velocity, angle: angle, rate: rate)
  }

  /// The two accelerations for a force F on the cart, given sine and cosine of the angle.
  @inlinable @inline(__always)
  func accelerations(
    force: Double, rate: Double, at direction: (sin: Double, cos: Double)
  ) -> (cart: Double, pole: Double) {
    let (sine, cosine) = direction
    let total = massCart + massPole
    let moment = massPole * length
    let t = (force + moment * (rate * rate) * sine) / total
    let pole =
      (gravity * sine - cosine * t) / (length * (4.0 / 3.0 - massPole * (cosine * cosine) / total))
    return (t - moment * pole * cosine / total, pole)
  }

  @inlinable @inline(__always)
  public func advance(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    precondition(action == 0 || action == 1, "cart-pole takes action 0 (left) or 1 (right)")
    return move(&state, by: action, at: Elementary.sinCos(state.angle))
  }

  /// One step with sine and cosine of the state's angle given.
  @inlinable @inline(__always)
  func move(_ state: inout State, by action: Int, at direction: (sin: Double, cos: Double)) -> Outcome {
    let force = (action == 1 ? forceMagnitude : -forceMagnitude) + push
    let (cart, pole) = accelerations(force: force, rate: state.rate, at: direction)
    state.position += Self.timeStep * state.velocity
    state.angle += Self.timeStep * state.rate
    state.velocity += Self.timeStep * cart
    state.rate += Self.timeStep * pole
    let fell = either(abs(state.position) > Self.positionLimit, abs(state.angle) > Self.angleLimit)
    let (upright, fallen) = hasSuttonReward ? (0.0, -1.0) : (1.0, 1.0)
    return Outcome(reward: fell ? fallen : upright, ending: fell ? .terminated : [])
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<4> {
    Vector(packing: SIMD4(state.position, state.velocity, state.angle, state.rate))
  }

  public func scriptedAction(for observation: Vector<4>) -> Int {
    observation[2] + 0.25 * observation[3] + 0.05 * observation[0] + 0.1 * observation[1] > 0 ? 1 : 0
  }

  public static var diagnosticNames: [String] { ["angleMargin", "positionMargin"] }

  /// Signed distance beyond the limit that ends the episode: positive outside.
  public func diagnostic(_ index: Int, of state: State) -> Double {
    index == 0 ? abs(state.angle) - Self.angleLimit : abs(state.position) - Self.positionLimit
  }

  public static var identifier: String { "cart-pole-v1" }
  public static var family: String { "classic-control" }
  public static var summary: String { "Balance a pole on a cart by pushing left or right." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "sutton", .flag, standard: .flag(false),
        meaning: "reward 0 per step and -1 for the failing one, instead of 1 per step")
    ]
  }

  public static var boxes: [ParameterBox] {
    [ParameterBox("mass", ["massCart", "massPole"]), ParameterBox("geometry", ["length"])]
      + ParameterBox.standard(for: schema)
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "gravity", unit: "m/s^2", nominal: 9.8, interval: 7...13, meaning: "gravitational acceleration"),
      ParameterDescription(
        "massCart", unit: "kg", nominal: 1, interval: 0.5...2, meaning: "mass of the cart"),
      ParameterDescription(
        "massPole", unit: "kg", nominal: 0.1, interval: 0.05...0.5, meaning: "mass of the pole"),
      ParameterDescription(
        "length", unit: "m", nominal: 0.5, interval: 0.25...1.5, meaning: "half the pole's length"),
      ParameterDescription(
        "forceMagnitude", unit: "N", nominal: 10, interval: 5...15, meaning: "force of one push"),
      ParameterDescription(
        "push", unit: "N", nominal: 0, interval: -5...5, kind: .disturbance,
        meaning: "extra force on the cart"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: gravity
      case 1: massCart
      case 2: massPole
      case 3: length
      case 4: forceMagnitude
      case 5: push
      default: preconditionFailure("cart-pole has parameters 0...5")
      }
    }
    set {
      switch index {
      case 0: gravity = newValue
      case 1: massCart = newValue
      case 2: massPole = newValue
      case 3: length = newValue
      case 4: forceMagnitude = newValue
      case 5: push = newValue
      default: preconditionFailure("cart-pole has parameters 0...5")
      }
    }
  }
}

extension CartPole.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [position, velocity, angle, rate] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    position = try reader.readDouble()
    velocity = try reader.readDouble()
    angle = try reader.readDouble()
    rate = try reader.readDouble()
  }
}
