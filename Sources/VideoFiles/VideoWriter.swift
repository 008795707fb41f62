import Foundation
import Synchronization

/// Held while a writer makes its pipe and starts its child: a child started in between would inherit the pipe
/// and keep it open.
private let starting = Mutex<Void>(())

/// Writes a video file by way of the external program `ffmpeg`: whole, or not at all.
///
/// Frames go through a pipe into a hidden file beside the target, which takes the target's place when the
/// video is complete. The first writer makes the process ignore SIGPIPE, so that a dead ffmpeg is an error
/// and not the end of the program.
public final class VideoWriter {
  public let target: URL
  public let width: Int
  public let height: Int
  /// Frames taken so far.
  public private(set) var count = 0

  private let partial: URL
  private let process = Process()
  private let input: FileHandle
  private let complaints: ComplaintFile
  private var isOpen = true
  private var packed: [UInt8]

  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// Starts ffmpeg.
  ///
  /// - Parameters:
  ///   - target: its name ends with the name of a `VideoFormat`; a file that is there is replaced at the end.
  ///   - searchPath: where ffmpeg is looked for, as in the environment variable PATH, which is the default.
  /// - Throws: `VideoError` for another ending, a side outside 1...16384, a rate outside 1...240, a target
  ///   that cannot be written, or a missing ffmpeg. Nothing is left behind then.
  public init(
    _ target: URL, width: Int, height: Int, framesPerSecond: Int, searchPath: String? = nil
  ) throws(VideoError) {
    guard let format = VideoFormat(rawValue: target.pathExtension.lowercased()) else {
      let known = VideoFormat.allCases.map { "." + $0.rawValue }.joined(separator: " or ")
      throw VideoError(
        fault: .unknownFormat,
        message: "'\(target.lastPathComponent)' is no kind of video; end it with \(known)")
    }
    guard (1...16384).contains(width), (1...16384).contains(height) else {
      throw VideoError(
        fault: .unfitSize, message: "a video cannot be \(width) by \(height); give sides from 1 to 16384")
    }
    guard (1...240).contains(framesPerSecond) else {
      throw VideoError(
        fault: .unfitRate, message: "\(framesPerSecond) frames per second cannot be; give 1 to 240")
    }
    let path = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    guard let program = Self.find("ffmpeg", in: path) else {
      throw VideoError(
        fault: .missingEncoder,
        message: "no program 'ffmpeg' on PATH; install it (Debian: apt install ffmpeg), or write PNG frames, "
          + "which need nothing")
    }
    self.target = target.resolvingSymlinksInPath()
    self.width = width
    self.height = height
    packed = [UInt8](repeating: 0, count: 3 * width * height)
    partial = self.target.deletingLastPathComponent().appendingPathComponent(
      ".\(self.target.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)")
    complaints = try ComplaintFile()
    try Self.requireWritable(self.target, partial)
    Self.ignoresBrokenPipes
    process.executableURL = program
    process.arguments =
      [
        "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", "\(width)x\(height)", "-framerate", "\(framesPerSecond)", "-i", "pipe:0", "-an",
      ] + format.arguments(framesPerSecond: framesPerSecond) + [partial.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = complaints.handle
    do {
      input = try starting.withLock { [process] _ in
        let pipe = Pipe()
        let end = pipe.fileHandleForWriting
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = pipe
        try process.run()
        return end
      }
    } catch {
      isOpen = false
      try? FileManager.default.removeItem(at: partial)
      throw VideoError(
        fault: .encoderFailed,
        message: "'\(program.path)' cannot be started (\(error.localizedDescription)); reinstall ffmpeg")
    }
  }

  deinit { cancel() }

  /// Adds a frame of `4 · width · height` bytes, RGBA with the top row first; alpha is ignored.
  ///
  /// - Throws: `VideoError` when ffmpeg has died; nothing is left behind.
  /// - Precondition: `rgba` has the frame's size, and the video is neither finished nor cancelled.
  public func add(rgba: [UInt8]) throws(VideoError) {
    precondition(isOpen, "the video is finished")
    precondition(
      rgba.count == 4 * width * height,
      "a frame of \(width) by \(height) needs \(4 * width * height) bytes, got \(rgba.count)")
    pack(rgba)
    do {
      try input.write(contentsOf: Data(packed))
    } catch {
      throw failure()
    }
    count += 1
  }

  private func pack(_ rgba: [UInt8]) {
    rgba.withUnsafeBufferPointer { source in
      packed.withUnsafeMutableBufferPointer { target in
        for pixel in 0..<width * height {
          target[3 * pixel] = source[4 * pixel]
          target[3 * pixel + 1] = source[4 * pixel + 1]
          target[3 * pixel + 2] = source[4 * pixel + 2]
        }
      }
    }
  }

  /// Ends the video and puts it in its place.
  ///
  /// - Parameter isInterrupted: asked when ffmpeg is done; true has the video dropped as by `cancel`.
  /// - Returns: whether the video is in its place.
  /// - Throws: `VideoError` when ffmpeg has failed or the target cannot be written; nothing is left behind.
  @discardableResult
  public func finish(unless isInterrupted: () -> Bool = { false }) throws(VideoError) -> Bool {
    precondition(isOpen, "the video is finished")
    try? input.close()
    process.waitUntilExit()
    guard !isInterrupted() else {
      cancel()
      return false
    }
    guard process.terminationStatus == 0, process.terminationReason == .exit else { throw failure() }
    isOpen = false
    guard rename(partial.path, target.path) == 0 else {
      try? FileManager.default.removeItem(at: partial)
      throw Self.unwritable(target)
    }
    return true
  }

  /// Ends ffmpeg and removes what was written; once the video is finished, does nothing.
  public func cancel() {
    guard isOpen else { return }
    isOpen = false
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? input.close()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: partial)
  }

  /// What ffmpeg died of; what was written is removed.
  private func failure() -> VideoError {
    // It closed the pipe: it is dead or dying.
    try? input.close()
    process.waitUntilExit()
    cancel()
    let reason = complaints.lastLine ?? "status \(process.terminationStatus)"
    return VideoError(
      fault: .encoderFailed,
      message: "ffmpeg failed (\(reason)); free space or mend it, or write PNG frames")
  }

  // MARK: Files

  private static func find(_ name: String, in path: String) -> URL? {
    for folder in path.split(separator: ":") {
      let file = URL(fileURLWithPath: String(folder)).appendingPathComponent(name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue,
        FileManager.default.isExecutableFile(atPath: file.path)
      {
        return file
      }
    }
    return nil
  }

  private static func requireWritable(_ target: URL, _ partial: URL) throws(VideoError) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder)
    guard !(exists && isFolder.boolValue) else {
      throw VideoError(fault: .unwritable, message: "'\(target.path)' is a folder; name a file")
    }
    guard FileManager.default.createFile(atPath: partial.path, contents: nil) else {
      throw unwritable(target)
    }
  }

  private static func unwritable(_ target: URL) -> VideoError {
    VideoError(
      fault: .unwritable, message: "cannot write '\(target.path)'; choose a folder that exists and is yours")
  }
}

/// What a child writes to standard error: a file without a name, which can fill up without blocking it.
private struct ComplaintFile {
  let handle: FileHandle

  init() throws(VideoError) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw VideoError(
        fault: .unwritable,
        message: "cannot write to the temporary folder '\(FileManager.default.temporaryDirectory.path)'; "
          + "set TMPDIR to one that is yours")
    }
    unlink(file.path)
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// The last line that says something.
  var lastLine: String? {
    guard let end = try? handle.seekToEnd(), (try? handle.seek(toOffset: end > 4096 ? end - 4096 : 0)) != nil,
      let data = try? handle.readToEnd()
    else { return nil }
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last { $0.contains { !$0.isWhitespace } }.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
