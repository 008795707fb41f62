// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension Reacher {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("shoulder", 1), ("elbow", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("shoulderCosine", "1", -1, 1), .init("elbowCosine", "1", -1, 1), .init("shoulderSine", "1", -1, 1),
    .init("elbowSine", "1", -1, 1), .init("targetX", "m"), .init("targetY", "m"),
    .init("shoulderRate", "rad/s"), .init("elbowRate", "rad/s"), .init("fingertipMinusTargetX", "m"),
    .init("fingertipMinusTargetY", "m"),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "upperArmMass", .mass("upper-arm"), unit: "kg", nominal: 0.03560471674068432,
      interval: 0.0178...0.07121, meaning: "mass, and with it the inertia, of upper-arm"),
    UncertainNumber(
      "forearmMass", .mass("forearm"), unit: "kg", nominal: 0.03560471674068432,
      interval: 0.0178...0.07121, meaning: "mass, and with it the inertia, of forearm"),
    UncertainNumber(
      "fingertipMass", .mass("fingertip"), unit: "kg", nominal: 0.004188790204786391,
      interval: 0.002094...0.008378, meaning: "mass, and with it the inertia, of fingertip"),
    UncertainNumber(
      "damping", .damping(["shoulder", "elbow"]), unit: "1", nominal: 1, interval: 0.5...2,
      meaning: "factor on the damping of shoulder, elbow"),
    UncertainNumber(
      "gain", .gain(["shoulder", "elbow"]), unit: "1", nominal: 1, interval: 0.7...1.3,
      meaning: "factor on the gear of shoulder, elbow"),
    UncertainNumber(
      "upperArmLength", .length(["upper-arm"]), unit: "m", nominal: 0.1, interval: 0.0667...0.133,
      meaning: "length of the segment of upper-arm"),
    UncertainNumber(
      "forearmLength", .length(["forearm"]), unit: "m", nominal: 0.1, interval: 0.0667...0.133,
      meaning: "length of the segment of forearm"),
    UncertainNumber(
      "upperArmForceX", .force("upper-arm", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of upper-arm along x"),
    UncertainNumber(
      "upperArmForceY", .force("upper-arm", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of upper-arm along y"),
    UncertainNumber(
      "forearmForceX", .force("forearm", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of forearm along x"),
    UncertainNumber(
      "forearmForceY", .force("forearm", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of forearm along y"),
    UncertainNumber(
      "fingertipForceX", .force("fingertip", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of fingertip along x"),
    UncertainNumber(
      "fingertipForceY", .force("fingertip", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of fingertip along y"),
  ]

  static let publishedBoxes: [ParameterBox] = []
}
