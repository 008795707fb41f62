import DecisionProcesses
import MuJoCoPhysics

/// What is fixed about a locomotion world; the figures are Gymnasium's, version 5.
public struct LocomotionFacts: Sendable {
  /// A motor's name and its greatest control, in either direction.
  public typealias Motor = (name: String, bound: Double)

  /// A component of the observation.
  public struct Component: Sendable {
    let name: String
    let unit: String
    let lower: Double
    let upper: Double

    init(_ name: String, _ unit: String, _ lower: Double = -.infinity, _ upper: Double = .infinity) {
      self.name = name
      self.unit = unit
      self.lower = lower
      self.upper = upper
    }

    var description: ComponentDescription { ComponentDescription(name, unit: unit, lower, upper) }
  }

  /// Weights of the reward's parts that a recipe may change.
  public struct Weights: Sendable {
    var forward: Double?
    var control: Double?
    var contact: Double?
    var healthy: Double?
  }

  /// How the first state is drawn around the model's own: uniform positions in [-scale, scale]; velocities
  /// uniform likewise, or normal with `velocity` as standard deviation.
  public struct Noise: Sendable {
    let position: Double
    let velocity: Double
    let isNormal: Bool
  }

  /// Speeds that cost something, m/s.
  public struct SpeedLimit: Sendable {
    let v0: Double
    let v1: Double
    /// Whether the speed is that over the ground; else along x, backwards not counting.
    let isPlanar: Bool
  }

  public let layout: StateLayout
  let source: PhysicsSource
  /// The engine's time step, s.
  let timeStep: Double
  let frameSkip: Int
  let horizon: Int
  let motors: [Motor]
  let components: [Component]
  let uncertain: [UncertainNumber]
  let publishedBoxes: [ParameterBox]
  let noise: Noise
  let weights: Weights
  let speedLimit: SpeedLimit?
  /// Whether an option may keep episodes going after a fall.
  let mayIgnoreFalls: Bool
  /// Whether the engine must compute wrenches of contacts.
  let needsWrenches: Bool
  /// How many coordinates of a position are carried from step to step: 0, 1 (x) or 2 (x and y).
  let carriedAxes: Int
  /// How `semantics=rrls` writes masses and friction.
  let rrls: PhysicsSemantics
  let options: [OptionDescription]
  let schema: [ParameterDescription]
  let boxes: [ParameterBox]

  /// - Parameter model: the file under `Assets/MuJoCo` without its ending.
  init(
    model: String, layout: StateLayout, timeStep: Double, frameSkip: Int, horizon: Int = 1000,
    motors: [Motor], components: [Component], uncertain: [UncertainNumber], publishedBoxes: [ParameterBox],
    noise: Noise, weights: Weights = Weights(), speedLimit: SpeedLimit? = nil, mayIgnoreFalls: Bool = false,
    forwardMeaning: String = "reward per m/s of forward velocity", needsWrenches: Bool = false, carriedAxes: Int = 0, hasFloor: Bool = false,
    rrls: PhysicsSemantics = .rrls, anchors: [String: (Double, Double, Double)] = [:]
  ) {
    self.layout = layout
    self.timeStep = timeStep
    self.frameSkip = frameSkip
    self.horizon = horizon
    self.motors = motors
    self.components = components
    self.uncertain = uncertain
    self.publishedBoxes = publishedBoxes
    self.noise = noise
    self.weights = weights
    self.speedLimit = speedLimit
    self.mayIgnoreFalls = mayIgnoreFalls
    self.needsWrenches = needsWrenches
    self.carriedAxes = carriedAxes
    self.rrls = rrls
    source = PhysicsSource(
      file: "Assets/MuJoCo/\(model).xml", parameters: uncertain.map(\.parameter), anchors: anchors,
      hasFloor: hasFloor, text: { locomotionModel(model) })
    schema = uncertain.map(\.description)
    boxes = publishedBoxes + ParameterBox.standard(for: schema)
    options = LocomotionSettings.options(
      frameSkip: frameSkip, noise: noise, weights: weights, hasLimit: speedLimit != nil,
      mayIgnoreFalls: mayIgnoreFalls, hasPublishedBoxes: !publishedBoxes.isEmpty,
      forwardMeaning: forwardMeaning)
  }
}

/// A parameter of a world with what it writes in the model.
struct UncertainNumber: Sendable {
  let description: ParameterDescription
  let parameter: PhysicsParameter

  init(
    _ name: String, _ kind: PhysicsParameter.Kind, unit: String, nominal: Double,
    interval: ClosedRange<Double>, meaning: String
  ) {
    var sort = ParameterDescription.Kind.physical
    if case .force = kind { sort = .disturbance }
    description = ParameterDescription(
      name, unit: unit, nominal: nominal, interval: interval, kind: sort, meaning: meaning)
    parameter = PhysicsParameter(kind, nominal: nominal)
  }
}
