// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension InvertedDoublePendulum {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("push", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("track", "m"), .init("lowerPivotSine", "1", -1, 1), .init("upperPivotSine", "1", -1, 1),
    .init("lowerPivotCosine", "1", -1, 1), .init("upperPivotCosine", "1", -1, 1),
    .init("trackRate", "m/s", -10, 10), .init("lowerPivotRate", "rad/s", -10, 10),
    .init("upperPivotRate", "rad/s", -10, 10), .init("trackConstraintForce", "N", -10, 10),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "cartMass", .mass("cart"), unit: "kg", nominal: 10.47197551196598, interval: 5.236...20.94,
      meaning: "mass, and with it the inertia, of cart"),
    UncertainNumber(
      "lowerPoleMass", .mass("lower-pole"), unit: "kg", nominal: 4.1987385815227585,
      interval: 2.099...8.397, meaning: "mass, and with it the inertia, of lower-pole"),
    UncertainNumber(
      "upperPoleMass", .mass("upper-pole"), unit: "kg", nominal: 4.1987385815227585,
      interval: 2.099...8.397, meaning: "mass, and with it the inertia, of upper-pole"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping", .damping(["track", "lower-pivot", "upper-pivot"]), unit: "1", nominal: 1,
      interval: 0.5...2, meaning: "factor on the damping of track, lower-pivot, upper-pivot"),
    UncertainNumber(
      "gain", .gain(["push"]), unit: "1", nominal: 1, interval: 0.7...1.3,
      meaning: "factor on the gear of push"),
    UncertainNumber(
      "lowerPoleLength", .length(["lower-pole"]), unit: "m", nominal: 0.6, interval: 0.55...0.8,
      meaning: "length of the segment of lower-pole"),
    UncertainNumber(
      "upperPoleLength", .length(["upper-pole"]), unit: "m", nominal: 0.6, interval: 0.55...0.8,
      meaning: "length of the segment of upper-pole"),
    UncertainNumber(
      "cartForceX", .force("cart", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of cart along x"),
    UncertainNumber(
      "lowerPoleForceX", .force("lower-pole", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of lower-pole along x"),
    UncertainNumber(
      "lowerPoleForceZ", .force("lower-pole", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of lower-pole along z"),
    UncertainNumber(
      "upperPoleForceX", .force("upper-pole", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of upper-pole along x"),
    UncertainNumber(
      "upperPoleForceZ", .force("upper-pole", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of upper-pole along z"),
  ]

  static let publishedBoxes: [ParameterBox] = []
}

extension InvertedDoublePendulum: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 5, 6, 7],
    matrix: [
      [
        -0.2128, -1.813, -5.569, -0.3149, -0.9024, -0.8482,
      ],
    ], bias: [0],
    bound: 1)
}
