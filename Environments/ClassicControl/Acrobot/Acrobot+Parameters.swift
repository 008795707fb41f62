import DecisionProcesses

extension Acrobot {
  public static var boxes: [ParameterBox] {
    [
      ParameterBox("mass", ["linkMass1", "linkMass2"]),
      ParameterBox("geometry", ["linkLength1", "linkLength2"]),
    ] + ParameterBox.standard(for: schema)
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "linkLength1", unit: "m", nominal: 1, interval: 0.5...1.5, meaning: "length of the first rod"),
      ParameterDescription(
        "linkLength2", unit: "m", nominal: 1, interval: 0.5...1.5, meaning: "length of the second rod"),
      ParameterDescription(
        "linkMass1", unit: "kg", nominal: 1, interval: 0.5...2, meaning: "mass of the first rod"),
      ParameterDescription(
        "linkMass2", unit: "kg", nominal: 1, interval: 0.5...2, meaning: "mass of the second rod"),
      ParameterDescription(
        "gravity", unit: "m/s^2", nominal: 9.8, interval: 7...13, meaning: "gravitational acceleration"),
      ParameterDescription(
        "torqueScale", unit: "N m", nominal: 1, interval: 0.7...1.3, meaning: "torque of the motor"),
      ParameterDescription(
        "torque", unit: "N m", nominal: 0, interval: -0.5...0.5, kind: .disturbance,
        meaning: "extra torque at the joint between the rods"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: linkLength1
      case 1: linkLength2
      case 2: linkMass1
      case 3: linkMass2
      case 4: gravity
      case 5: torqueScale
      case 6: torque
      default: preconditionFailure("acrobot has parameters 0...6")
      }
    }
    set {
      switch index {
      case 0: linkLength1 = newValue
      case 1: linkLength2 = newValue
      case 2: linkMass1 = newValue
      case 3: linkMass2 = newValue
      case 4: gravity = newValue
      case 5: torqueScale = newValue
      case 6: torque = newValue
      default: preconditionFailure("acrobot has parameters 0...6")
      }
    }
  }
}
