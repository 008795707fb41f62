import DecisionProcesses
import EnvironmentCatalog
import Foundation

/// Files of the package, found from where this one lies.
enum Package {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The card `Environments/<Family>/<Name>/<Name>.md` of a world called `name`.
  static func card(of name: String) -> URL? {
    let environments = root.appendingPathComponent("Environments")
    let families = (try? FileManager.default.contentsOfDirectory(atPath: environments.path)) ?? []
    return families.map { environments.appendingPathComponent("\($0)/\(name)/\(name).md") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  static func golden(of identifier: String) -> URL {
    root.appendingPathComponent("Tests/Goldens/\(identifier).txt")
  }

  static func text(_ url: URL) -> String? { try? String(contentsOf: url, encoding: .utf8) }
}

/// Calls a generic function with the world of one id.
protocol WorldCall: WorldVisitor {
  var identifier: String { get }
  mutating func call<W: World>(_ world: W.Type)
}

extension WorldCall {
  mutating func visit<W: World>(_ world: W.Type) {
    if W.identifier == identifier { call(world) }
  }
}

let worldIdentifiers = EnvironmentCatalog.entries.map(\.identifier)
/// Those that can be played here.
let playableIdentifiers =
  // Where the engine is demanded, its lack is a failure and no reason to skip.
  ProcessInfo.processInfo.environment["GAUNTLET_REQUIRE_MUJOCO"] == "1"
  ? worldIdentifiers : EnvironmentCatalog.playableIdentifiers
