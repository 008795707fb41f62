import DecisionProcesses
import MuJoCoPhysics

/// What a recipe's options choose about a locomotion world.
public struct LocomotionSettings: Sendable, Hashable {
  /// Engine steps per environment step.
  public var frameSkip: Int
  /// Sizes of the noise on the first positions and velocities.
  public var positionNoise: Double
  public var velocityNoise: Double
  public var forwardReward: Double
  public var controlCost: Double
  public var contactCost: Double
  public var healthyReward: Double
  /// Whether a fall ends the episode.
  public var endsOnFall: Bool
  /// Speed above which a step costs 1, m/s; nil without a constraint.
  public var speedLimit: Double?
  /// Whether a step above the limit ends the episode.
  public var isHard: Bool
  public var semantics: PhysicsSemantics

  /// The options of a world, of which `init(_:_:)` reads those that are there.
  static func options(
    frameSkip: Int, noise: LocomotionFacts.Noise, weights: LocomotionFacts.Weights, hasLimit: Bool,
    mayIgnoreFalls: Bool, hasPublishedBoxes: Bool, forwardMeaning: String
  ) -> [OptionDescription] {
    var options: [OptionDescription] = []
    func number(_ name: String, _ standard: Double?, _ meaning: String) {
      guard let standard else { return }
      options.append(
        OptionDescription(name, .number(0...1e6), standard: .number(standard), meaning: meaning))
    }
    if hasLimit {
      options.append(
        OptionDescription(
          "limit", .choice(["none", "v0", "v1"]), standard: .word("none"),
          meaning: "speed limit of Safety-Gymnasium's velocity tasks, first or second version"))
      options.append(
        OptionDescription(
          "hard", .flag, standard: .flag(false), meaning: "a step above the limit ends the episode"))
    }
    if mayIgnoreFalls {
      options.append(
        OptionDescription(
          "endsOnFall", .flag, standard: .flag(true),
          meaning: "whether a fall ends the episode (Gymnasium's terminate_when_unhealthy)"))
    }
    number("forwardReward", weights.forward, forwardMeaning)
    number("healthyReward", weights.healthy, "reward of a step that ends without a fall")
    number("controlCost", weights.control, "weight of the action's square")
    number("contactCost", weights.contact, "weight of the squares of contact wrenches")
    options.append(
      OptionDescription(
        "positionNoise", .number(0...1), standard: .number(noise.position),
        meaning: "half width of the uniform noise on the first positions, m or rad"))
    options.append(
      OptionDescription(
        "velocityNoise", .number(0...1), standard: .number(noise.velocity),
        meaning: noise.isNormal
          ? "standard deviation of the first velocities, m/s or rad/s"
          : "half width of the uniform noise on the first velocities, m/s or rad/s"))
    options.append(
      OptionDescription(
        "frameSkip", .integer(1...100), standard: .integer(frameSkip),
        meaning: "engine steps in a step of the environment"))
    if hasPublishedBoxes {
      options.append(
        OptionDescription(
          "semantics", .choice(["consistent", "rrls"]), standard: .word("consistent"),
          meaning: "how masses and friction are written; rrls: as the RRLS benchmark does, for comparison"))
    }
    return options
  }

  init(_ values: OptionValues, _ facts: LocomotionFacts) {
    frameSkip = values.integer("frameSkip")
    positionNoise = values.number("positionNoise")
    velocityNoise = values.number("velocityNoise")
    func weight(_ name: String, _ standard: Double?) -> Double {
      standard == nil ? 0 : values.number(name)
    }
    forwardReward = weight("forwardReward", facts.weights.forward)
    controlCost = weight("controlCost", facts.weights.control)
    contactCost = weight("contactCost", facts.weights.contact)
    healthyReward = weight("healthyReward", facts.weights.healthy)
    endsOnFall = facts.mayIgnoreFalls ? values.flag("endsOnFall") : true
    isHard = false
    if let limit = facts.speedLimit {
      switch values.word("limit") {
      case "v0": speedLimit = limit.v0
      case "v1": speedLimit = limit.v1
      default: speedLimit = nil
      }
      isHard = values.flag("hard")
    }
    semantics = .consistent
    if !facts.publishedBoxes.isEmpty && values.word("semantics") == "rrls" {
      semantics = facts.rrls
    }
  }

  static func fault(in values: OptionValues, _ facts: LocomotionFacts) -> OptionFault? {
    guard facts.speedLimit != nil, values.flag("hard"), values.word("limit") == "none" else { return nil }
    return OptionFault("hard", "there is no limit to end the episode at", remedy: "add limit=v0 or limit=v1")
  }
}
