import Foundation

/// Rows of text with their cells below each other, two blanks apart.
func columns(_ rows: [[String]], rightAligned: Set<Int> = []) -> [String] {
  let count = rows.map(\.count).max() ?? 0
  let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    let padded = row.enumerated().map { column, cell -> String in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return rightAligned.contains(column) ? space + cell : cell + space
    }
    var line = padded.joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}

/// Columns under a ruled header.
func table(_ header: [String], _ rows: [[String]], rightAligned: Set<Int> = []) -> String {
  var lines = columns([header] + rows, rightAligned: rightAligned)
  let widths = header.indices.map { column in
    ([header] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
  }
  lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
  return lines.joined(separator: "\n")
}

/// Four significant digits, or a whole number.
func short(_ value: Double) -> String {
  guard abs(value) < 1e15 else { return "\(value)" }
  if value == value.rounded() || abs(value) >= 9999.5 { return grouped(Int(value.rounded())) }
  return String(format: "%.4g", value)
}

/// A whole number with thin groups of three digits.
private func grouped(_ value: Int) -> String {
  guard abs(value) >= 10_000 else { return "\(value)" }
  var digits = Array("\(abs(value))")
  var index = digits.count - 3
  while index > 0 {
    digits.insert(" ", at: index)
    index -= 3
  }
  return (value < 0 ? "-" : "") + String(digits)
}
