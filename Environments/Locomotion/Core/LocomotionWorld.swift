import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A world on the physics engine MuJoCo. A conforming type says what is carried, rewarded and seen; stepping,
/// parameters, costs and pictures are the same for all.
///
/// Sources: the tasks of Gymnasium's MuJoCo family, version 5; `Documentation/mujoco-notes.md`.
public protocol LocomotionWorld: World, SafetyMargin, Depictable where State == LocomotionState {
  static var facts: LocomotionFacts { get }
  /// The compiled model, or why there is none; made when it is first needed.
  static var physics: Result<PhysicsModel, PhysicsError> { get }

  var settings: LocomotionSettings { get }
  /// The parameter row.
  var values: [Double] { get set }
  init(settings: LocomotionSettings, values: [Double])

  /// The position whose change is the velocity, m: what the engine computed last, which in some worlds is not
  /// that of its state.
  static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double)

  /// Writes what observations and rewards need of the last evaluation, as many numbers as the layout says.
  static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>)

  /// Whether the world has fallen, by a state's numbers.
  func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool

  /// The reward of the step that led to a state, by its numbers; by default progress less effort.
  func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double

  /// Who looks at the world: the target is where it is while the carried position is zero, and moves along.
  static var camera: Camera { get }

  /// Draws the first positions and velocities around `positions` and zero, which the numbers hold already.
  func drawStart(_ numbers: UnsafeMutablePointer<Double>, using stream: inout RandomStream)
}

extension LocomotionWorld {
  public static var family: String { "locomotion" }
  public static var schema: [ParameterDescription] { facts.schema }
  public static var options: [OptionDescription] { facts.options }
  public static var boxes: [ParameterBox] { facts.boxes }
  static var layout: StateLayout { facts.layout }

  public static func fault(in options: OptionValues) -> OptionFault? {
    LocomotionSettings.fault(in: options, facts)
  }

  public static var missingRequirement: MissingRequirement? {
    guard case .failure(let error) = physics else { return nil }
    return MissingRequirement(error.message, remedy: error.remedy)
  }

  /// - Precondition: `missingRequirement` is nil.
  static var model: PhysicsModel {
    switch physics {
    case .success(let model): return model
    case .failure(let error): preconditionFailure("\(identifier): \(error)")
    }
  }

  static func compiled() -> Result<PhysicsModel, PhysicsError> {
    do throws(PhysicsError) {
      return .success(try PhysicsModel(facts.source))
    } catch {
      return .failure(error)
    }
  }

  public init(options: OptionValues) {
    self.init(
      settings: LocomotionSettings(options, Self.facts), values: Self.facts.schema.map(\.nominal))
  }

  public subscript(parameter index: Int) -> Double {
    get { values[index] }
    set { values[index] = newValue }
  }

  static var actions: [ComponentDescription] {
    facts.motors.map { ComponentDescription($0.name, -$0.bound, $0.bound) }
  }

  static var observations: [ComponentDescription] { facts.components.map(\.description) }

  public var stepDuration: Double? { duration }

  /// Duration of a step, s.
  public var duration: Double { Self.facts.timeStep * Double(settings.frameSkip) }

  public var task: TaskDescription {
    var costs: [CostDescription] = []
    var constraints: [Constraint] = []
    if let limit = settings.speedLimit {
      let kind = Self.facts.speedLimit!.isPlanar ? "over the ground" : "along x"
      costs.append(
        CostDescription("speed", meaning: "1 where the speed \(kind) is above \(limit) m/s, else 0"))
      // The episode's limit that Safety-Gymnasium's comparisons use; where violation ends it, none is allowed.
      constraints.append(
        Constraint("speed", channel: 0, settings.isHard ? .everyStep(limit: 0) : .expectedReturn(limit: 25)))
    }
    return TaskDescription(
      horizon: Self.facts.horizon, discount: 0.99, rewardRange: -.infinity ... .infinity,
      isDeterministic: true, costs: costs, constraints: constraints)
  }

  public func accepts(_ state: State) -> Bool {
    state.numbers.count == Self.layout.width && state.numbers.allSatisfy(\.isFinite)
  }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) { (0, 0) }
  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {}
  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool { false }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    progress(numbers, hasFallen: hasFallen) - effort(numbers)
  }

  /// What forward velocity is worth, and standing.
  func progress(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    settings.forwardReward * numbers[Self.layout.speed] + (hasFallen ? 0 : settings.healthyReward)
  }

  /// The price of the last action.
  func effort(_ numbers: UnsafePointer<Double>) -> Double {
    settings.controlCost * squareSum(numbers + Self.layout.action, Self.layout.actionCount)
  }

  /// All positions but the first `hidden`, then all velocities cut to [-bound, bound].
  static func positionsAndVelocities<let n: Int>(
    _ state: State, hiding hidden: Int = 0, bound: Double = .infinity
  ) -> Vector<n> {
    state.numbers.withUnsafeBufferPointer { numbers in
      let row = numbers.baseAddress!
      var seen = Vector<n>.zero
      var next = 0
      seen.append(row + hidden, layout.positionCount - hidden, at: &next)
      seen.append(row + layout.velocities, layout.velocityCount, at: &next, bound: bound)
      return seen
    }
  }

  public func drawStart(_ numbers: UnsafeMutablePointer<Double>, using stream: inout RandomStream) {
    let layout = Self.layout
    for index in 0..<layout.positionCount {
      numbers[index] += stream.uniform(in: -settings.positionNoise, settings.positionNoise)
    }
    for index in layout.velocities..<layout.warmStart {
      numbers[index] +=
        Self.facts.noise.isNormal
        ? settings.velocityNoise * stream.normal()
        : stream.uniform(in: -settings.velocityNoise, settings.velocityNoise)
    }
  }

  /// Signed speed over the limit, m/s.
  public func margin(_ state: State, channel: Int) -> Double {
    guard channel == 0, let limit = settings.speedLimit else {
      preconditionFailure("\(Self.identifier) has a cost with limit=v0 or limit=v1 alone, on channel 0")
    }
    return state.numbers.withUnsafeBufferPointer { speed($0.baseAddress!) } - limit
  }

  func speed(_ numbers: UnsafePointer<Double>) -> Double {
    let (x, y) = (numbers[Self.layout.speed], numbers[Self.layout.speed + 1])
    return Self.facts.speedLimit?.isPlanar == true ? (x * x + y * y).squareRoot() : x
  }

  public static var diagnosticNames: [String] {
    switch facts.carriedAxes {
    case 0: ["controlSquare"]
    case 1: ["controlSquare", "positionX", "velocityX"]
    default: ["controlSquare", "positionX", "velocityX", "positionY", "velocityY"]
    }
  }

  /// The square of the last action; then the position (m) and the velocity of the last step (m/s) along x and y.
  public func diagnostic(_ index: Int, of state: State) -> Double {
    let layout = Self.layout
    return state.numbers.withUnsafeBufferPointer { numbers in
      switch index {
      case 0: squareSum(numbers.baseAddress! + layout.action, layout.actionCount)
      case 1: numbers[layout.carried]
      case 2: numbers[layout.speed]
      case 3: numbers[layout.carried + 1]
      case 4: numbers[layout.speed + 1]
      default: preconditionFailure("\(Self.identifier) has diagnostics 0...4")
      }
    }
  }
}
