import DecisionProcesses

/// The card's title, sections, generated tables and history agree with the code.
func checkCard<W: World>(_ world: W.Type, _ card: String) throws(Violation) -> String {
  let lines = cardLines(card)
  let title = lines.first ?? ""
  try require(
    title.hasPrefix("# ") && title.contains("(`\(W.identifier)`)"),
    "the title '\(title)' must be '# Name (`\(W.identifier)`)'")
  let sections = cardSections(lines)
  let names = CardSection.allCases.map(\.rawValue)
  for (name, section) in zip(names, sections) {
    try require(
      section.heading == name, "the heading '\(section.heading)' stands where '\(name)' belongs")
  }
  try require(
    sections.count == names.count,
    sections.count < names.count
      ? "the section '\(names[sections.count])' is missing"
      : "the section '\(sections[names.count].heading)' is not one of \(names)")
  let tables = CardTables(W.self)
  for (kind, section) in zip(CardSection.allCases, sections) {
    let body = section.body.drop { $0.isEmpty }
    try require(!body.isEmpty, "the section '\(section.heading)' is empty")
    if let table = tables.tables[kind] { try checkTable(table, Array(body), section.heading) }
  }
  let version = W.identifier.split(separator: "-").last.map(String.init) ?? ""
  try require(
    sections.last?.body.contains { $0.hasPrefix("- \(version):") } ?? false,
    "the version history has no line '- \(version): ...'")
  return "\(names.count) sections in order, \(tables.tables.count) generated tables, history of \(version)"
}

/// The section starts with the generated block, word for word.
private func checkTable(_ table: String, _ body: [String], _ heading: String) throws(Violation) {
  let expected = generatedBlock(table)
  for (index, line) in expected.enumerated() {
    let found = index < body.count ? body[index] : "the end"
    try require(
      found == line,
      "section '\(heading)', line \(index + 1): '\(found)' where the code generates '\(line)'")
  }
}
