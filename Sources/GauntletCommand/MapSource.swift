import ArgumentParser
import EnvironmentCatalog

/// A map on the command line.
struct MapArgument: ParsableArguments {
  @Option(name: .long, help: "A map under the world: feasible or value, where the world has one.")
  var map: String?

  /// The name, if one was given.
  ///
  /// - Throws: `ExitCode` after a message when the world has no such map.
  func name(in environment: RecipeEnvironment) throws -> String? {
    let names = environment.overlays.map(\.name)
    if let map, !names.contains(map) {
      let known = names.isEmpty ? "it has none" : "it has " + names.joined(separator: " and ")
      throw fail("\(environment.recipe.environment) has no map '\(map)'; \(known)")
    }
    return map
  }
}

/// The maps of a world, made when what they depend on has changed.
struct MapSource {
  /// Nodes along each side of a slice: fine enough for a line of three pixels, quick enough for each frame.
  private static let resolution = 49

  let names: [String]
  private var values: (parameters: [Double], values: StateValues?)?
  private var last: (name: String, key: [UInt8], map: Overlay?)?

  init(_ environment: RecipeEnvironment) { names = environment.overlays.map(\.name) }

  /// The map called `name` at the environment's present state and parameters.
  mutating func map(named name: String, in environment: RecipeEnvironment) -> Overlay? {
    let parameters = environment.parameters
    let key = environment.stateBytes + parameters.flatMap { withUnsafeBytes(of: $0, Array.init) }
    if let last, last.name == name, last.key == key { return last.map }
    let map: Overlay?
    if name == "value" {
      if values?.parameters != parameters { values = (parameters, environment.stateValues()) }
      map = values?.values.flatMap { environment.overlay(of: $0) }
    } else {
      map = environment.overlay(named: name, resolution: Self.resolution)
    }
    last = (name, key, map)
    return map
  }
}
