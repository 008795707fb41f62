// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "gauntlet", path: "..")],
  targets: [
    .target(
      name: "CTwin", cSettings: [.unsafeFlags(["-O3", "-march=native", "-ffp-contract=off"])]),
    .target(name: "AllocationCounter"),
    .executableTarget(
      name: "StepBenchmarks",
      dependencies: ["CTwin", "AllocationCounter", .product(name: "Gauntlet", package: "gauntlet")]),
  ]
)
