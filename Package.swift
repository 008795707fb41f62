// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Cards lie beside the code they describe; SwiftPM wants them named as not being sources.
func cards(in folder: String) -> [String] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(folder)
  let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
  return names.filter { $0.hasSuffix(".md") }.sorted()
}

func environments(_ folder: String, _ extra: [Target.Dependency] = []) -> Target {
  .target(
    name: folder + "Environments",
    dependencies: ["DecisionProcesses", "RandomStreams", "ElementaryFunctions", "Scenes"] + extra,
    path: "Environments/" + folder, exclude: cards(in: "Environments/" + folder))
}

let families: [Target.Dependency] = [
  "TabularEnvironments", "ClassicControlEnvironments", "SafeControlEnvironments",
]

let package = Package(
  name: "gauntlet",
  products: [
    .library(name: "Gauntlet", targets: ["Gauntlet"])
  ],
  dependencies: [],
  targets: [
    .target(name: "ElementaryFunctions"),
    .target(name: "RandomStreams", dependencies: ["ElementaryFunctions"]),
    .target(name: "DecisionProcesses", dependencies: ["RandomStreams", "ElementaryFunctions"]),
    .target(name: "Recipes"),
    .target(
      name: "Perturbations",
      dependencies: ["DecisionProcesses", "RandomStreams", "ElementaryFunctions", "Recipes"]),
    .target(name: "Scenes", dependencies: ["DecisionProcesses"]),
    .target(name: "ImageFiles"),
    .target(name: "Planning", dependencies: ["DecisionProcesses"]),
    environments("Tabular"),
    environments("ClassicControl"),
    environments("SafeControl", ["ClassicControlEnvironments"]),
    .target(name: "EnvironmentTesting", dependencies: ["DecisionProcesses", "RandomStreams", "Perturbations"]),
    .target(name: "Gauntlet", dependencies: ["DecisionProcesses", "RandomStreams"] + families),
    .testTarget(name: "RecipesTests", dependencies: ["Recipes"]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "TabularEnvironments", "DecisionProcesses"]),
    .testTarget(
      name: "PerturbationsTests",
      dependencies: ["Perturbations", "ClassicControlEnvironments", "SafeControlEnvironments"]),
    .testTarget(
      name: "TabularEnvironmentsTests", dependencies: ["TabularEnvironments", "DecisionProcesses", "EnvironmentTesting"]),
    .testTarget(
      name: "ClassicControlEnvironmentsTests",
      dependencies: ["ClassicControlEnvironments", "DecisionProcesses", "EnvironmentTesting"]),
    .testTarget(
      name: "SafeControlEnvironmentsTests",
      dependencies: ["SafeControlEnvironments", "DecisionProcesses", "EnvironmentTesting"]),
  ]
)
