// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension InvertedPendulum {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("push", 3),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("track", "m"), .init("pivot", "rad"), .init("trackRate", "m/s"), .init("pivotRate", "rad/s"),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "cartMass", .mass("cart"), unit: "kg", nominal: 10.47197551196598, interval: 1...20.94,
      meaning: "mass, and with it the inertia, of cart"),
    UncertainNumber(
      "poleMass", .mass("pole"), unit: "kg", nominal: 5.018591641363306, interval: 1...31,
      meaning: "mass, and with it the inertia, of pole"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping", .damping(["track", "pivot"]), unit: "1", nominal: 1, interval: 0.5...2,
      meaning: "factor on the damping of track, pivot"),
    UncertainNumber(
      "gain", .gain(["push"]), unit: "1", nominal: 1, interval: 0.7...1.3,
      meaning: "factor on the gear of push"),
    UncertainNumber(
      "poleLength", .length(["pole"]), unit: "m", nominal: 0.6, interval: 0.4...0.8,
      meaning: "length of the segment of pole"),
    UncertainNumber(
      "cartForceX", .force("cart", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of cart along x"),
    UncertainNumber(
      "poleForceX", .force("pole", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of pole along x"),
    UncertainNumber(
      "poleForceZ", .force("pole", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of pole along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("poleMass", 1...31)]),
    ParameterBox("iwocs-2d", sides: [("poleMass", 1...31), ("cartMass", 1...11)]),
    ParameterBox("rarl", ["poleForceX", "poleForceZ"]),
  ]
}

extension InvertedPendulum: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 3],
    matrix: [
      [
        0.7413, 6.023, 0.8676, 1.012,
      ],
    ], bias: [0],
    bound: 3)
}
