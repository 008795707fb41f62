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

func tests(_ subject: String, _ extra: [Target.Dependency] = [], fixtures: Bool = false) -> Target {
  .testTarget(
    name: subject + "Tests", dependencies: [.byName(name: subject)] + extra,
    resources: fixtures ? [.copy("Fixtures")] : [])
}

func benchmark(_ subject: String, _ extra: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: subject + "Benchmarks", dependencies: ["Gauntlet"] + umbrellaModules + extra,
    path: "Benchmarks/Sources/" + subject + "Benchmarks")
}

let families: [Target.Dependency] = [
  "TabularEnvironments", "ClassicControlEnvironments", "SafeControlEnvironments", "LocomotionEnvironments",
]

let locomotionModels = [
  "ant", "half-cheetah", "hopper", "humanoid", "humanoid-standup", "inverted-double-pendulum",
  "inverted-pendulum", "reacher", "swimmer", "walker-2d",
]

/// What a program that depends on the package may import beside the umbrella.
let modules = [
  "ElementaryFunctions", "RandomStreams", "LinearAlgebra", "UncertaintySets", "AssetCatalog",
  "DecisionProcesses", "Recipes", "Perturbations", "RobustProcesses", "Scenes", "ImageFiles", "VideoFiles",
  "Batching", "Planning", "Plots", "EnvironmentTesting", "MuJoCoPhysics", "TabularEnvironments", "ClassicControlEnvironments",
  "SafeControlEnvironments", "LocomotionEnvironments", "EnvironmentCatalog", "Playback", "Viewer",
  "Agents", "Evaluation", "Training",
]

/// What the umbrella re-exports. Targets that import it name these too: the umbrella's own module file stays
/// the same when one of them changes, and SwiftPM would not build its importers again.
/// Videos and run folders are left out: they would bring Foundation into every program.
let umbrellaModules: [Target.Dependency] = modules
  .filter { !["EnvironmentTesting", "VideoFiles", "Training"].contains($0) }.map { .byName(name: $0) }

let libraries: [Target] = [
  // Layer 0
  .target(
    name: "AssetCatalog", path: "Assets", exclude: ["Fonts/README.md", "Fonts/LICENSE-DejaVu.txt"],
    resources: [.embedInCode("Shaders/plane.glsl"), .embedInCode("Shaders/solid.glsl")]
      + locomotionModels.map { .embedInCode("MuJoCo/\($0).xml") }),
  .target(
    name: "CGraphics",
    cSettings: [.define("GAUNTLET_RENDERING", .when(traits: ["Rendering"]))]),
  .target(
    name: "CMuJoCo",
    cSettings: [
      .headerSearchPath("../../.libraries/mujoco/include", .when(traits: ["MuJoCo"])),
      .define("GAUNTLET_MUJOCO", .when(traits: ["MuJoCo"])),
    ]),
  .target(name: "LibrarySearch"),
  .target(name: "ElementaryFunctions"),
  .target(name: "LinearAlgebra", dependencies: ["ElementaryFunctions", "LibrarySearch"]),
  .target(name: "RandomStreams", dependencies: ["ElementaryFunctions"]),
  .target(
    name: "UncertaintySets", dependencies: ["RandomStreams", "ElementaryFunctions"],
    // As for Scenes below.
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
  // Layer 1
  .target(name: "DecisionProcesses", dependencies: ["RandomStreams", "ElementaryFunctions"]),
  .target(name: "Recipes"),
  // Layer 2
  .target(
    name: "Perturbations",
    dependencies: ["DecisionProcesses", "RandomStreams", "ElementaryFunctions", "Recipes"]),
  .target(
    name: "RobustProcesses",
    dependencies: ["DecisionProcesses", "UncertaintySets", "RandomStreams", "ElementaryFunctions"]),
  .target(
    name: "Scenes", dependencies: ["DecisionProcesses", "ElementaryFunctions", "AssetCatalog"],
    // squareRoot() refers to libm, which nothing else links into a program that imports no C library.
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
  .target(name: "MuJoCoPhysics", dependencies: ["CMuJoCo", "LibrarySearch"]),
  .target(name: "ImageFiles"),
  .target(name: "VideoFiles"),
  .target(name: "Batching", dependencies: ["DecisionProcesses", "Perturbations", "RandomStreams"]),
  // Layer 3
  environments("Tabular"),
  environments("ClassicControl"),
  environments("SafeControl", ["ClassicControlEnvironments"]),
  environments("Locomotion", ["MuJoCoPhysics", "AssetCatalog"]),
  .target(
    name: "Planning",
    dependencies: [
      "DecisionProcesses", "UncertaintySets", "RandomStreams", "ElementaryFunctions", "LibrarySearch",
    ]),
  .target(name: "Plots", dependencies: ["Scenes", "ElementaryFunctions"]),
  .target(
    name: "Viewer",
    dependencies: [
      "Scenes", "AssetCatalog", "DecisionProcesses",
      .target(name: "CGraphics", condition: .when(traits: ["Rendering"])),
    ]),
  .target(
    name: "EnvironmentTesting",
    dependencies: [
      "DecisionProcesses", "RandomStreams", "ElementaryFunctions", "Perturbations", "Batching", "Recipes",
      "Scenes",
    ]),
  // Layer 4
  .target(
    name: "EnvironmentCatalog",
    dependencies: [
      "DecisionProcesses", "RandomStreams", "Recipes", "Perturbations", "RobustProcesses", "Batching", "Scenes",
      "Planning", "UncertaintySets",
    ] + families,
    path: "Environments/Catalog"),
  .target(
    name: "Agents",
    dependencies: ["DecisionProcesses", "RandomStreams", "ElementaryFunctions", "UncertaintySets", "LinearAlgebra"],
    exclude: cards(in: "Sources/Agents"),
    // As for Scenes above.
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
  // Layer 5
  .target(
    name: "Evaluation",
    dependencies: [
      "DecisionProcesses", "RandomStreams", "ElementaryFunctions", "Recipes", "Perturbations", "EnvironmentCatalog",
      "Agents",
    ]),
  .target(
    name: "Training",
    dependencies: [
      "DecisionProcesses", "Recipes", "Agents", "Evaluation", "LinearAlgebra", "Plots", "Scenes",
    ]),
  .target(
    name: "Playback",
    dependencies: [
      "DecisionProcesses", "RandomStreams", "Recipes", "Perturbations", "Scenes", "EnvironmentCatalog",
    ]),
  // Layer 6
  .target(name: "Gauntlet", dependencies: umbrellaModules),
  .target(name: "CGauntlet"),
  .target(
    name: "GauntletC",
    dependencies: [
      "CGauntlet", "DecisionProcesses", "Recipes", "Perturbations", "Batching", "Scenes", "EnvironmentCatalog",
    ]),
  .executableTarget(
    name: "GauntletCommand",
    dependencies: [
      "EnvironmentCatalog", "EnvironmentTesting", "DecisionProcesses", "RandomStreams", "Recipes",
      "Perturbations", "Scenes", "ImageFiles", "VideoFiles", "Planning", "Playback", "Plots",
      "UncertaintySets", "Agents", "Evaluation", "Training",
      "Viewer",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  // Examples
  .executableTarget(
    name: "LinearRobustness",
    dependencies: ["Gauntlet", "Training", .product(name: "ArgumentParser", package: "swift-argument-parser")]
      + umbrellaModules,
    path: "Examples/dr-rpo", exclude: ["README.md", "results"]),
  .executableTarget(
    name: "ExternalAgent", dependencies: ["Gauntlet"] + umbrellaModules, path: "Examples/external-agent"),
  .executableTarget(
    name: "RobustWindyWalk", dependencies: ["Gauntlet"] + umbrellaModules, path: "Examples/iwocs",
    exclude: ["results"]),
  .executableTarget(
    name: "RiskComparison", dependencies: ["Gauntlet"] + umbrellaModules, path: "Examples/risk",
    exclude: ["README.md", "results"]),
]

let suites: [Target] = [
  tests("ElementaryFunctions", fixtures: true),
  tests("LinearAlgebra", fixtures: true),
  tests("RandomStreams", ["ElementaryFunctions"], fixtures: true),
  tests("UncertaintySets", ["RandomStreams", "ElementaryFunctions"], fixtures: true),
  tests("DecisionProcesses", ["RandomStreams", "ClassicControlEnvironments"]),
  tests("Recipes"),
  tests("AssetCatalog"),
  tests("Scenes", fixtures: true),
  tests("ImageFiles"),
  tests(
    "Perturbations",
    ["DecisionProcesses", "RandomStreams", "Recipes", "ClassicControlEnvironments", "SafeControlEnvironments"]),
  tests(
    "RobustProcesses",
    [
      "DecisionProcesses", "RandomStreams", "UncertaintySets", "Planning", "Perturbations", "Batching",
      "EnvironmentTesting", "TabularEnvironments", "ClassicControlEnvironments",
    ]),
  tests(
    "Batching",
    [
      "DecisionProcesses", "Perturbations", "RandomStreams", "ClassicControlEnvironments",
      "SafeControlEnvironments", "TabularEnvironments",
    ]),
  tests("Plots", ["Scenes"]),
  tests("Planning", ["DecisionProcesses", "RandomStreams", "TabularEnvironments", "UncertaintySets"]),
  tests("EnvironmentTesting", ["DecisionProcesses", "RandomStreams", "Perturbations", "Scenes"]),
  tests(
    "TabularEnvironments",
    ["DecisionProcesses", "RandomStreams", "EnvironmentTesting", "Planning", "UncertaintySets"]),
  tests("ClassicControlEnvironments", ["DecisionProcesses", "RandomStreams", "EnvironmentTesting"]),
  tests(
    "SafeControlEnvironments",
    ["DecisionProcesses", "RandomStreams", "EnvironmentTesting", "ClassicControlEnvironments", "Scenes"]),
  tests(
    "EnvironmentCatalog",
    [
      "DecisionProcesses", "RandomStreams", "Recipes", "Perturbations", "RobustProcesses", "Batching",
      "EnvironmentTesting", "Scenes", "Planning", "TabularEnvironments", "UncertaintySets",
    ]),
  tests(
    "Viewer",
    [
      "Scenes", "EnvironmentCatalog", "ImageFiles", "DecisionProcesses", "Perturbations",
      "ClassicControlEnvironments",
    ]),
  tests("Agents", ["DecisionProcesses", "RandomStreams", "UncertaintySets", "LinearAlgebra",
    "TabularEnvironments"]),
  tests("Evaluation", ["Agents", "DecisionProcesses", "Recipes", "RandomStreams", "EnvironmentCatalog"]),
  tests("Training", ["Agents", "Evaluation", "Recipes", "DecisionProcesses"]),
  tests("MuJoCoPhysics"),
  tests(
    "LocomotionEnvironments",
    [
      "MuJoCoPhysics", "DecisionProcesses", "RandomStreams", "Scenes", "EnvironmentCatalog",
    ]),
  tests("VideoFiles"),
  tests(
    "Playback",
    ["DecisionProcesses", "RandomStreams", "Recipes", "Perturbations", "Scenes", "EnvironmentCatalog"]),
  tests("GauntletCommand"),
  .testTarget(
    name: "GauntletCTests",
    dependencies: [
      "GauntletC", "CGauntlet", "EnvironmentCatalog", "Batching", "DecisionProcesses", "Recipes",
      "RandomStreams", "Scenes", "Perturbations", "TabularEnvironments",
    ],
    exclude: ["Programs"]),
  .testTarget(
    name: "ExampleTests",
    dependencies: [
      "Gauntlet", "ExternalAgent", "RobustWindyWalk", "RiskComparison", "LinearRobustness",
    ] + umbrellaModules),
]

/// Measurements: here, not in a package of their own, to be linked with what the tests were built of. Their unsafe
/// flags do not bother clients, since no product holds them.
let benchmarks: [Target] = [
  .target(
    name: "CTwin", path: "Benchmarks/Sources/CTwin",
    cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
  .target(
    name: "CSweeps", path: "Benchmarks/Sources/CSweeps",
    cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
  .target(name: "AllocationCounter", path: "Benchmarks/Sources/AllocationCounter"),
  benchmark("Step", ["CTwin", "AllocationCounter"]),
  benchmark("Solver", ["CSweeps", "AllocationCounter"]),
  benchmark("Frame"),
]

let package = Package(
  name: "gauntlet",
  products: [
    .library(name: "Gauntlet", targets: ["Gauntlet"] + modules),
    .executable(name: "gauntlet", targets: ["GauntletCommand"]),
    .library(name: "GauntletC", type: .dynamic, targets: ["GauntletC"]),
  ],
  traits: [
    .trait(
      name: "Rendering",
      description: "The OpenGL window and headless OpenGL; needs the headers of GLFW 3.3 and OpenGL."),
    .trait(
      name: "MuJoCo",
      description: "The locomotion worlds; needs MuJoCo's headers, which Scripts/fetch-mujoco puts in place."),
    .trait(
      name: "LAPACK",
      description: "Large matrices by a LAPACK, opened at run time; Scripts/fetch-openblas fetches one."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: libraries + benchmarks + suites
)
