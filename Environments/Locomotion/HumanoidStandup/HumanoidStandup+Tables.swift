// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension HumanoidStandup {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("abdomenY", 0.4), ("abdomenZ", 0.4), ("abdomenX", 0.4), ("rightHipX", 0.4), ("rightHipZ", 0.4),
    ("rightHipY", 0.4), ("rightKnee", 0.4), ("leftHipX", 0.4), ("leftHipZ", 0.4), ("leftHipY", 0.4),
    ("leftKnee", 0.4), ("rightShoulder1", 0.4), ("rightShoulder2", 0.4), ("rightElbow", 0.4),
    ("leftShoulder1", 0.4), ("leftShoulder2", 0.4), ("leftElbow", 0.4),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("rootZ", "m"), .init("rootQuaternionW", "1"), .init("rootQuaternionX", "1"),
    .init("rootQuaternionY", "1"), .init("rootQuaternionZ", "1"), .init("abdomenZ", "rad"),
    .init("abdomenY", "rad"), .init("abdomenX", "rad"), .init("rightHipX", "rad"), .init("rightHipZ", "rad"),
    .init("rightHipY", "rad"), .init("rightKnee", "rad"), .init("leftHipX", "rad"), .init("leftHipZ", "rad"),
    .init("leftHipY", "rad"), .init("leftKnee", "rad"), .init("rightShoulder1", "rad"),
    .init("rightShoulder2", "rad"), .init("rightElbow", "rad"), .init("leftShoulder1", "rad"),
    .init("leftShoulder2", "rad"), .init("leftElbow", "rad"), .init("rootXRate", "m/s"),
    .init("rootYRate", "m/s"), .init("rootZRate", "m/s"), .init("rootTurnX", "rad/s"),
    .init("rootTurnY", "rad/s"), .init("rootTurnZ", "rad/s"), .init("abdomenZRate", "rad/s"),
    .init("abdomenYRate", "rad/s"), .init("abdomenXRate", "rad/s"), .init("rightHipXRate", "rad/s"),
    .init("rightHipZRate", "rad/s"), .init("rightHipYRate", "rad/s"), .init("rightKneeRate", "rad/s"),
    .init("leftHipXRate", "rad/s"), .init("leftHipZRate", "rad/s"), .init("leftHipYRate", "rad/s"),
    .init("leftKneeRate", "rad/s"), .init("rightShoulder1Rate", "rad/s"),
    .init("rightShoulder2Rate", "rad/s"), .init("rightElbowRate", "rad/s"),
    .init("leftShoulder1Rate", "rad/s"), .init("leftShoulder2Rate", "rad/s"), .init("leftElbowRate", "rad/s"),
    .init("torsoInertiaXX", "kg m^2"), .init("torsoInertiaYY", "kg m^2"), .init("torsoInertiaZZ", "kg m^2"),
    .init("torsoInertiaXY", "kg m^2"), .init("torsoInertiaXZ", "kg m^2"), .init("torsoInertiaYZ", "kg m^2"),
    .init("torsoMassTimesX", "kg m"), .init("torsoMassTimesY", "kg m"), .init("torsoMassTimesZ", "kg m"),
    .init("torsoMassSeen", "kg"), .init("lowerWaistInertiaXX", "kg m^2"),
    .init("lowerWaistInertiaYY", "kg m^2"), .init("lowerWaistInertiaZZ", "kg m^2"),
    .init("lowerWaistInertiaXY", "kg m^2"), .init("lowerWaistInertiaXZ", "kg m^2"),
    .init("lowerWaistInertiaYZ", "kg m^2"), .init("lowerWaistMassTimesX", "kg m"),
    .init("lowerWaistMassTimesY", "kg m"), .init("lowerWaistMassTimesZ", "kg m"),
    .init("lowerWaistMassSeen", "kg"), .init("pelvisInertiaXX", "kg m^2"), .init("pelvisInertiaYY", "kg m^2"),
    .init("pelvisInertiaZZ", "kg m^2"), .init("pelvisInertiaXY", "kg m^2"),
    .init("pelvisInertiaXZ", "kg m^2"), .init("pelvisInertiaYZ", "kg m^2"), .init("pelvisMassTimesX", "kg m"),
    .init("pelvisMassTimesY", "kg m"), .init("pelvisMassTimesZ", "kg m"), .init("pelvisMassSeen", "kg"),
    .init("rightThighInertiaXX", "kg m^2"), .init("rightThighInertiaYY", "kg m^2"),
    .init("rightThighInertiaZZ", "kg m^2"), .init("rightThighInertiaXY", "kg m^2"),
    .init("rightThighInertiaXZ", "kg m^2"), .init("rightThighInertiaYZ", "kg m^2"),
    .init("rightThighMassTimesX", "kg m"), .init("rightThighMassTimesY", "kg m"),
    .init("rightThighMassTimesZ", "kg m"), .init("rightThighMassSeen", "kg"),
    .init("rightShinInertiaXX", "kg m^2"), .init("rightShinInertiaYY", "kg m^2"),
    .init("rightShinInertiaZZ", "kg m^2"), .init("rightShinInertiaXY", "kg m^2"),
    .init("rightShinInertiaXZ", "kg m^2"), .init("rightShinInertiaYZ", "kg m^2"),
    .init("rightShinMassTimesX", "kg m"), .init("rightShinMassTimesY", "kg m"),
    .init("rightShinMassTimesZ", "kg m"), .init("rightShinMassSeen", "kg"),
    .init("rightFootInertiaXX", "kg m^2"), .init("rightFootInertiaYY", "kg m^2"),
    .init("rightFootInertiaZZ", "kg m^2"), .init("rightFootInertiaXY", "kg m^2"),
    .init("rightFootInertiaXZ", "kg m^2"), .init("rightFootInertiaYZ", "kg m^2"),
    .init("rightFootMassTimesX", "kg m"), .init("rightFootMassTimesY", "kg m"),
    .init("rightFootMassTimesZ", "kg m"), .init("rightFootMassSeen", "kg"),
    .init("leftThighInertiaXX", "kg m^2"), .init("leftThighInertiaYY", "kg m^2"),
    .init("leftThighInertiaZZ", "kg m^2"), .init("leftThighInertiaXY", "kg m^2"),
    .init("leftThighInertiaXZ", "kg m^2"), .init("leftThighInertiaYZ", "kg m^2"),
    .init("leftThighMassTimesX", "kg m"), .init("leftThighMassTimesY", "kg m"),
    .init("leftThighMassTimesZ", "kg m"), .init("leftThighMassSeen", "kg"),
    .init("leftShinInertiaXX", "kg m^2"), .init("leftShinInertiaYY", "kg m^2"),
    .init("leftShinInertiaZZ", "kg m^2"), .init("leftShinInertiaXY", "kg m^2"),
    .init("leftShinInertiaXZ", "kg m^2"), .init("leftShinInertiaYZ", "kg m^2"),
    .init("leftShinMassTimesX", "kg m"), .init("leftShinMassTimesY", "kg m"),
    .init("leftShinMassTimesZ", "kg m"), .init("leftShinMassSeen", "kg"),
    .init("leftFootInertiaXX", "kg m^2"), .init("leftFootInertiaYY", "kg m^2"),
    .init("leftFootInertiaZZ", "kg m^2"), .init("leftFootInertiaXY", "kg m^2"),
    .init("leftFootInertiaXZ", "kg m^2"), .init("leftFootInertiaYZ", "kg m^2"),
    .init("leftFootMassTimesX", "kg m"), .init("leftFootMassTimesY", "kg m"),
    .init("leftFootMassTimesZ", "kg m"), .init("leftFootMassSeen", "kg"),
    .init("rightUpperArmInertiaXX", "kg m^2"), .init("rightUpperArmInertiaYY", "kg m^2"),
    .init("rightUpperArmInertiaZZ", "kg m^2"), .init("rightUpperArmInertiaXY", "kg m^2"),
    .init("rightUpperArmInertiaXZ", "kg m^2"), .init("rightUpperArmInertiaYZ", "kg m^2"),
    .init("rightUpperArmMassTimesX", "kg m"), .init("rightUpperArmMassTimesY", "kg m"),
    .init("rightUpperArmMassTimesZ", "kg m"), .init("rightUpperArmMassSeen", "kg"),
    .init("rightLowerArmInertiaXX", "kg m^2"), .init("rightLowerArmInertiaYY", "kg m^2"),
    .init("rightLowerArmInertiaZZ", "kg m^2"), .init("rightLowerArmInertiaXY", "kg m^2"),
    .init("rightLowerArmInertiaXZ", "kg m^2"), .init("rightLowerArmInertiaYZ", "kg m^2"),
    .init("rightLowerArmMassTimesX", "kg m"), .init("rightLowerArmMassTimesY", "kg m"),
    .init("rightLowerArmMassTimesZ", "kg m"), .init("rightLowerArmMassSeen", "kg"),
    .init("leftUpperArmInertiaXX", "kg m^2"), .init("leftUpperArmInertiaYY", "kg m^2"),
    .init("leftUpperArmInertiaZZ", "kg m^2"), .init("leftUpperArmInertiaXY", "kg m^2"),
    .init("leftUpperArmInertiaXZ", "kg m^2"), .init("leftUpperArmInertiaYZ", "kg m^2"),
    .init("leftUpperArmMassTimesX", "kg m"), .init("leftUpperArmMassTimesY", "kg m"),
    .init("leftUpperArmMassTimesZ", "kg m"), .init("leftUpperArmMassSeen", "kg"),
    .init("leftLowerArmInertiaXX", "kg m^2"), .init("leftLowerArmInertiaYY", "kg m^2"),
    .init("leftLowerArmInertiaZZ", "kg m^2"), .init("leftLowerArmInertiaXY", "kg m^2"),
    .init("leftLowerArmInertiaXZ", "kg m^2"), .init("leftLowerArmInertiaYZ", "kg m^2"),
    .init("leftLowerArmMassTimesX", "kg m"), .init("leftLowerArmMassTimesY", "kg m"),
    .init("leftLowerArmMassTimesZ", "kg m"), .init("leftLowerArmMassSeen", "kg"),
    .init("torsoSpinX", "rad/s"), .init("torsoSpinY", "rad/s"), .init("torsoSpinZ", "rad/s"),
    .init("torsoDriftX", "m/s"), .init("torsoDriftY", "m/s"), .init("torsoDriftZ", "m/s"),
    .init("lowerWaistSpinX", "rad/s"), .init("lowerWaistSpinY", "rad/s"), .init("lowerWaistSpinZ", "rad/s"),
    .init("lowerWaistDriftX", "m/s"), .init("lowerWaistDriftY", "m/s"), .init("lowerWaistDriftZ", "m/s"),
    .init("pelvisSpinX", "rad/s"), .init("pelvisSpinY", "rad/s"), .init("pelvisSpinZ", "rad/s"),
    .init("pelvisDriftX", "m/s"), .init("pelvisDriftY", "m/s"), .init("pelvisDriftZ", "m/s"),
    .init("rightThighSpinX", "rad/s"), .init("rightThighSpinY", "rad/s"), .init("rightThighSpinZ", "rad/s"),
    .init("rightThighDriftX", "m/s"), .init("rightThighDriftY", "m/s"), .init("rightThighDriftZ", "m/s"),
    .init("rightShinSpinX", "rad/s"), .init("rightShinSpinY", "rad/s"), .init("rightShinSpinZ", "rad/s"),
    .init("rightShinDriftX", "m/s"), .init("rightShinDriftY", "m/s"), .init("rightShinDriftZ", "m/s"),
    .init("rightFootSpinX", "rad/s"), .init("rightFootSpinY", "rad/s"), .init("rightFootSpinZ", "rad/s"),
    .init("rightFootDriftX", "m/s"), .init("rightFootDriftY", "m/s"), .init("rightFootDriftZ", "m/s"),
    .init("leftThighSpinX", "rad/s"), .init("leftThighSpinY", "rad/s"), .init("leftThighSpinZ", "rad/s"),
    .init("leftThighDriftX", "m/s"), .init("leftThighDriftY", "m/s"), .init("leftThighDriftZ", "m/s"),
    .init("leftShinSpinX", "rad/s"), .init("leftShinSpinY", "rad/s"), .init("leftShinSpinZ", "rad/s"),
    .init("leftShinDriftX", "m/s"), .init("leftShinDriftY", "m/s"), .init("leftShinDriftZ", "m/s"),
    .init("leftFootSpinX", "rad/s"), .init("leftFootSpinY", "rad/s"), .init("leftFootSpinZ", "rad/s"),
    .init("leftFootDriftX", "m/s"), .init("leftFootDriftY", "m/s"), .init("leftFootDriftZ", "m/s"),
    .init("rightUpperArmSpinX", "rad/s"), .init("rightUpperArmSpinY", "rad/s"),
    .init("rightUpperArmSpinZ", "rad/s"), .init("rightUpperArmDriftX", "m/s"),
    .init("rightUpperArmDriftY", "m/s"), .init("rightUpperArmDriftZ", "m/s"),
    .init("rightLowerArmSpinX", "rad/s"), .init("rightLowerArmSpinY", "rad/s"),
    .init("rightLowerArmSpinZ", "rad/s"), .init("rightLowerArmDriftX", "m/s"),
    .init("rightLowerArmDriftY", "m/s"), .init("rightLowerArmDriftZ", "m/s"),
    .init("leftUpperArmSpinX", "rad/s"), .init("leftUpperArmSpinY", "rad/s"),
    .init("leftUpperArmSpinZ", "rad/s"), .init("leftUpperArmDriftX", "m/s"),
    .init("leftUpperArmDriftY", "m/s"), .init("leftUpperArmDriftZ", "m/s"),
    .init("leftLowerArmSpinX", "rad/s"), .init("leftLowerArmSpinY", "rad/s"),
    .init("leftLowerArmSpinZ", "rad/s"), .init("leftLowerArmDriftX", "m/s"),
    .init("leftLowerArmDriftY", "m/s"), .init("leftLowerArmDriftZ", "m/s"),
    .init("abdomenZMotorTorque", "N m"), .init("abdomenYMotorTorque", "N m"),
    .init("abdomenXMotorTorque", "N m"), .init("rightHipXMotorTorque", "N m"),
    .init("rightHipZMotorTorque", "N m"), .init("rightHipYMotorTorque", "N m"),
    .init("rightKneeMotorTorque", "N m"), .init("leftHipXMotorTorque", "N m"),
    .init("leftHipZMotorTorque", "N m"), .init("leftHipYMotorTorque", "N m"),
    .init("leftKneeMotorTorque", "N m"), .init("rightShoulder1MotorTorque", "N m"),
    .init("rightShoulder2MotorTorque", "N m"), .init("rightElbowMotorTorque", "N m"),
    .init("leftShoulder1MotorTorque", "N m"), .init("leftShoulder2MotorTorque", "N m"),
    .init("leftElbowMotorTorque", "N m"), .init("torsoTorqueX", "N m"), .init("torsoTorqueY", "N m"),
    .init("torsoTorqueZ", "N m"), .init("torsoForceX", "N"), .init("torsoForceY", "N"),
    .init("torsoForceZ", "N"), .init("lowerWaistTorqueX", "N m"), .init("lowerWaistTorqueY", "N m"),
    .init("lowerWaistTorqueZ", "N m"), .init("lowerWaistForceX", "N"), .init("lowerWaistForceY", "N"),
    .init("lowerWaistForceZ", "N"), .init("pelvisTorqueX", "N m"), .init("pelvisTorqueY", "N m"),
    .init("pelvisTorqueZ", "N m"), .init("pelvisForceX", "N"), .init("pelvisForceY", "N"),
    .init("pelvisForceZ", "N"), .init("rightThighTorqueX", "N m"), .init("rightThighTorqueY", "N m"),
    .init("rightThighTorqueZ", "N m"), .init("rightThighForceX", "N"), .init("rightThighForceY", "N"),
    .init("rightThighForceZ", "N"), .init("rightShinTorqueX", "N m"), .init("rightShinTorqueY", "N m"),
    .init("rightShinTorqueZ", "N m"), .init("rightShinForceX", "N"), .init("rightShinForceY", "N"),
    .init("rightShinForceZ", "N"), .init("rightFootTorqueX", "N m"), .init("rightFootTorqueY", "N m"),
    .init("rightFootTorqueZ", "N m"), .init("rightFootForceX", "N"), .init("rightFootForceY", "N"),
    .init("rightFootForceZ", "N"), .init("leftThighTorqueX", "N m"), .init("leftThighTorqueY", "N m"),
    .init("leftThighTorqueZ", "N m"), .init("leftThighForceX", "N"), .init("leftThighForceY", "N"),
    .init("leftThighForceZ", "N"), .init("leftShinTorqueX", "N m"), .init("leftShinTorqueY", "N m"),
    .init("leftShinTorqueZ", "N m"), .init("leftShinForceX", "N"), .init("leftShinForceY", "N"),
    .init("leftShinForceZ", "N"), .init("leftFootTorqueX", "N m"), .init("leftFootTorqueY", "N m"),
    .init("leftFootTorqueZ", "N m"), .init("leftFootForceX", "N"), .init("leftFootForceY", "N"),
    .init("leftFootForceZ", "N"), .init("rightUpperArmTorqueX", "N m"), .init("rightUpperArmTorqueY", "N m"),
    .init("rightUpperArmTorqueZ", "N m"), .init("rightUpperArmForceX", "N"),
    .init("rightUpperArmForceY", "N"), .init("rightUpperArmForceZ", "N"),
    .init("rightLowerArmTorqueX", "N m"), .init("rightLowerArmTorqueY", "N m"),
    .init("rightLowerArmTorqueZ", "N m"), .init("rightLowerArmForceX", "N"),
    .init("rightLowerArmForceY", "N"), .init("rightLowerArmForceZ", "N"), .init("leftUpperArmTorqueX", "N m"),
    .init("leftUpperArmTorqueY", "N m"), .init("leftUpperArmTorqueZ", "N m"),
    .init("leftUpperArmForceX", "N"), .init("leftUpperArmForceY", "N"), .init("leftUpperArmForceZ", "N"),
    .init("leftLowerArmTorqueX", "N m"), .init("leftLowerArmTorqueY", "N m"),
    .init("leftLowerArmTorqueZ", "N m"), .init("leftLowerArmForceX", "N"), .init("leftLowerArmForceY", "N"),
    .init("leftLowerArmForceZ", "N"),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "torsoMass", .mass("torso"), unit: "kg", nominal: 8.907462370478262, interval: 0.1...17.81,
      meaning: "mass, and with it the inertia, of torso"),
    UncertainNumber(
      "lowerWaistMass", .mass("lower-waist"), unit: "kg", nominal: 2.261946710584651,
      interval: 1.131...4.524, meaning: "mass, and with it the inertia, of lower-waist"),
    UncertainNumber(
      "pelvisMass", .mass("pelvis"), unit: "kg", nominal: 6.616194128460103, interval: 3.308...13.23,
      meaning: "mass, and with it the inertia, of pelvis"),
    UncertainNumber(
      "rightThighMass", .mass("right-thigh"), unit: "kg", nominal: 4.751750928806242,
      interval: 2.376...9.504, meaning: "mass, and with it the inertia, of right-thigh"),
    UncertainNumber(
      "rightShinMass", .mass("right-shin"), unit: "kg", nominal: 2.7556961671836424,
      interval: 1.378...5.511, meaning: "mass, and with it the inertia, of right-shin"),
    UncertainNumber(
      "rightFootMass", .mass("right-foot"), unit: "kg", nominal: 1.7671458676442586, interval: 0.1...8,
      meaning: "mass, and with it the inertia, of right-foot"),
    UncertainNumber(
      "leftThighMass", .mass("left-thigh"), unit: "kg", nominal: 4.751750928806242, interval: 0.1...9.504,
      meaning: "mass, and with it the inertia, of left-thigh"),
    UncertainNumber(
      "leftShinMass", .mass("left-shin"), unit: "kg", nominal: 2.7556961671836424, interval: 1.378...5.511,
      meaning: "mass, and with it the inertia, of left-shin"),
    UncertainNumber(
      "leftFootMass", .mass("left-foot"), unit: "kg", nominal: 1.7671458676442586,
      interval: 0.8836...3.534, meaning: "mass, and with it the inertia, of left-foot"),
    UncertainNumber(
      "rightUpperArmMass", .mass("right-upper-arm"), unit: "kg", nominal: 1.6610804848382084,
      interval: 0.8305...3.322, meaning: "mass, and with it the inertia, of right-upper-arm"),
    UncertainNumber(
      "rightLowerArmMass", .mass("right-lower-arm"), unit: "kg", nominal: 1.2295401928310803,
      interval: 0.6148...2.459, meaning: "mass, and with it the inertia, of right-lower-arm"),
    UncertainNumber(
      "leftUpperArmMass", .mass("left-upper-arm"), unit: "kg", nominal: 1.6610804848382084,
      interval: 0.8305...3.322, meaning: "mass, and with it the inertia, of left-upper-arm"),
    UncertainNumber(
      "leftLowerArmMass", .mass("left-lower-arm"), unit: "kg", nominal: 1.2295401928310803,
      interval: 0.6148...2.459, meaning: "mass, and with it the inertia, of left-lower-arm"),
    UncertainNumber(
      "friction",
      .friction(["chest", "head", "upper-waist", "lower-waist", "pelvis", "right-thigh", "right-shin",
        "right-foot", "left-thigh", "left-shin", "left-foot", "right-upper-arm", "right-lower-arm", "right-hand", "left-upper-arm", "left-lower-arm", "left-hand"]),
      unit: "1", nominal: 1, interval: 0.1...3,
      meaning: "sliding coefficient of the floor's contacts with every link"),
    UncertainNumber(
      "gravity", .gravity, unit: "m/s^2", nominal: 9.81, interval: 4.905...14.715,
      meaning: "gravitational acceleration downwards"),
    UncertainNumber(
      "damping",
      .damping(["abdomen-z", "abdomen-y", "abdomen-x", "right-hip-x", "right-hip-z", "right-hip-y",
        "right-knee", "left-hip-x", "left-hip-z", "left-hip-y", "left-knee", "right-shoulder-1", "right-shoulder-2", "right-elbow", "left-shoulder-1", "left-shoulder-2", "left-elbow"]),
      unit: "1", nominal: 1, interval: 0.5...2, meaning: "factor on the damping of every damped joint"),
    UncertainNumber(
      "stiffness",
      .stiffnessScale(["abdomen-z", "abdomen-y", "abdomen-x", "right-hip-x", "right-hip-z",
        "right-hip-y", "left-hip-x", "left-hip-z", "left-hip-y", "left-knee", "right-shoulder-1", "right-shoulder-2", "left-shoulder-1", "left-shoulder-2"]),
      unit: "1", nominal: 1, interval: 0.5...2, meaning: "factor on the stiffness of every sprung joint"),
    UncertainNumber(
      "gain",
      .gain(["abdomen-y", "abdomen-z", "abdomen-x", "right-hip-x", "right-hip-z", "right-hip-y",
        "right-knee", "left-hip-x", "left-hip-z", "left-hip-y", "left-knee", "right-shoulder-1", "right-shoulder-2", "right-elbow", "left-shoulder-1", "left-shoulder-2", "left-elbow"]),
      unit: "1", nominal: 1, interval: 0.7...1.3, meaning: "factor on the gear of every motor"),
    UncertainNumber(
      "thighLength", .length(["right-thigh", "left-thigh"]), unit: "m", nominal: 0.34,
      interval: 0.227...0.453, meaning: "length of the segment of right-thigh, left-thigh"),
    UncertainNumber(
      "shinLength", .length(["right-shin", "left-shin"]), unit: "m", nominal: 0.3, interval: 0.2...0.4,
      meaning: "length of the segment of right-shin, left-shin"),
    UncertainNumber(
      "upperArmLength", .length(["right-upper-arm", "left-upper-arm"]), unit: "m",
      nominal: 0.27712812921102037, interval: 0.185...0.37,
      meaning: "length of the segment of right-upper-arm, left-upper-arm"),
    UncertainNumber(
      "lowerArmLength", .length(["right-lower-arm", "left-lower-arm"]), unit: "m",
      nominal: 0.27712812921102037, interval: 0.185...0.37,
      meaning: "length of the segment of right-lower-arm, left-lower-arm"),
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
      "pelvisForceX", .force("pelvis", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of pelvis along x"),
    UncertainNumber(
      "pelvisForceY", .force("pelvis", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of pelvis along y"),
    UncertainNumber(
      "pelvisForceZ", .force("pelvis", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of pelvis along z"),
    UncertainNumber(
      "rightThighForceX", .force("right-thigh", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-thigh along x"),
    UncertainNumber(
      "rightThighForceY", .force("right-thigh", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-thigh along y"),
    UncertainNumber(
      "rightThighForceZ", .force("right-thigh", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-thigh along z"),
    UncertainNumber(
      "leftThighForceX", .force("left-thigh", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-thigh along x"),
    UncertainNumber(
      "leftThighForceY", .force("left-thigh", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-thigh along y"),
    UncertainNumber(
      "leftThighForceZ", .force("left-thigh", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-thigh along z"),
    UncertainNumber(
      "rightFootForceX", .force("right-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-foot along x"),
    UncertainNumber(
      "rightFootForceY", .force("right-foot", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-foot along y"),
    UncertainNumber(
      "rightFootForceZ", .force("right-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of right-foot along z"),
    UncertainNumber(
      "leftFootForceX", .force("left-foot", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-foot along x"),
    UncertainNumber(
      "leftFootForceY", .force("left-foot", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-foot along y"),
    UncertainNumber(
      "leftFootForceZ", .force("left-foot", axis: 2), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of left-foot along z"),
  ]

  static let publishedBoxes: [ParameterBox] = [
    ParameterBox("iwocs-1d", sides: [("torsoMass", 0.1...16)]),
    ParameterBox("iwocs-2d", sides: [("torsoMass", 0.1...16), ("rightFootMass", 0.1...8)]),
    ParameterBox("iwocs-3d", sides: [
      ("torsoMass", 0.1...16), ("rightFootMass", 0.1...5), ("leftThighMass", 0.1...8)]),
    ParameterBox("rrls-3d", sides: [
      ("torsoMass", 0.1...16), ("leftThighMass", 0.1...5), ("rightFootMass", 0.1...8)]),
    ParameterBox("rarl", [
      "torsoForceX", "torsoForceY", "rightThighForceX", "rightThighForceY", "leftFootForceX",
      "leftFootForceY"]),
  ]
}

extension HumanoidStandup: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [6, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 29, 28, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44],
    matrix: [
      [
        -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.03, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, -1.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.045, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.09, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.03, 0, 0, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.045, 0, 0, 0,
        0, 0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.36, 0, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.36, 0, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.36, 0,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.36,
        0, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -0.36, 0,
      ],
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -0.36,
      ],
    ], bias: [0, 0, 0, 0, 0, 0, -0.05236, 0, 0, 0, -0.05236, 0, 0, 0, 0, 0, 0],
    bound: 0.4)
}
