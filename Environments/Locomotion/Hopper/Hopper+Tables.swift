// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension Hopper {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("hip", 1), ("knee", 1), ("ankle", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("rootZ", "m"), .init("pitch", "rad"), .init("hip", "rad"), .init("knee", "rad"),
    .init("ankle", "rad"), .init("rootXRate", "m/s", -10, 10), .init("rootZRate", "m/s", -10, 10),
    .init("pitchRate", "rad/s", -10, 10), .init("hipRate", "rad/s", -10, 10),
    .init("kneeRate", "rad/s", -10, 10), .init("ankleRate", "rad/s", -10, 10),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "torsoMass", .mass("torso"), unit: "kg", nominal: 3.6651914291880923, interval: 0.1...7.33,
      meaning: "mass, and with it the inertia, of torso"),
    UncertainNumber(
      "thighMass", .mass("thigh"), unit: "kg", nominal: 4.057890510886818, interval: 0.1...8.116,
      meaning: "mass, and with it the inertia, of thigh"),
    UncertainNumber(
      "legMass", .mass("leg"), unit: "kg", nominal: 2.7813566959781637, interval: 1.391...5.563,
      meaning: "mass, and with it the inertia, of leg"),
    UncertainNumber(
      "footMass", .mass("foot"), unit: "kg", nominal: 5.315574769873931, interval: 2.658...10.63,
      meaning: "mass, and with it the inertia, of foot"),
    UncertainNumber(
      "footFriction", .friction(["foot"]), unit: "1", nominal: 2, interval: 0.1...4,
      meaning: "sliding coefficient of the floor's contacts with foot"),
    UncertainNumber(
      "bodyFriction", .friction(["torso", "thigh", "leg"]), unit: "1", nominal: 1, interval: 0.1...3,
      meaning: "sliding coefficient of the floor's contacts with torso, thigh, leg"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping", .damping(["hip", "knee", "ankle"]), unit: "1", nominal: 1, interval: 0.5...2,
      meaning: "factor on the damping of hip, knee, ankle"),
    UncertainNumber(
      "hipStiffness", .stiffness(["hip"], rest: 2), unit: "N m/rad", nominal: 0, interval: 0...30,
      meaning: "stiffness of the springs at hip, at rest at 2 rad"),
    UncertainNumber(
      "kneeStiffness", .stiffness(["knee"], rest: 2), unit: "N m/rad", nominal: 0, interval: 0...55,
      meaning: "stiffness of the springs at knee, at rest at 2 rad"),
    UncertainNumber(
      "ankleStiffness", .stiffness(["ankle"], rest: 2), unit: "N m/rad", nominal: 0, interval: 0...22.5,
      meaning: "stiffness of the springs at ankle, at rest at 2 rad"),
    UncertainNumber(
      "gain", .gain(["hip", "knee", "ankle"]), unit: "1", nominal: 1, interval: 0.7...1.3,
      meaning: "factor on the gear of hip, knee, ankle"),
    UncertainNumber(
      "torsoLength", .length(["torso"]), unit: "m", nominal: 0.4, interval: 0.267...0.533,
      meaning: "length of the segment of torso"),
    UncertainNumber(
      "thighLength", .length(["thigh"]), unit: "m", nominal: 0.45, interval: 0.3...0.6,
      meaning: "length of the segment of thigh"),
    UncertainNumber(
      "legLength", .length(["leg"]), unit: "m", nominal: 0.5, interval: 0.333...0.667,
      meaning: "length of the segment of leg"),
    UncertainNumber(
      "footLength", .length(["foot"]), unit: "m", nominal: 0.39, interval: 0.26...0.52,
      meaning: "length of the segment of foot"),
    UncertainNumber(
      "torsoForceX", .force("torso", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along x"),
    UncertainNumber(
      "torsoForceZ", .force("torso", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along z"),
    UncertainNumber(
      "thighForceX", .force("thigh", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of thigh along x"),
    UncertainNumber(
      "thighForceZ", .force("thigh", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of thigh along z"),
    UncertainNumber(
      "legForceX", .force("leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of leg along x"),
    UncertainNumber(
      "legForceZ", .force("leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of leg along z"),
    UncertainNumber(
      "footForceX", .force("foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of foot along x"),
    UncertainNumber(
      "footForceZ", .force("foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of foot along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("footFriction", 0.1...3)]),
    ParameterBox("iwocs-2d", sides: [("footFriction", 0.1...3), ("torsoMass", 0.1...3)]),
    ParameterBox("iwocs-3d", sides: [
      ("footFriction", 0.1...3), ("torsoMass", 0.1...3), ("thighMass", 0.1...4)]),
    ParameterBox("m2td3-1d-2", sides: [("footFriction", 0.1...2)]),
    ParameterBox("rarl", ["footForceX", "footForceZ"]),
  ]
}

extension Hopper: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    matrix: [
      [
        -1.3776, 2.3442, -7.1599, 0.94515, -0.46378, 0.17023, -0.27578, -0.038987, -0.75685, 0.06855,
        0.026103,
      ],
      [
        0.80734, -8.9849, 5.5362, -0.51381, 0.28553, -0.0052848, -0.20832, -0.29654, 0.29799, -0.052972,
        -0.023124,
      ],
      [
        1.498, -3.5421, 1.4172, 0.54428, -0.063564, -0.42714, -0.43446, 0.2639, 0.34615, 0.098786, -0.036933,
      ],
    ], bias: [1.5763, -0.97331, -0.97351],
    bound: 1)
}
