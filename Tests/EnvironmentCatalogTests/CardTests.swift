import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Foundation
import Testing

/// Rewrites the generated tables of every card: `UPDATE_CARDS=1 swift test --filter updateCards`.
@Suite struct CardTests {
  static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_CARDS"] == "1" }

  @Test(.enabled(if: isUpdating), arguments: worldIdentifiers)
  func updateCards(identifier: String) throws {
    var call = FillCall(identifier: identifier)
    EnvironmentCatalog.enumerate(&call)
    let (file, text) = try #require(call.filled, "\(identifier) has no card")
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  @Test(arguments: worldIdentifiers)
  func fillingAgainChangesNothing(identifier: String) throws {
    var call = FillCall(identifier: identifier)
    EnvironmentCatalog.enumerate(&call)
    let (_, text) = try #require(call.filled, "\(identifier) has no card")
    #expect(call.tables?.fill(text) == text)
  }
}

private struct FillCall: WorldCall {
  let identifier: String
  var tables: CardTables?
  var filled: (file: URL, text: String)?

  mutating func call<W: World>(_ world: W.Type) {
    let tables = CardTables(W.self)
    self.tables = tables
    guard let file = Package.card(of: String(describing: W.self)), let card = Package.text(file) else {
      return
    }
    filled = (file, tables.fill(card))
  }
}
