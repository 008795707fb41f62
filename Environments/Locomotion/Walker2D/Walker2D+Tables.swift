// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension Walker2D {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("rightHip", 1), ("rightKnee", 1), ("rightAnkle", 1), ("leftHip", 1), ("leftKnee", 1), ("leftAnkle", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("rootZ", "m"), .init("pitch", "rad"), .init("rightHip", "rad"), .init("rightKnee", "rad"),
    .init("rightAnkle", "rad"), .init("leftHip", "rad"), .init("leftKnee", "rad"), .init("leftAnkle", "rad"),
    .init("rootXRate", "m/s", -10, 10), .init("rootZRate", "m/s", -10, 10),
    .init("pitchRate", "rad/s", -10, 10), .init("rightHipRate", "rad/s", -10, 10),
    .init("rightKneeRate", "rad/s", -10, 10), .init("rightAnkleRate", "rad/s", -10, 10),
    .init("leftHipRate", "rad/s", -10, 10), .init("leftKneeRate", "rad/s", -10, 10),
    .init("leftAnkleRate", "rad/s", -10, 10),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "torsoMass", .mass("torso"), unit: "kg", nominal: 3.6651914291880923, interval: 0.1...7.33,
      meaning: "mass, and with it the inertia, of torso"),
    UncertainNumber(
      "rightThighMass", .mass("right-thigh"), unit: "kg", nominal: 4.057890510886818,
      interval: 0.1...8.116, meaning: "mass, and with it the inertia, of right-thigh"),
    UncertainNumber(
      "rightLegMass", .mass("right-leg"), unit: "kg", nominal: 2.7813566959781637, interval: 1.391...5.563,
      meaning: "mass, and with it the inertia, of right-leg"),
    UncertainNumber(
      "rightFootMass", .mass("right-foot"), unit: "kg", nominal: 3.1667253948185117,
      interval: 1.583...6.333, meaning: "mass, and with it the inertia, of right-foot"),
    UncertainNumber(
      "leftThighMass", .mass("left-thigh"), unit: "kg", nominal: 4.057890510886818,
      interval: 2.029...8.116, meaning: "mass, and with it the inertia, of left-thigh"),
    UncertainNumber(
      "leftLegMass", .mass("left-leg"), unit: "kg", nominal: 2.7813566959781637, interval: 1.391...5.563,
      meaning: "mass, and with it the inertia, of left-leg"),
    UncertainNumber(
      "leftFootMass", .mass("left-foot"), unit: "kg", nominal: 3.1667253948185117, interval: 1.583...6.333,
      meaning: "mass, and with it the inertia, of left-foot"),
    UncertainNumber(
      "footFriction", .friction(["right-foot", "left-foot"]), unit: "1", nominal: 1.9, interval: 0.1...4,
      meaning: "sliding coefficient of the floor's contacts with both feet"),
    UncertainNumber(
      "bodyFriction", .friction(["torso", "right-thigh", "right-leg", "left-thigh", "left-leg"]),
      unit: "1", nominal: 0.9, interval: 0.1...3,
      meaning: "sliding coefficient of the floor's contacts with torso, both thighs, both legs"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping",
      .damping(["right-hip", "right-knee", "right-ankle", "left-hip", "left-knee", "left-ankle"]),
      unit: "1", nominal: 1, interval: 0.5...2, meaning: "factor on the damping of every damped joint"),
    UncertainNumber(
      "stiffness",
      .stiffness(["right-hip", "right-knee", "right-ankle", "left-hip", "left-knee", "left-ankle"],
        rest: 0), unit: "N m/rad", nominal: 0, interval: 0...30,
      meaning: "stiffness of the springs at every driven joint, at rest at 0 rad"),
    UncertainNumber(
      "gain", .gain(["right-hip", "right-knee", "right-ankle", "left-hip", "left-knee", "left-ankle"]),
      unit: "1", nominal: 1, interval: 0.7...1.3, meaning: "factor on the gear of every motor"),
    UncertainNumber(
      "torsoLength", .length(["torso"]), unit: "m", nominal: 0.4, interval: 0.267...0.533,
      meaning: "length of the segment of torso"),
    UncertainNumber(
      "thighLength", .length(["right-thigh", "left-thigh"]), unit: "m", nominal: 0.45, interval: 0.3...0.6,
      meaning: "length of the segment of right-thigh, left-thigh"),
    UncertainNumber(
      "legLength", .length(["right-leg", "left-leg"]), unit: "m", nominal: 0.5, interval: 0.333...0.667,
      meaning: "length of the segment of right-leg, left-leg"),
    UncertainNumber(
      "footLength", .length(["right-foot", "left-foot"]), unit: "m", nominal: 0.2, interval: 0.133...0.267,
      meaning: "length of the segment of right-foot, left-foot"),
    UncertainNumber(
      "torsoForceX", .force("torso", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along x"),
    UncertainNumber(
      "torsoForceZ", .force("torso", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along z"),
    UncertainNumber(
      "rightLegForceX", .force("right-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-leg along x"),
    UncertainNumber(
      "rightLegForceZ", .force("right-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-leg along z"),
    UncertainNumber(
      "rightFootForceX", .force("right-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-foot along x"),
    UncertainNumber(
      "rightFootForceZ", .force("right-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-foot along z"),
    UncertainNumber(
      "leftLegForceX", .force("left-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-leg along x"),
    UncertainNumber(
      "leftLegForceZ", .force("left-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-leg along z"),
    UncertainNumber(
      "leftFootForceX", .force("left-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-foot along x"),
    UncertainNumber(
      "leftFootForceZ", .force("left-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-foot along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("footFriction", 0.1...4)]),
    ParameterBox("iwocs-2d", sides: [("footFriction", 0.1...4), ("torsoMass", 0.1...5)]),
    ParameterBox("iwocs-3d", sides: [
      ("footFriction", 0.1...4), ("torsoMass", 0.1...5), ("rightThighMass", 0.1...6)]),
    ParameterBox("rarl", ["rightLegForceX", "rightLegForceZ", "leftFootForceX", "leftFootForceZ"]),
  ]
}

extension Walker2D: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    matrix: [
      [
        0.64754, -1.3152, -1.5396, 0.54975, -0.029956, 0.35438, 1.3377, 0.17089, -0.21409, -0.17495, -0.18276,
        -0.12582, -0.07924, 0.042531, 0.19817, 0.04006, -0.037162,
      ],
      [
        3.689, -0.63444, -1.5378, -4.3736, -0.23779, 0.5296, -0.69159, 0.89785, 0.17677, -0.066061, -0.12632,
        -0.0074412, -0.2419, -0.023668, -0.018863, -0.0081535, 0.029881,
      ],
      [
        1.9722, -1.6354, 1.8912, 2.3907, -0.41424, -0.098292, 1.4005, -1.0985, -0.36034, -0.36839, 0.057196,
        -0.012524, 0.097626, -0.02541, 0.029879, 0.063116, 0.026659,
      ],
      [
        0.62268, 0.97741, -0.23011, -1.8188, -0.054186, -2.9648, -0.20965, 0.17405, 0.24238, 0.16707,
        -0.10812, 0.00057274, -0.094495, -0.017913, -0.034013, -0.04537, 0.017475,
      ],
      [
        1.0974, -1.4351, -0.040803, -4.4352, 0.1702, 0.79328, -0.62149, 0.54844, -0.099977, 0.00047868,
        -0.1007, 0.12074, 0.18711, -0.013299, 0.0083812, -0.15497, 0.012462,
      ],
      [
        -0.14942, 0.87302, 0.53891, 0.078128, 0.22851, 0.041122, -0.26978, -1.6272, -0.071086, 0.47014,
        0.042509, 0.042621, 0.03286, -0.028372, 0.0039793, -0.027287, -0.11735,
      ],
    ], bias: [-0.47307, -5.3558, -0.86187, -1.1984, -1.0845, 0.69167],
    bound: 1)
}
