// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.
import DecisionProcesses

extension Swimmer {
  /// Motors in the order of the action, with the greatest control.
  static let motors: [LocomotionFacts.Motor] = [
    ("frontBend", 1), ("rearBend", 1),
  ]

  static let components: [LocomotionFacts.Component] = [
    .init("heading", "rad"), .init("frontBend", "rad"), .init("rearBend", "rad"), .init("rootXRate", "m/s"),
    .init("rootYRate", "m/s"), .init("headingRate", "rad/s"), .init("frontBendRate", "rad/s"),
    .init("rearBendRate", "rad/s"),
  ]

  static let uncertain: [UncertainNumber] = [
    UncertainNumber(
      "headMass", .mass("head"), unit: "kg", nominal: 35.604716740684324, interval: 17.8...71.21,
      meaning: "mass, and with it the inertia, of head"),
    UncertainNumber(
      "middleMass", .mass("middle"), unit: "kg", nominal: 35.604716740684324, interval: 17.8...71.21,
      meaning: "mass, and with it the inertia, of middle"),
    UncertainNumber(
      "tailMass", .mass("tail"), unit: "kg", nominal: 35.604716740684324, interval: 17.8...71.21,
      meaning: "mass, and with it the inertia, of tail"),
    UncertainNumber(
      "gain", .gain(["front-bend", "rear-bend"]), unit: "1", nominal: 1, interval: 0.7...1.3,
      meaning: "factor on the gear of front-bend, rear-bend"),
    UncertainNumber(
      "headLength", .length(["head"]), unit: "m", nominal: 1, interval: 0.667...1.33,
      meaning: "length of the segment of head"),
    UncertainNumber(
      "middleLength", .length(["middle"]), unit: "m", nominal: 1, interval: 0.667...1.33,
      meaning: "length of the segment of middle"),
    UncertainNumber(
      "tailLength", .length(["tail"]), unit: "m", nominal: 1, interval: 0.667...1.33,
      meaning: "length of the segment of tail"),
    UncertainNumber(
      "fluidDensity", .fluidDensity, unit: "kg/m^3", nominal: 4000, interval: 2000...6000,
      meaning: "density of the fluid"),
    UncertainNumber(
      "fluidViscosity", .fluidViscosity, unit: "Pa s", nominal: 0.1, interval: 0.05...0.2,
      meaning: "viscosity of the fluid"),
    UncertainNumber(
      "headForceX", .force("head", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of head along x"),
    UncertainNumber(
      "headForceY", .force("head", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of head along y"),
    UncertainNumber(
      "middleForceX", .force("middle", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of middle along x"),
    UncertainNumber(
      "middleForceY", .force("middle", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of middle along y"),
    UncertainNumber(
      "tailForceX", .force("tail", axis: 0), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of tail along x"),
    UncertainNumber(
      "tailForceY", .force("tail", axis: 1), unit: "N", nominal: 0, interval: -3...3,
      meaning: "force on the centre of mass of tail along y"),
  ]

  static let publishedBoxes: [ParameterBox] = []
}

extension Swimmer: LinearlyScripted {
  static let policy = LinearPolicy(
    components: [0, 1, 2, 3, 4, 5, 6, 7],
    matrix: [
      [
        0.0085344, -0.24981, -0.32749, -0.27698, 0.30992, -0.34348, 0.2025, -0.016562,
      ],
      [
        0.089283, 0.048132, -0.37258, 0.39359, 0.086475, -0.17931, 0.12795, 0.060526,
      ],
    ], bias: [-0.04585, -0.17447],
    bound: 1)
}
