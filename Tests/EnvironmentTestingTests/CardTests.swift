import DecisionProcesses
import EnvironmentTesting
import Testing

/// The card law and the filling of cards.
@Suite struct CardTests {
  static let bare =
    "# Chain (`chain-v0`)\n\nFive states in a row.\n\n"
    + CardSection.allCases.map { "## \($0.rawValue)\n\nWords of \($0.rawValue).\n" }.joined(separator: "\n")
    + "\n- v0: first version.\n"

  static let card = CardTables(GoodChain.self).fill(bare)

  private func result(_ card: String) -> LawResult? {
    EnvironmentLaws.check(GoodChain.self, seed: 1, card: card).first { $0.law == .card }
  }

  @Test func filledCardPasses() {
    let result = result(Self.card)
    #expect(result?.passed == true, "\(result?.detail ?? "")")
  }

  @Test func fillingKeepsTheProseAndReplacesTables() {
    let tables = CardTables(GoodChain.self)
    #expect(tables.fill(Self.card) == Self.card)
    let stale = Self.card.replacingFirst("slip | physical | 1 | 0.25", "slip | physical | 1 | 0.75")
    #expect(stale != Self.card)
    #expect(tables.fill(stale) == Self.card)
    for section in CardSection.allCases {
      #expect(Self.card.contains("Words of \(section.rawValue).\n"))
    }
  }

  @Test(arguments: [
    ("(`chain-v0`)", "(`chain-v1`)", "title"),
    ("## Dynamics", "## Motion", "'Motion' stands where 'Dynamics' belongs"),
    ("## Version history", "Version history", "'Version history' is missing"),
    ("Words of State.", "", "'State' is empty"),
    ("slip | physical | 1 | 0.25", "slip | physical | 1 | 0.75", "section 'Parameters', line 4"),
    ("Horizon 30 steps", "Horizon 31 steps", "section 'Endings', line 2"),
    ("- v0:", "- v1:", "- v0:"),
  ])
  func faultsAreNamed(original: String, replacement: String, message: String) {
    let card = Self.card.replacingFirst(original, replacement)
    #expect(card != Self.card)
    let result = result(card)
    #expect(result?.passed == false)
    #expect(result?.detail.contains(message) == true, "\(result?.detail ?? "")")
  }

  @Test func bareCardFails() {
    #expect(result(Self.bare)?.passed == false)
    #expect(result("")?.passed == false)
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, _ replacement: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(in: range, with: replacement)
  }

  private func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
