import Foundation

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

/// A number in JSON, `null` where it is not finite: JSON has no infinity.
struct JSONNumber: Encodable {
  let value: Double

  init(_ value: Double) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
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
