import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Foundation
import Testing

/// Every world's playthrough against `Tests/Goldens/<id>.txt`.
///
/// A change means another version number of the world. `UPDATE_GOLDENS=1 swift test --filter GoldenTests`
/// rewrites the files.
@Suite struct GoldenTests {
  static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" }

  @Test(arguments: playableIdentifiers)
  func playsAsRecorded(identifier: String) throws {
    var call = PlayCall(identifier: identifier)
    EnvironmentCatalog.enumerate(&call)
    let playthrough = try #require(call.playthrough)
    let file = Package.golden(of: identifier)
    if Self.isUpdating {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try playthrough.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try #require(Package.text(file), "there is no golden for \(identifier)")
    let difference = playthrough.difference(from: recorded)
    #expect(difference.isEmpty, "\(identifier) plays differently:\n\(difference)")
  }
}

private struct PlayCall: WorldCall {
  let identifier: String
  var playthrough: Playthrough?

  mutating func call<W: World>(_ world: W.Type) { playthrough = Playthrough(W.self) }
}
