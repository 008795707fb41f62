// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension HalfCheetah {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("backHip", 1), ("backKnee", 1), ("backAnkle", 1), ("frontHip", 1), ("frontKnee", 1), ("frontAnkle", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("rootZ", "m"), .init("pitch", "rad"), .init("backHip", "rad"), .init("backKnee", "rad"),
    .init("backAnkle", "rad"), .init("frontHip", "rad"), .init("frontKnee", "rad"),
    .init("frontAnkle", "rad"), .init("rootXRate", "m/s"), .init("rootZRate", "m/s"),
    .init("pitchRate", "rad/s"), .init("backHipRate", "rad/s"), .init("backKneeRate", "rad/s"),
    .init("backAnkleRate", "rad/s"), .init("frontHipRate", "rad/s"), .init("frontKneeRate", "rad/s"),
    .init("frontAnkleRate", "rad/s"),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "torsoMass", .mass("torso"), unit: "kg", nominal: 6.25020920502092, interval: 0.1...12.5,
      meaning: "mass, and with it the inertia, of torso"),
    UncertainNumber(
      "backThighMass", .mass("back-thigh"), unit: "kg", nominal: 1.5435146443514645, interval: 0.1...3.087,
      meaning: "mass, and with it the inertia, of back-thigh"),
    UncertainNumber(
      "backShinMass", .mass("back-shin"), unit: "kg", nominal: 1.5874476987447697,
      interval: 0.7937...3.175, meaning: "mass, and with it the inertia, of back-shin"),
    UncertainNumber(
      "backFootMass", .mass("back-foot"), unit: "kg", nominal: 1.0953974895397491,
      interval: 0.5477...2.191, meaning: "mass, and with it the inertia, of back-foot"),
    UncertainNumber(
      "frontThighMass", .mass("front-thigh"), unit: "kg", nominal: 1.4380753138075317,
      interval: 0.719...2.876, meaning: "mass, and with it the inertia, of front-thigh"),
    UncertainNumber(
      "frontShinMass", .mass("front-shin"), unit: "kg", nominal: 1.200836820083682,
      interval: 0.6004...2.402, meaning: "mass, and with it the inertia, of front-shin"),
    UncertainNumber(
      "frontFootMass", .mass("front-foot"), unit: "kg", nominal: 0.8845188284518829,
      interval: 0.4423...1.769, meaning: "mass, and with it the inertia, of front-foot"),
    UncertainNumber(
      "friction",
      .friction(["torso", "head", "back-thigh", "back-shin", "back-foot", "front-thigh", "front-shin",
        "front-foot"]), unit: "1", nominal: 0.4, interval: 0.1...4,
      meaning: "sliding coefficient of the floor's contacts with every link"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 0.0981...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping",
      .damping(["back-hip", "back-knee", "back-ankle", "front-hip", "front-knee", "front-ankle"]),
      unit: "1", nominal: 1, interval: 0.5...2, meaning: "factor on the damping of every damped joint"),
    UncertainNumber(
      "backStiffness", .stiffnessScale(["back-hip", "back-knee", "back-ankle"]), unit: "1", nominal: 1,
      interval: 0.5...1.75, meaning: "factor on the stiffness of back-hip, back-knee, back-ankle"),
    UncertainNumber(
      "frontStiffness", .stiffnessScale(["front-hip", "front-knee", "front-ankle"]), unit: "1", nominal: 1,
      interval: 0.5...1.75, meaning: "factor on the stiffness of front-hip, front-knee, front-ankle"),
    UncertainNumber(
      "backGain", .gain(["back-hip", "back-knee", "back-ankle"]), unit: "1", nominal: 1,
      interval: 0.3...1.3, meaning: "factor on the gear of back-hip, back-knee, back-ankle"),
    UncertainNumber(
      "frontGain", .gain(["front-hip", "front-knee", "front-ankle"]), unit: "1", nominal: 1,
      interval: 0.3...1.3, meaning: "factor on the gear of front-hip, front-knee, front-ankle"),
    UncertainNumber(
      "backThighLength", .length(["back-thigh"]), unit: "m", nominal: 0.29, interval: 0.193...0.387,
      meaning: "length of the segment of back-thigh"),
    UncertainNumber(
      "backShinLength", .length(["back-shin"]), unit: "m", nominal: 0.3, interval: 0.2...0.4,
      meaning: "length of the segment of back-shin"),
    UncertainNumber(
      "frontThighLength", .length(["front-thigh"]), unit: "m", nominal: 0.266, interval: 0.177...0.355,
      meaning: "length of the segment of front-thigh"),
    UncertainNumber(
      "frontShinLength", .length(["front-shin"]), unit: "m", nominal: 0.212, interval: 0.141...0.283,
      meaning: "length of the segment of front-shin"),
    UncertainNumber(
      "torsoForceX", .force("torso", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along x"),
    UncertainNumber(
      "torsoForceZ", .force("torso", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along z"),
    UncertainNumber(
      "backFootForceX", .force("back-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-foot along x"),
    UncertainNumber(
      "backFootForceZ", .force("back-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-foot along z"),
    UncertainNumber(
      "frontFootForceX", .force("front-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-foot along x"),
    UncertainNumber(
      "frontFootForceZ", .force("front-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-foot along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("friction", 0.1...3)]),
    ParameterBox("iwocs-2d", sides: [("friction", 0.1...4), ("torsoMass", 0.1...7)]),
    ParameterBox("iwocs-3d", sides: [
      ("friction", 0.1...4), ("torsoMass", 0.1...7), ("backThighMass", 0.1...3)]),
    ParameterBox("m2td3-1d-4", sides: [("friction", 0.1...4)]),
    ParameterBox("rarl", [
      "torsoForceX", "torsoForceZ", "backFootForceX", "backFootForceZ", "frontFootForceX",
      "frontFootForceZ"]),
  ]
}

extension HalfCheetah: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    matrix: [
      [
        -0.87937, 0.0052988, -0.58658, -0.089656, -0.93004, -0.53196, -0.43633, 0.14051, 0.0059596, -0.347,
        -0.046996, 0.0002272, 0.017718, -0.010966, 0.008361, 0.011514, -0.023401,
      ],
      [
        -1.5398, -0.20107, -0.95228, 0.20183, 1.0096, 0.30703, 0.0094589, -0.067237, 0.21688, 0.17813,
        0.17162, -0.026767, 0.015172, 0.0084043, 0.046052, -0.029176, 0.010557,
      ],
      [
        0.21496, -0.17508, 0.37259, 0.12145, -0.24311, -0.12328, 0.23609, -0.45012, 0.045906, 0.090534,
        -0.19153, 0.015219, 0.036369, -0.025697, 0.03035, 0.044817, 0.051758,
      ],
      [
        -2.3988, -0.015171, 0.40391, 0.26305, -0.44522, 0.55297, -0.73611, -0.96688, 0.0003996, -0.25985,
        0.073598, 0.0087229, -0.012308, 0.002423, 0.017726, 0.00019942, 0.01236,
      ],
      [
        -0.053584, -0.19676, 0.29714, -0.1339, -0.69267, -0.85363, -0.52143, -0.79753, 0.095534, -0.20061,
        0.076295, -0.015052, -0.017199, -0.0017706, 0.036404, -0.012599, -0.00089097,
      ],
      [
        -0.2791, 0.075673, 1.5667, 1.1286, 0.87834, -0.03883, -0.049464, 0.068005, -0.01388, 0.18294, -0.1803,
        -0.037064, 0.036333, -0.0033807, -0.021063, 0.070123, 0.027119,
      ],
    ], bias: [-0.22228, -0.49297, 0.097433, -0.54302, -0.12018, -0.22527],
    bound: 1)
}
