import Foundation
import Testing
import VideoFiles

private let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
private let hasEncoder = searchPath.split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/ffmpeg")
}

private func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

private func content(of folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// A folder with an executable `ffmpeg` that is the given shell script.
private func fake(_ script: String, in folder: URL) throws -> String {
  let program = folder.appendingPathComponent("ffmpeg")
  try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: program)
  try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
  return folder.path
}

/// One colour over a whole frame.
private func frame(_ width: Int, _ height: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) -> [UInt8] {
  (0..<width * height).flatMap { _ in [red, green, blue, 255] }
}

/// What `ffprobe` says of the first stream.
private func probe(_ file: URL, _ entries: String) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [
    "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=\(entries)",
    "-of", "csv=p=0", file.path,
  ]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

@Suite struct VideoWriterTests {
  private func fault(
    _ name: String, width: Int = 16, height: Int = 16, rate: Int = 30, path: String
  ) -> VideoError? {
    do throws(VideoError) {
      _ = try VideoWriter(
        URL(fileURLWithPath: name), width: width, height: height, framesPerSecond: rate, searchPath: path)
      return nil
    } catch {
      return error
    }
  }

  @Test(.enabled(if: hasEncoder)) func anMP4HasItsFramesEvenSidesAndAnIndexInFront() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("out.mp4")
      let writer = try VideoWriter(file, width: 63, height: 41, framesPerSecond: 25)
      for index in 0..<30 { try writer.add(rgba: frame(63, 41, UInt8(8 * index), 60, 200)) }
      #expect(try writer.finish())
      #expect(try content(of: folder) == ["out.mp4"])
      #expect(
        try probe(file, "codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames")
          == "h264,64,42,yuv420p,25/1,30")
      let bytes = try Data(contentsOf: file)
      let index = try #require(bytes.range(of: Data("moov".utf8)))
      let frames = try #require(bytes.range(of: Data("mdat".utf8)))
      #expect(index.lowerBound < frames.lowerBound)
    }
  }

  @Test(.enabled(if: hasEncoder)) func aGIFHasItsFramesAndColours() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("out.GIF")
      let writer = try VideoWriter(file, width: 33, height: 20, framesPerSecond: 20)
      for index in 0..<10 { try writer.add(rgba: frame(33, 20, index % 2 == 0 ? 255 : 0, 0, 0)) }
      try writer.finish()
      #expect(try probe(file, "codec_name,width,height,nb_read_frames") == "gif,33,20,10")
      #expect(try content(of: folder) == ["out.GIF"])
    }
  }

  @Test(.enabled(if: hasEncoder)) func aVideoReplacesTheOldOneOnlyWhenItIsWhole() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("out.mp4")
      try Data("old".utf8).write(to: file)
      let dropped = try VideoWriter(file, width: 32, height: 32, framesPerSecond: 30)
      try dropped.add(rgba: frame(32, 32, 1, 2, 3))
      dropped.cancel()
      #expect(try Data(contentsOf: file) == Data("old".utf8))
      let interrupted = try VideoWriter(file, width: 32, height: 32, framesPerSecond: 30)
      try interrupted.add(rgba: frame(32, 32, 1, 2, 3))
      #expect(try !interrupted.finish(unless: { true }))
      #expect(try content(of: folder) == ["out.mp4"])
      #expect(try Data(contentsOf: file) == Data("old".utf8))
      let kept = try VideoWriter(file, width: 32, height: 32, framesPerSecond: 30)
      try kept.add(rgba: frame(32, 32, 1, 2, 3))
      try kept.finish()
      #expect(try Data(contentsOf: file).count > 100)
    }
  }

  @Test func aReleasedWriterLeavesNothing() throws {
    try withFolder { folder in
      let path = try fake("cat > /dev/null", in: folder)
      do {
        let writer = try VideoWriter(
          folder.appendingPathComponent("out.mp4"),
          width: 8, height: 8, framesPerSecond: 30, searchPath: path)
        try writer.add(rgba: frame(8, 8, 0, 0, 0))
      }
      #expect(try content(of: folder) == ["ffmpeg"])
    }
  }

  @Test func anEncoderThatDiesMidwayIsAnErrorWithItsLastWords() throws {
    try withFolder { folder in
      let path = try fake(
        "head -c 1000 > /dev/null\necho first >&2\necho 'no space left for frames' >&2\nexit 3", in: folder)
      let writer = try VideoWriter(
        folder.appendingPathComponent("out.mp4"),
        width: 64, height: 64, framesPerSecond: 30, searchPath: path)
      let error = #expect(throws: VideoError.self) {
        for _ in 0..<200 { try writer.add(rgba: frame(64, 64, 9, 9, 9)) }
      }
      #expect(error?.fault == .encoderFailed)
      #expect(error?.message.contains("(no space left for frames)") == true)
      #expect(try content(of: folder) == ["ffmpeg"])
    }
  }

  @Test func anEncoderThatFailsAtTheEndIsAnError() throws {
    try withFolder { folder in
      let path = try fake("cat > /dev/null\nexit 7", in: folder)
      let writer = try VideoWriter(
        folder.appendingPathComponent("out.mp4"),
        width: 8, height: 8, framesPerSecond: 30, searchPath: path)
      try writer.add(rgba: frame(8, 8, 0, 0, 0))
      let error = #expect(throws: VideoError.self) { try writer.finish() }
      #expect(error?.message.contains("status 7") == true)
      #expect(try content(of: folder) == ["ffmpeg"])
    }
  }

  @Test func aTalkativeEncoderDoesNotBlock() throws {
    try withFolder { folder in
      let path = try fake(
        "i=0\nwhile [ $i -lt 20000 ]; do echo 'a long line of warnings that nobody reads' >&2\n"
          + "i=$((i+1)); done\ncat > /dev/null\nexit 1", in: folder)
      let writer = try VideoWriter(
        folder.appendingPathComponent("out.mp4"),
        width: 128, height: 128, framesPerSecond: 30, searchPath: path)
      for _ in 0..<5 { try writer.add(rgba: frame(128, 128, 0, 0, 0)) }
      #expect(throws: VideoError.self) { try writer.finish() }
    }
  }

  @Test func faultsAreToldBeforeAnythingIsWritten() throws {
    try withFolder { folder in
      let path = try fake("cat > /dev/null", in: folder)
      func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let missing = fault(file("a.mp4"), path: folder.appendingPathComponent("nowhere").path)
      #expect(missing?.fault == .missingEncoder)
      #expect(missing?.message.contains("apt install ffmpeg") == true)
      #expect(missing?.message.contains("PNG") == true)
      for name in ["a.avi", "a", "mp4", "a.mp4.txt"] {
        #expect(fault(file(name), path: path)?.fault == .unknownFormat)
      }
      for (width, height) in [(0, 16), (16, 0), (-1, 16), (16385, 16), (16, .max)] {
        #expect(fault(file("a.mp4"), width: width, height: height, path: path)?.fault == .unfitSize)
      }
      for rate in [0, -5, 241] { #expect(fault(file("a.gif"), rate: rate, path: path)?.fault == .unfitRate) }
      #expect(fault(file("no/such/folder/a.mp4"), path: path)?.fault == .unwritable)
      try FileManager.default.createDirectory(atPath: file("b.mp4"), withIntermediateDirectories: false)
      #expect(fault(file("b.mp4"), path: path)?.message.contains("is a folder") == true)
      #expect(try content(of: folder) == ["b.mp4", "ffmpeg"])
    }
  }
}
