// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "own-world",
  dependencies: [.package(name: "gauntlet", path: "../..")],
  targets: [
    .executableTarget(name: "OwnWorld", dependencies: [.product(name: "Gauntlet", package: "gauntlet")])
  ]
)
