// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension Ant {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("backRightHip", 1), ("backRightAnkle", 1), ("frontLeftHip", 1), ("frontLeftAnkle", 1),
    ("frontRightHip", 1), ("frontRightAnkle", 1), ("backLeftHip", 1), ("backLeftAnkle", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("rootZ", "m"), .init("rootQuaternionW", "1"), .init("rootQuaternionX", "1"),
    .init("rootQuaternionY", "1"), .init("rootQuaternionZ", "1"), .init("frontLeftHip", "rad"),
    .init("frontLeftAnkle", "rad"), .init("frontRightHip", "rad"), .init("frontRightAnkle", "rad"),
    .init("backLeftHip", "rad"), .init("backLeftAnkle", "rad"), .init("backRightHip", "rad"),
    .init("backRightAnkle", "rad"), .init("rootXRate", "m/s"), .init("rootYRate", "m/s"),
    .init("rootZRate", "m/s"), .init("rootTurnX", "rad/s"), .init("rootTurnY", "rad/s"),
    .init("rootTurnZ", "rad/s"), .init("frontLeftHipRate", "rad/s"), .init("frontLeftAnkleRate", "rad/s"),
    .init("frontRightHipRate", "rad/s"), .init("frontRightAnkleRate", "rad/s"),
    .init("backLeftHipRate", "rad/s"), .init("backLeftAnkleRate", "rad/s"),
    .init("backRightHipRate", "rad/s"), .init("backRightAnkleRate", "rad/s"),
    .init("torsoTorqueX", "N m", -1, 1), .init("torsoTorqueY", "N m", -1, 1),
    .init("torsoTorqueZ", "N m", -1, 1), .init("torsoForceX", "N", -1, 1), .init("torsoForceY", "N", -1, 1),
    .init("torsoForceZ", "N", -1, 1), .init("frontLeftLegTorqueX", "N m", -1, 1),
    .init("frontLeftLegTorqueY", "N m", -1, 1), .init("frontLeftLegTorqueZ", "N m", -1, 1),
    .init("frontLeftLegForceX", "N", -1, 1), .init("frontLeftLegForceY", "N", -1, 1),
    .init("frontLeftLegForceZ", "N", -1, 1), .init("frontLeftAuxTorqueX", "N m", -1, 1),
    .init("frontLeftAuxTorqueY", "N m", -1, 1), .init("frontLeftAuxTorqueZ", "N m", -1, 1),
    .init("frontLeftAuxForceX", "N", -1, 1), .init("frontLeftAuxForceY", "N", -1, 1),
    .init("frontLeftAuxForceZ", "N", -1, 1), .init("frontLeftAnkleTorqueX", "N m", -1, 1),
    .init("frontLeftAnkleTorqueY", "N m", -1, 1), .init("frontLeftAnkleTorqueZ", "N m", -1, 1),
    .init("frontLeftAnkleForceX", "N", -1, 1), .init("frontLeftAnkleForceY", "N", -1, 1),
    .init("frontLeftAnkleForceZ", "N", -1, 1), .init("frontRightLegTorqueX", "N m", -1, 1),
    .init("frontRightLegTorqueY", "N m", -1, 1), .init("frontRightLegTorqueZ", "N m", -1, 1),
    .init("frontRightLegForceX", "N", -1, 1), .init("frontRightLegForceY", "N", -1, 1),
    .init("frontRightLegForceZ", "N", -1, 1), .init("frontRightAuxTorqueX", "N m", -1, 1),
    .init("frontRightAuxTorqueY", "N m", -1, 1), .init("frontRightAuxTorqueZ", "N m", -1, 1),
    .init("frontRightAuxForceX", "N", -1, 1), .init("frontRightAuxForceY", "N", -1, 1),
    .init("frontRightAuxForceZ", "N", -1, 1), .init("frontRightAnkleTorqueX", "N m", -1, 1),
    .init("frontRightAnkleTorqueY", "N m", -1, 1), .init("frontRightAnkleTorqueZ", "N m", -1, 1),
    .init("frontRightAnkleForceX", "N", -1, 1), .init("frontRightAnkleForceY", "N", -1, 1),
    .init("frontRightAnkleForceZ", "N", -1, 1), .init("backLeftLegTorqueX", "N m", -1, 1),
    .init("backLeftLegTorqueY", "N m", -1, 1), .init("backLeftLegTorqueZ", "N m", -1, 1),
    .init("backLeftLegForceX", "N", -1, 1), .init("backLeftLegForceY", "N", -1, 1),
    .init("backLeftLegForceZ", "N", -1, 1), .init("backLeftAuxTorqueX", "N m", -1, 1),
    .init("backLeftAuxTorqueY", "N m", -1, 1), .init("backLeftAuxTorqueZ", "N m", -1, 1),
    .init("backLeftAuxForceX", "N", -1, 1), .init("backLeftAuxForceY", "N", -1, 1),
    .init("backLeftAuxForceZ", "N", -1, 1), .init("backLeftAnkleTorqueX", "N m", -1, 1),
    .init("backLeftAnkleTorqueY", "N m", -1, 1), .init("backLeftAnkleTorqueZ", "N m", -1, 1),
    .init("backLeftAnkleForceX", "N", -1, 1), .init("backLeftAnkleForceY", "N", -1, 1),
    .init("backLeftAnkleForceZ", "N", -1, 1), .init("backRightLegTorqueX", "N m", -1, 1),
    .init("backRightLegTorqueY", "N m", -1, 1), .init("backRightLegTorqueZ", "N m", -1, 1),
    .init("backRightLegForceX", "N", -1, 1), .init("backRightLegForceY", "N", -1, 1),
    .init("backRightLegForceZ", "N", -1, 1), .init("backRightAuxTorqueX", "N m", -1, 1),
    .init("backRightAuxTorqueY", "N m", -1, 1), .init("backRightAuxTorqueZ", "N m", -1, 1),
    .init("backRightAuxForceX", "N", -1, 1), .init("backRightAuxForceY", "N", -1, 1),
    .init("backRightAuxForceZ", "N", -1, 1), .init("backRightAnkleTorqueX", "N m", -1, 1),
    .init("backRightAnkleTorqueY", "N m", -1, 1), .init("backRightAnkleTorqueZ", "N m", -1, 1),
    .init("backRightAnkleForceX", "N", -1, 1), .init("backRightAnkleForceY", "N", -1, 1),
    .init("backRightAnkleForceZ", "N", -1, 1),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "torsoMass", .mass("torso"), unit: "kg", nominal: 0.32724923474893675, interval: 0.1...3,
      meaning: "mass, and with it the inertia, of torso"),
    UncertainNumber(
      "frontLeftLegMass", .mass("front-left-leg"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01...3, meaning: "mass, and with it the inertia, of front-left-leg"),
    UncertainNumber(
      "frontLeftAuxMass", .mass("front-left-aux"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of front-left-aux"),
    UncertainNumber(
      "frontLeftAnkleMass", .mass("front-left-ankle"), unit: "kg", nominal: 0.06759220453268026,
      interval: 0.0338...0.1352, meaning: "mass, and with it the inertia, of front-left-ankle"),
    UncertainNumber(
      "frontRightLegMass", .mass("front-right-leg"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01...3, meaning: "mass, and with it the inertia, of front-right-leg"),
    UncertainNumber(
      "frontRightAuxMass", .mass("front-right-aux"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of front-right-aux"),
    UncertainNumber(
      "frontRightAnkleMass", .mass("front-right-ankle"), unit: "kg", nominal: 0.06759220453268026,
      interval: 0.0338...0.1352, meaning: "mass, and with it the inertia, of front-right-ankle"),
    UncertainNumber(
      "backLeftLegMass", .mass("back-left-leg"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of back-left-leg"),
    UncertainNumber(
      "backLeftAuxMass", .mass("back-left-aux"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of back-left-aux"),
    UncertainNumber(
      "backLeftAnkleMass", .mass("back-left-ankle"), unit: "kg", nominal: 0.06759220453268026,
      interval: 0.0338...0.1352, meaning: "mass, and with it the inertia, of back-left-ankle"),
    UncertainNumber(
      "backRightLegMass", .mass("back-right-leg"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of back-right-leg"),
    UncertainNumber(
      "backRightAuxMass", .mass("back-right-aux"), unit: "kg", nominal: 0.03915775372846671,
      interval: 0.01958...0.07832, meaning: "mass, and with it the inertia, of back-right-aux"),
    UncertainNumber(
      "backRightAnkleMass", .mass("back-right-ankle"), unit: "kg", nominal: 0.06759220453268026,
      interval: 0.0338...0.1352, meaning: "mass, and with it the inertia, of back-right-ankle"),
    UncertainNumber(
      "friction",
      .friction(["torso", "front-left-leg", "front-left-aux", "front-left-ankle", "front-right-leg",
        "front-right-aux", "front-right-ankle", "back-left-leg", "back-left-aux", "back-left-ankle", "back-right-leg", "back-right-aux", "back-right-ankle"]),
      unit: "1", nominal: 1, interval: 0.1...3,
      meaning: "sliding coefficient of the floor's contacts with every link"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping",
      .damping(["front-left-hip", "front-left-ankle", "front-right-hip", "front-right-ankle",
        "back-left-hip", "back-left-ankle", "back-right-hip", "back-right-ankle"]), unit: "1", nominal: 1,
      interval: 0.5...2, meaning: "factor on the damping of every damped joint"),
    UncertainNumber(
      "stiffness",
      .stiffness(["back-right-hip", "back-right-ankle", "front-left-hip", "front-left-ankle",
        "front-right-hip", "front-right-ankle", "back-left-hip", "back-left-ankle"], rest: 0),
      unit: "N m/rad", nominal: 0, interval: 0...30,
      meaning: "stiffness of the springs at every driven joint, at rest at 0 rad"),
    UncertainNumber(
      "gain",
      .gain(["back-right-hip", "back-right-ankle", "front-left-hip", "front-left-ankle",
        "front-right-hip", "front-right-ankle", "back-left-hip", "back-left-ankle"]), unit: "1",
      nominal: 1, interval: 0.7...1.3, meaning: "factor on the gear of every motor"),
    UncertainNumber(
      "auxLength", .length(["front-left-aux", "front-right-aux", "back-left-aux", "back-right-aux"]),
      unit: "m", nominal: 0.28284271247461906, interval: 0.189...0.377,
      meaning: "length of the segment of front-left-aux, front-right-aux, back-left-aux, back-right-aux"),
    UncertainNumber(
      "ankleLength",
      .length(["front-left-ankle", "front-right-ankle", "back-left-ankle", "back-right-ankle"]), unit: "m",
      nominal: 0.5656854249492381, interval: 0.377...0.754,
      meaning: "length of the segment of front-left-ankle, front-right-ankle, back-left-ankle, back-right-ankle"),
    UncertainNumber(
      "torsoForceX", .force("torso", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along x"),
    UncertainNumber(
      "torsoForceY", .force("torso", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along y"),
    UncertainNumber(
      "torsoForceZ", .force("torso", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of torso along z"),
    UncertainNumber(
      "frontLeftLegForceX", .force("front-left-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-left-leg along x"),
    UncertainNumber(
      "frontLeftLegForceY", .force("front-left-leg", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-left-leg along y"),
    UncertainNumber(
      "frontLeftLegForceZ", .force("front-left-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-left-leg along z"),
    UncertainNumber(
      "frontRightLegForceX", .force("front-right-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-right-leg along x"),
    UncertainNumber(
      "frontRightLegForceY", .force("front-right-leg", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-right-leg along y"),
    UncertainNumber(
      "frontRightLegForceZ", .force("front-right-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of front-right-leg along z"),
    UncertainNumber(
      "backLeftLegForceX", .force("back-left-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-left-leg along x"),
    UncertainNumber(
      "backLeftLegForceY", .force("back-left-leg", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-left-leg along y"),
    UncertainNumber(
      "backLeftLegForceZ", .force("back-left-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-left-leg along z"),
    UncertainNumber(
      "backRightLegForceX", .force("back-right-leg", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-right-leg along x"),
    UncertainNumber(
      "backRightLegForceY", .force("back-right-leg", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-right-leg along y"),
    UncertainNumber(
      "backRightLegForceZ", .force("back-right-leg", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of back-right-leg along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("torsoMass", 0.1...3)]),
    ParameterBox("iwocs-2d", sides: [("torsoMass", 0.1...3), ("frontLeftLegMass", 0.01...3)]),
    ParameterBox("iwocs-3d", sides: [
      ("torsoMass", 0.1...3), ("frontLeftLegMass", 0.01...3), ("frontRightLegMass", 0.01...3)]),
    ParameterBox("rarl", [
      "torsoForceX", "torsoForceY", "frontLeftLegForceX", "frontLeftLegForceY", "frontRightLegForceX",
      "frontRightLegForceY"]),
  ]
}

extension Ant: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [11, 12, 5, 6, 7, 8, 9, 10, 25, 26, 19, 20, 21, 22, 23, 24],
    matrix: [
      [
        -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0, 0, 0, 0, 0, 0,
      ],
      [
        0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0, 0, 0, 0, 0,
      ],
      [
        0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0, 0, 0, 0,
      ],
      [
        0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0, 0, 0,
      ],
      [
        0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0, 0,
      ],
      [
        0, 0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0, 0, -0.01,
      ],
    ], bias: [0, 0.1309, 0, 0.1309, 0, -0.1309, 0, -0.1309],
    bound: 1)
}
