import ArgumentParser
import Foundation
import Recipes

/// Ends the command with one line on standard error: what is wrong, and what to do.
func fail(_ message: String) -> ExitCode {
  Terminal.writeError("error: \(message)")
  return .failure
}

/// The same for a recipe; on a terminal the text with a caret under the fault follows.
func fail(_ error: RecipeError) -> ExitCode {
  Terminal.writeError("error: \(error)")
  if Terminal.errorsAreShown { Terminal.writeError(error.caretDiagram) }
  return .failure
}

/// Runs `body` and turns a recipe's error into a failure.
func reportingRecipeErrors<T>(_ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let error as RecipeError {
    throw fail(error)
  }
}

/// Standard output and standard error.
enum Terminal {
  /// Whether a person watches standard error.
  static var errorsAreShown: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  static func writeError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Prints `value` as JSON with sorted keys.
  static func print<T: Encodable>(json value: T) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

/// A progress line on standard error, shown only to a person and only after a second.
struct Progress {
  private let label: String
  private let total: Int
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var shown = false

  init(_ label: String, total: Int) {
    self.label = label
    self.total = total
  }

  mutating func update(_ done: Int) {
    let now = ContinuousClock.now
    guard Terminal.errorsAreShown, now - start > .seconds(1), now - last > .milliseconds(200) else { return }
    last = now
    shown = true
    let width = 24
    let filled = total > 0 ? done * width / total : 0
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    FileHandle.standardError.write(Data("\r\(label) [\(bar)] \(done)/\(total)".utf8))
  }

  func finish() {
    if shown { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
  }
}

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
