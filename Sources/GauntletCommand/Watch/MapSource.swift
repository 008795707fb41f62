import EnvironmentCatalog

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
