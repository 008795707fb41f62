extension CardTables {
  /// The card with every generated table in its place, right behind its section's heading.
  ///
  /// Tables stand between the lines `<!-- generated -->` and `<!-- end -->`; what was between them is
  /// replaced, everything else stays. Filling twice is filling once. O(card).
  public func fill(_ card: String) -> String {
    var result: [String] = []
    var lines = cardLines(card)[...]
    while let line = lines.popFirst() {
      result.append(line)
      guard line.hasPrefix("## "), let section = CardSection(rawValue: String(line.dropFirst(3))),
        let table = tables[section]
      else { continue }
      lines = lines.drop { $0.isEmpty }
      if lines.first == generatedStart, let end = lines.firstIndex(of: generatedEnd) {
        lines = lines[(end + 1)...].drop { $0.isEmpty }
      }
      result += [""] + generatedBlock(table) + [""]
    }
    while result.last?.isEmpty == true { result.removeLast() }
    return result.joined(separator: "\n") + "\n"
  }
}

private let generatedStart = "<!-- generated -->"
private let generatedEnd = "<!-- end -->"

/// A table with the lines around it that make it recognisable.
func generatedBlock(_ table: String) -> [String] {
  [generatedStart] + table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    + [generatedEnd]
}

func cardLines(_ card: String) -> [String] {
  card.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

/// The second-level sections of a card in order.
func cardSections(_ lines: [String]) -> [(heading: String, body: [String])] {
  var sections: [(heading: String, body: [String])] = []
  for line in lines {
    if line.hasPrefix("## ") {
      sections.append((String(line.dropFirst(3)), []))
    } else if !sections.isEmpty {
      sections[sections.count - 1].body.append(line)
    }
  }
  return sections
}
