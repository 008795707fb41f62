import DecisionProcesses

extension PointRobot {
  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "start", .choice(["training", "evaluation"]), standard: .word("training"),
        meaning: "random over the square, or the fixed state (-1.8, 0) at 2 m/s, heading 45 degrees")
    ]
  }

  public static var boxes: [ParameterBox] {
    [ParameterBox("geometry", ["hazardRadius"])] + ParameterBox.standard(for: schema)
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "accelerationGain", unit: "m/s^2", nominal: 1, interval: 0.6...1.2,
        meaning: "acceleration at full throttle"),
      ParameterDescription(
        "turnGain", unit: "rad/s", nominal: 1, interval: 0.6...1.2, meaning: "turn rate at full lock"),
      ParameterDescription(
        "hazardRadius", unit: "m", nominal: 0.8, interval: 0.7...0.9, meaning: "radius of both hazards"),
      ParameterDescription(
        "windX", unit: "m/s", nominal: 0, interval: -0.2...0.2, kind: .disturbance,
        meaning: "velocity that the wind adds along x"),
      ParameterDescription(
        "windY", unit: "m/s", nominal: 0, interval: -0.2...0.2, kind: .disturbance,
        meaning: "velocity that the wind adds along y"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: accelerationGain
      case 1: turnGain
      case 2: hazardRadius
      case 3: windX
      case 4: windY
      default: preconditionFailure("point-robot has parameters 0...4")
      }
    }
    set {
      switch index {
      case 0: accelerationGain = newValue
      case 1: turnGain = newValue
      case 2: hazardRadius = newValue
      case 3: windX = newValue
      case 4: windY = newValue
      default: preconditionFailure("point-robot has parameters 0...4")
      }
    }
  }
}
