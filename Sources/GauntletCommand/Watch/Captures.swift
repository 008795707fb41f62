import Foundation
import ImageFiles
import Scenes
import VideoFiles
import Viewer

/// Screenshots and videos of a window.
struct Captures {
  private static let framesPerSecond = 30

  let folder: String
  let name: String
  private var video: (writer: VideoWriter, url: URL, width: Int, height: Int)?
  private var nextFrame = ContinuousClock.now
  private var fault: String?

  init(folder: String, name: String) {
    self.folder = folder
    self.name = name
  }

  var isRecording: Bool { video != nil }

  /// Writes the window's picture.
  ///
  /// - Returns: what was done, or why not.
  func screenshot(_ window: Window, step: Int) -> String {
    guard let image = window.capture() else { return "there is no picture yet" }
    let url = freePath("step\(step)", "png")
    do {
      try prepareFolder()
      let bytes = PNG.encode(width: image.width, height: image.height, rgba: image.pixels)
      try Data(bytes).write(to: url, options: .atomic)
      return "wrote \(url.relativePath)"
    } catch {
      return "cannot write to '\(folder)'; give a folder with --output"
    }
  }

  /// Begins a video, or ends the one that runs.
  mutating func toggleVideo(_ window: Window) -> String {
    if let video {
      return finish() ?? "wrote \(video.url.relativePath)"
    }
    let (width, height) = window.pixelSize
    let url = freePath("video", "mp4")
    do {
      try prepareFolder()
      let writer = try VideoWriter(
        url, width: width, height: height, framesPerSecond: Self.framesPerSecond)
      video = (writer, url, width, height)
      nextFrame = ContinuousClock.now
      return "recording \(url.relativePath)"
    } catch let error as VideoError {
      return error.message
    } catch {
      return "cannot write to '\(folder)'; give a folder with --output"
    }
  }

  /// Adds the window's picture to the running video as often as its rate asks.
  mutating func add(_ window: Window) {
    guard let video else { return }
    let now = ContinuousClock.now
    guard now >= nextFrame, let image = window.capture() else { return }
    guard image.width == video.width, image.height == video.height else {
      fault = finish() ?? "the window was resized; wrote \(video.url.relativePath)"
      return
    }
    do {
      // A frame that comes late counts for those that were missed, so that the video keeps time.
      repeat {
        try video.writer.add(rgba: image.pixels)
        nextFrame += .seconds(1) / Self.framesPerSecond
      } while nextFrame <= now
    } catch {
      self.video = nil
      fault = "\(error)"
    }
  }

  /// What went wrong or was decided since the last call.
  mutating func takeFault() -> String? {
    defer { fault = nil }
    return fault
  }

  /// Ends the running video, if one runs; a message if that failed.
  mutating func finish() -> String? {
    guard let running = video else { return nil }
    video = nil
    do {
      try running.writer.finish()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func prepareFolder() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A file that does not exist yet.
  private func freePath(_ label: String, _ ending: String) -> URL {
    var number = 1
    while true {
      let suffix = number == 1 ? "" : "-\(number)"
      let url = URL(fileURLWithPath: folder).appendingPathComponent("\(name)-\(label)\(suffix).\(ending)")
      if !FileManager.default.fileExists(atPath: url.path) { return url }
      number += 1
    }
  }
}
