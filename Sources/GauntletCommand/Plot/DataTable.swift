import Foundation

/// Columns of text under names, and the lines of the file that its rows start on.
struct DataTable {
  /// Where the table comes from, for messages.
  let source: String
  var header: [String]
  var rows: [[String]] = []
  var lines: [Int] = []

  /// The number of the column `name`.
  ///
  /// - Throws: `ExitCode` after a message that lists the columns.
  func column(_ name: String, option: String) throws -> Int {
    guard let index = header.firstIndex(of: name) else {
      let known = header.joined(separator: ", ")
      throw fail("\(source) has no column '\(name)'; give \(option) one of: \(known)")
    }
    return index
  }

  /// The numbers of a column; an empty cell, `nan` or an infinity is a gap and reads as NaN.
  ///
  /// - Throws: `ExitCode` after a message that names the first cell that is no number.
  func numbers(_ column: Int) throws -> [Double] {
    try zip(rows, lines).map { row, line in
      let text = row[column].trimmingCharacters(in: .whitespaces)
      if text.isEmpty { return .nan }
      guard let number = Double(text) else {
        throw fail(
          "\(source):\(line): '\(row[column])' in column '\(header[column])' is no number; "
            + "write one, or leave the cell empty")
      }
      return number.isFinite ? number : .nan
    }
  }

  func isNumeric(_ column: Int) -> Bool {
    rows.allSatisfy { row in
      let text = row[column].trimmingCharacters(in: .whitespaces)
      return text.isEmpty || Double(text) != nil
    }
  }

  /// Reads the file at `path`: JSON of `gauntlet run --json` where it starts with a brace, else CSV.
  ///
  /// - Throws: `ExitCode` after a message.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw fail("cannot read '\(path)'; give a CSV file, or the JSON that 'gauntlet run --json' prints")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw fail("'\(path)' is not UTF-8 text; give a CSV file, or the JSON of 'gauntlet run --json'")
    }
    let body = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    if body.first(where: { !$0.isWhitespace }) == "{" {
      try self.init(report: Data(body.utf8), source: path)
    } else {
      try self.init(csv: body, source: path)
    }
  }

  init(csv: String, source: String) throws {
    let records: [CSVReader.Record]
    do {
      records = try CSVReader.read(csv)
    } catch {
      throw fail("\(source):\(error.line):\(error.column): \(error.reason)")
    }
    guard let first = records.first, records.count > 1 else {
      throw fail("\(source) has no rows; a CSV file holds a line of column names and a line for each row")
    }
    self.source = source
    header = first.fields
    for (index, name) in header.enumerated() where header.firstIndex(of: name) != index {
      throw fail("\(source):1: the column '\(name)' is there twice; give each column a name of its own")
    }
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        throw fail(
          "\(source):\(record.line): \(record.fields.count) fields where the header has \(header.count); "
            + "complete the row, or quote fields that hold commas")
      }
      rows.append(record.fields)
      lines.append(record.line)
    }
  }

  private init(report data: Data, source: String) throws {
    guard let report = try? JSONDecoder().decode(Report.self, from: data), !report.episodes.isEmpty else {
      throw fail("\(source) is no report with episodes; give the JSON that 'gauntlet run --json' prints")
    }
    self.source = source
    header = ["seed", "return", "length"] + report.costNames + ["ending"]
    for (index, episode) in report.episodes.enumerated() {
      guard episode.costs.count == report.costNames.count else {
        throw fail(
          "\(source): episode \(index + 1) has \(episode.costs.count) costs for \(report.costNames.count) "
            + "names; write the report anew")
      }
      let costs = episode.costs.map { $0.map { "\($0)" } ?? "" }
      let sum = episode.return.map { "\($0)" } ?? ""
      rows.append(["\(episode.seed)", sum, "\(episode.length)"] + costs + [episode.ending])
      lines.append(index + 1)
    }
  }

  /// What is read of the JSON of `run`.
  private struct Report: Decodable {
    struct Episode: Decodable {
      let seed: UInt64
      let `return`: Double?
      let costs: [Double?]
      let length: Int
      let ending: String
    }

    let costNames: [String]
    let episodes: [Episode]
  }
}
