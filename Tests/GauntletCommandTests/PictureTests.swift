import Foundation
import Testing

/// Width and height that a PNG file declares; requires its signature and a complete end.
private func size(of file: URL) throws -> [Int] {
  let bytes = [UInt8](try Data(contentsOf: file))
  try #require(bytes.count > 45, "\(file.lastPathComponent) is too short for a PNG file")
  #expect(bytes.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]))
  #expect(String(decoding: bytes[12..<16], as: UTF8.self) == "IHDR")
  #expect(String(decoding: bytes[(bytes.count - 8)..<(bytes.count - 4)], as: UTF8.self) == "IEND")
  return [16, 20].map { at in bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
}

private let hasEncoder = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/ffmpeg")
}

@Suite struct PictureTests {
  private let frames = (0..<4).map { "frame-0000\($0).png" }

  @Test func recordWritesOneFramePerStateAndNothingElse() throws {
    try withTemporaryFolder { folder in
      let result = try succeed(
        "record", "cart-pole-v1", "-o", "out", "--steps", "3", "--size", "64x48", "--json", in: folder)
      #expect(content(of: folder) == ["out"] + frames.map { "out/\($0)" })
      for frame in frames { #expect(try size(of: folder.appendingPathComponent("out/\(frame)")) == [64, 48]) }
      let report = try result.object()
      #expect(Set(report.keys) == ["output", "frames", "episode"])
      #expect(report["frames"] as? Int == 4)
    }
  }

  @Test(.enabled(if: hasEncoder)) func recordWritesVideosAndNothingElse() throws {
    try withTemporaryFolder { folder in
      for name in ["out.mp4", "out.gif"] {
        let result = try succeed(
          "record", "cart-pole-v1 | gaussian-noise(sigma=0.1)", "-o", name, "--steps", "5", "--size", "480x360",
          "--fps", "10", "--json", in: folder)
        #expect(try result.object()["frames"] as? Int == 6)
      }
      #expect(content(of: folder) == ["out.gif", "out.mp4"])
      let again = try gauntlet(["record", "cart-pole-v1", "-o", "out.mp4"], in: folder)
      #expect(again.status == 1 && again.errors.contains("--overwrite"))
    }
  }

  @Test func otherKindsOfVideoAreRefused() throws {
    try withTemporaryFolder { folder in
      let result = try gauntlet(["record", "cart-pole-v1", "-o", "out.avi"], in: folder)
      #expect(result.status == 1 && result.errors.contains(".mp4"))
      #expect(content(of: folder) == [])
    }
  }

  @Test func thePanelBesideTheWorldCanBeLeftOut() throws {
    try withTemporaryFolder { folder in
      let arguments = ["record", "cart-pole-v1", "--steps", "1", "--size", "480x360"]
      for (name, flags) in [("with", []), ("without", ["--no-overlay"]), ("asked", ["--overlay"])] {
        let result = try gauntlet(arguments + ["-o", name] + flags, in: folder)
        #expect(result.status == 0)
      }
      func frame(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent("\(name)/frame-00000.png"))
      }
      let (with, without, asked) = (try frame("with"), try frame("without"), try frame("asked"))
      #expect(with == asked && with != without)
    }
  }

  @Test(arguments: ["out", "out.mp4"]) func anInterruptedRecordLeavesNothing(_ output: String) throws {
    try withTemporaryFolder { folder in
      guard output == "out" || hasEncoder else { return }
      let process = try start(
        [
          "record", "mountain-car-v0?horizon=100000", "-o", output, "--policy", "zero", "--size", "1280x720",
          "--steps", "100000",
        ], in: folder)
      // Its work has begun when there is something to leave behind.
      let end = Date(timeIntervalSinceNow: 20)
      while content(of: folder).isEmpty, Date() < end { Thread.sleep(forTimeInterval: 0.01) }
      #expect(!content(of: folder).isEmpty)
      process.terminate()
      process.waitUntilExit()
      #expect(process.terminationStatus == 128 + SIGTERM)
      #expect(content(of: folder) == [])
    }
  }

  @Test func overwriteLeavesNoOldFrame() throws {
    try withTemporaryFolder { folder in
      _ = try succeed("record", "cart-pole-v1", "-o", "out", "--steps", "5", "--size", "64x48", in: folder)
      _ = try succeed(
        "record", "cart-pole-v1", "-o", "out", "--steps", "3", "--size", "32x32", "--overwrite", in: folder)
      #expect(content(of: folder) == ["out"] + frames.map { "out/\($0)" })
      #expect(try size(of: folder.appendingPathComponent("out/frame-00000.png")) == [32, 32])
    }
  }

  @Test func tourDrawsOnePicturePerLineAndAllInOne() throws {
    try withTemporaryFolder { folder in
      let stops = try succeed("tour", "-o", "runs", "--json", in: folder).objects()
      for stop in stops {
        #expect(Set(stop.keys) == ["recipe", "policy", "episode", "costs", "stepsPerSecond"])
      }
      #expect(try size(of: folder.appendingPathComponent("runs/tour.png")).allSatisfy { $0 > 640 })
      let pictures = content(of: folder.appendingPathComponent("runs/tour"))
      #expect(pictures.count == stops.count)
      for picture in pictures {
        #expect(try size(of: folder.appendingPathComponent("runs/tour/\(picture)")) == [640, 480])
      }
    }
  }
}
