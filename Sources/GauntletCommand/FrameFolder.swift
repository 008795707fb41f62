import DecisionProcesses
import EnvironmentCatalog
import Foundation
import ImageFiles
import Scenes

/// Writes pictures into a new folder that appears only when it is complete.
struct FrameFolder: FrameSink {
  private let target: URL
  private let partial: URL
  private(set) var count = 0

  /// - Throws: `ExitCode` after a message when the folder exists with content or cannot be written.
  init(_ path: String, overwrite: Bool) throws {
    // A folder reached through a link is replaced where it lies.
    target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    partial = target.deletingLastPathComponent()
      .appendingPathComponent(
        ".\(target.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)")
    let files = FileManager.default
    guard !path.isEmpty, target.path != files.currentDirectoryPath else {
      throw fail("'\(path)' is the working folder; name a folder of its own with --output")
    }
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: target.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw fail("'\(path)' is a file; give a folder to --output") }
      let content = (try? files.contentsOfDirectory(atPath: target.path)) ?? []
      guard content.isEmpty || overwrite else {
        throw fail("folder '\(path)' is not empty; choose another, or pass --overwrite to replace it")
      }
      if let other = content.sorted().first(where: { !Self.isFrame($0) }) {
        throw fail(
          "'\(other)' in folder '\(path)' is not a frame; --overwrite replaces frames only, choose another")
      }
    }
    do {
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
    } catch {
      throw fail("cannot write to folder '\(path)'; choose one that you may write to with --output")
    }
  }

  private static let prefix = "frame-"
  private static let suffix = ".png"

  private static func isFrame(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
    let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
    return digits.count >= 5 && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Writes one frame.
  ///
  /// - Throws: `ExitCode` after a message; the partial folder is removed.
  mutating func add(_ image: Image) throws {
    let digits = String(count)
    let name = Self.prefix + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + Self.suffix
    let bytes = PNG.encode(width: image.width, height: image.height, rgba: image.pixels)
    do {
      try Data(bytes).write(to: partial.appendingPathComponent(name))
    } catch {
      discard()
      throw fail(
        "cannot write frame \(count) (\(error.localizedDescription)); free space or choose another --output")
    }
    count += 1
  }

  /// Puts the finished folder in its place.
  ///
  /// - Throws: `ExitCode` after a message; the partial folder is removed.
  func finish() throws {
    if Interruption.signal != nil {
      discard()
      throw Interruption.failure()
    }
    let files = FileManager.default
    do {
      if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
      try files.moveItem(at: partial, to: target)
    } catch {
      discard()
      throw fail("cannot write to folder '\(target.path)'; choose one that you may write to with --output")
    }
  }

  /// Removes what was written so far.
  func discard() { try? FileManager.default.removeItem(at: partial) }
}

/// Writes one picture, whole or not at all.
///
/// - Throws: `ExitCode` after a message.
func writePicture(_ image: Image, to url: URL) throws {
  try write(Data(PNG.encode(width: image.width, height: image.height, rgba: image.pixels)), to: url)
}

/// Writes one file, whole or not at all.
///
/// - Throws: `ExitCode` after a message.
func write(_ data: Data, to url: URL) throws {
  do {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url, options: .atomic)
  } catch {
    throw fail("cannot write '\(url.path)'; choose a folder that you may write to with --output")
  }
}
