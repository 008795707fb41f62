import Foundation

/// Left- and right-aligned columns of text.
func table(_ header: [String], _ rows: [[String]], rightAligned: Set<Int> = []) -> String {
  let all = [header] + rows
  let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
  func line(_ cells: [String]) -> String {
    let padded = cells.enumerated().map { column, cell -> String in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return rightAligned.contains(column) ? space + cell : cell + space
    }
    var line = padded.joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
  let rule = widths.map { String(repeating: "-", count: $0) }
  return ([line(header), line(rule)] + rows.map(line)).joined(separator: "\n")
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
