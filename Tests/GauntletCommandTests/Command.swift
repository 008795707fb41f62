import Foundation
import Testing

/// The built command; SwiftPM puts it beside the tests.
private let command = Bundle.main.bundleURL.appendingPathComponent("gauntlet")

/// What the command printed, and how it ended.
struct CommandResult {
  let status: Int32
  let output: String
  let errors: String

  var lines: [Substring] { output.split(separator: "\n") }

  /// The output read as a JSON array of objects.
  func objects(_ place: SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
    try #require(try json() as? [[String: Any]], sourceLocation: place)
  }

  /// The output read as a JSON object.
  func object(_ place: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    try #require(try json() as? [String: Any], sourceLocation: place)
  }

  private func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}

/// Runs the command in `folder`, with both streams going to files: a full pipe cannot stop it.
func gauntlet(_ arguments: [String], in folder: URL) throws -> CommandResult {
  try withTemporaryFolder { streams in
    let process = Process()
    process.executableURL = command
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let files = try ["output", "errors"].map { name in
      let url = streams.appendingPathComponent(name)
      try Data().write(to: url)
      return (url: url, handle: try FileHandle(forWritingTo: url))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files[0].handle
    process.standardError = files[1].handle
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { file in
      try file.handle.close()
      return String(decoding: try Data(contentsOf: file.url), as: UTF8.self)
    }
    return CommandResult(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// Starts the command in `folder` and lets it run; it is not heard.
func start(_ arguments: [String], in folder: URL) throws -> Process {
  let process = Process()
  process.executableURL = command
  process.arguments = arguments
  process.currentDirectoryURL = folder
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try process.run()
  return process
}

/// Runs the command where it may succeed only: status 0 and nothing on standard error.
func succeed(
  _ arguments: String..., in folder: URL = FileManager.default.temporaryDirectory,
  at place: SourceLocation = #_sourceLocation
) throws -> CommandResult {
  let result = try gauntlet(arguments, in: folder)
  try #require(result.status == 0, "\(arguments): \(result.errors)", sourceLocation: place)
  #expect(result.errors == "", "a pipe is not a person", sourceLocation: place)
  return result
}

/// A folder that is removed after `body`.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Everything under `folder`, hidden files too.
func content(of folder: URL) -> [String] {
  (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).sorted()
}
