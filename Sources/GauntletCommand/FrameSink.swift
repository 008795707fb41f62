import Foundation
import Scenes
import VideoFiles

/// Where the pictures of an episode go: a folder or a video, there when complete and not before.
protocol FrameSink {
  /// Frames taken so far.
  var count: Int { get }

  /// Takes one frame.
  ///
  /// - Throws: `ExitCode` after a message; nothing is left behind.
  mutating func add(_ image: Image) throws

  /// Puts the result in its place.
  ///
  /// - Throws: `ExitCode` after a message; nothing is left behind.
  func finish() throws

  /// Removes what was written so far.
  func discard()
}

/// A video as a sink of frames.
struct VideoSink: FrameSink {
  private let writer: VideoWriter

  /// - Throws: `ExitCode` after a message.
  init(_ path: String, size: PictureSize, framesPerSecond: Int, overwrite: Bool) throws {
    let target = URL(fileURLWithPath: path)
    guard overwrite || !FileManager.default.fileExists(atPath: target.path) else {
      throw fail("'\(path)' exists; choose another, or pass --overwrite to replace it")
    }
    do throws(VideoError) {
      writer = try VideoWriter(
        target, width: size.width, height: size.height, framesPerSecond: framesPerSecond)
    } catch {
      throw fail(error.message)
    }
  }

  /// Whether `path` is the name of a video rather than of a folder.
  ///
  /// - Throws: `ExitCode` after a message for kinds of files that cannot be written.
  static func isVideo(_ path: String) throws -> Bool {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard !path.hasSuffix("/") else { return false }
    if VideoFormat(rawValue: ending) != nil { return true }
    guard !["avi", "mov", "mkv", "webm", "m4v", "mpg", "mpeg", "png", "apng"].contains(ending) else {
      throw fail("'.\(ending)' files are not written; use .mp4, .gif, or a folder for PNG frames")
    }
    return false
  }

  var count: Int { writer.count }

  mutating func add(_ image: Image) throws {
    do throws(VideoError) {
      try writer.add(rgba: image.pixels)
    } catch {
      throw explanation(error)
    }
  }

  func finish() throws {
    let isThere: Bool
    do throws(VideoError) {
      isThere = try writer.finish(unless: { Interruption.signal != nil })
    } catch {
      throw explanation(error)
    }
    guard isThere else { throw Interruption.failure() }
  }

  func discard() { writer.cancel() }

  /// Keys that interrupt this program interrupt ffmpeg too, which then fails for no reason of its own.
  private func explanation(_ error: VideoError) -> any Error {
    Interruption.signal != nil ? Interruption.failure() : fail(error.message)
  }
}
