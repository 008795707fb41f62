import Foundation

/// The package's root folder.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// Where the build put programs; `Modules` lies inside.
let products = Bundle.main.bundleURL

/// What a program printed, and how it ended.
struct CommandResult {
  let status: Int32
  let lines: [String]
}

/// Runs a program found on PATH, or by its full path, with the two output streams as one.
func run(_ program: String, _ arguments: [String], in folder: URL = root) throws -> CommandResult {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.currentDirectoryURL = folder
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  return CommandResult(status: process.terminationStatus, lines: lines)
}

/// A folder that is removed after `body`.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Lets the compiler check `files` against the modules that the build has made.
func typeCheck(_ files: [URL], isLibrary: Bool, moduleName: String) throws -> CommandResult {
  try run(
    "swiftc",
    ["-typecheck", "-swift-version", "6", "-module-name", moduleName]
      + ["-I", products.appendingPathComponent("Modules").path]
      // The C modules beneath the library.
      + ["CGraphics", "CMuJoCo"].flatMap { ["-I", root.appendingPathComponent("Sources/\($0)/include").path] }
      + (isLibrary ? ["-parse-as-library"] : []) + files.map(\.path))
}
