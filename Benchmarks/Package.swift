// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  traits: [
    .trait(name: "Rendering", description: "Measure OpenGL too."),
    .trait(name: "MuJoCo", description: "Measure the locomotion worlds too."),
    .trait(name: "LAPACK", description: "Large matrices by a LAPACK."),
  ],
  dependencies: [
    .package(
      name: "gauntlet", path: "..",
      traits: [
        .trait(name: "Rendering", condition: .when(traits: ["Rendering"])),
        .trait(name: "MuJoCo", condition: .when(traits: ["MuJoCo"])),
        .trait(name: "LAPACK", condition: .when(traits: ["LAPACK"])),
      ])
  ],
  targets: [
    .target(
      name: "CTwin", cSettings: [.unsafeFlags(["-O3", "-march=native", "-ffp-contract=off"])]),
    .target(name: "AllocationCounter"),
    .executableTarget(
      name: "StepBenchmarks",
      dependencies: ["CTwin", "AllocationCounter", .product(name: "Gauntlet", package: "gauntlet")]),
    .target(name: "CSweeps", cSettings: [.unsafeFlags(["-O3", "-march=native", "-ffp-contract=off"])]),
    .executableTarget(
      name: "SolverBenchmarks",
      dependencies: ["CSweeps", "AllocationCounter", .product(name: "Gauntlet", package: "gauntlet")]),
    .executableTarget(
      name: "FrameBenchmarks", dependencies: [.product(name: "Gauntlet", package: "gauntlet")]),
  ]
)
