#if Rendering
  import Foundation
  import ImageFiles
  import Scenes
  import Testing
  import Viewer

  extension GraphicsTests {
    /// The built command's window, driven by a keyboard as a person would.
    @Suite(.serialized, .enabled(if: VirtualDisplay.isAvailable)) struct WatchTests {
      /// A running `gauntlet watch`.
      final class Session {
        let display: VirtualDisplay
        let folder: URL
        private let process = Process()
        private let errors: URL

        init(_ arguments: [String], size: String = "640x480") throws {
          display = try VirtualDisplay()
          folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          errors = folder.appendingPathComponent("errors")
          try Data().write(to: errors)
          process.executableURL = Bundle.main.bundleURL.appendingPathComponent("gauntlet")
          process.arguments = ["watch"] + arguments + ["--size", size, "--output", "shots"]
          process.environment = ProcessInfo.processInfo.environment.merging(["DISPLAY": display.name]) { $1 }
          process.currentDirectoryURL = folder
          process.standardOutput = FileHandle.nullDevice
          process.standardError = try FileHandle(forWritingTo: errors)
          try process.run()
        }

        deinit {
          if process.isRunning { kill(process.processIdentifier, SIGKILL) }
          process.waitUntilExit()
          try? FileManager.default.removeItem(at: folder)
        }

        var complaint: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

        /// Waits until `condition` holds of the screen, for at most ten seconds.
        func wait(_ what: Comment, until condition: (Image) -> Bool) throws {
          for _ in 0..<100 {
            if condition(try display.screenshot()) { return }
            try #require(process.isRunning, "the window closed: \(complaint)")
            Thread.sleep(forTimeInterval: 0.1)
          }
          Issue.record(what)
        }

        /// Waits for the end of the program.
        func status() -> Int32 {
          for _ in 0..<100 where process.isRunning { Thread.sleep(forTimeInterval: 0.1) }
          guard !process.isRunning else { return -1 }
          return process.terminationStatus
        }

        func files(in name: String) -> [String] {
          let path = folder.appendingPathComponent(name).path
          return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        }
      }

      private static func isShown(_ image: Image) -> Bool {
        (0..<image.pixels.count / 4).lazy.filter { image.pixels[4 * $0] > 200 }.count > 100_000
      }

      private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Goldens/pictures/watch.raw")

      /// The root window against a recorded screen: 640x480 with the dashboard, paused at the start.
      @Test func theScreenLooksAsRecorded() throws {
        let session = try Session(["double-integrator-v0", "--paused", "--map", "feasible"])
        try session.wait("no window came up") { Self.isShown($0) }
        Thread.sleep(forTimeInterval: 0.3)
        let screen = try session.display.screenshot()
        // Every fourth pixel each way, in three bytes: small enough to keep, fine enough to tell.
        var sample: [UInt8] = []
        for y in stride(from: 2, to: 480, by: 4) {
          for x in stride(from: 2, to: 640, by: 4) {
            let color = screen[x, y]
            sample += [color.red, color.green, color.blue]
          }
        }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
          try Data(sample).write(to: Self.golden)
        }
        let recorded = [UInt8](try Data(contentsOf: Self.golden))
        try #require(recorded.count == sample.count)
        let differing = zip(recorded, sample).filter { abs(Int($0) - Int($1)) > 24 }.count
        #expect(differing < sample.count / 200, "\(differing) of \(sample.count) bytes differ")
      }

      @Test func keysPauseStepShowHelpAndQuit() throws {
        let session = try Session(["cart-pole-v1", "--paused"])
        try session.wait("no window came up") { Self.isShown($0) }
        Thread.sleep(forTimeInterval: 0.3)
        let start = try session.display.screenshot()
        try session.display.drive("key", "period")
        try session.wait("a step changes the picture") { $0 != start }
        let stepped = try session.display.screenshot()
        try session.display.drive("key", "comma")
        try session.wait("a step back shows the start again, but for the timeline") { screen in
          Self.upperPart(screen, 400) == Self.upperPart(start, 400)
        }
        try session.display.drive("key", "period")
        try session.wait("and forward the same step") { $0 == stepped }
        try session.display.drive("key", "h")
        try session.wait("help covers the picture") { screen in
          PictureComparison(stepped, screen).differing > 10_000
        }
        try session.display.drive("key", "h")
        try session.wait("and goes away") { $0 == stepped }
        try session.display.drive("key", "q")
        #expect(session.status() == 0, "\(session.complaint)")
      }

      @Test func screenshotsVideosAndNature() throws {
        let session = try Session(["pendulum-v1 | gaussian-noise(sigma=0.2)", "--speed", "60"])
        try session.wait("no window came up") { Self.isShown($0) }
        try session.display.drive("key", "p")
        if VirtualDisplay.path(of: "ffmpeg") != nil {
          try session.display.drive("key", "v")
          Thread.sleep(forTimeInterval: 1)
          try session.display.drive("key", "v")
        }
        // Noise off, then a parameter moved by nature's keys.
        for key in ["x", "Tab", "Tab", "Down", "Right", "Right"] {
          try session.display.drive("key", key)
        }
        Thread.sleep(forTimeInterval: 0.5)
        try session.display.drive("key", "p")
        Thread.sleep(forTimeInterval: 0.3)
        try session.display.drive("key", "q")
        #expect(session.status() == 0, "\(session.complaint)")
        let shots = session.files(in: "shots")
        #expect(shots.filter { $0.hasSuffix(".png") }.count == 2, "\(shots)")
        if VirtualDisplay.path(of: "ffmpeg") != nil {
          #expect(shots.contains("pendulum-v1-video.mp4"), "\(shots)")
        }
      }

      @Test func resizesAndLoops() throws {
        let session = try Session(["frozen-lake-v1?slip=1", "--loop", "--speed", "max", "--seconds", "4"])
        try session.wait("no window came up") { Self.isShown($0) }
        try session.display.drive("search", "--name", "Gauntlet", "windowsize", "300", "220")
        Thread.sleep(forTimeInterval: 0.5)
        try session.display.drive("search", "--name", "Gauntlet", "windowsize", "900", "700")
        try session.wait("the larger window is filled") { image in
          let corner = image[880, 350]
          return corner.red > 200 && corner.green > 200
        }
        #expect(session.status() == 0, "\(session.complaint)")
      }

      private static func upperPart(_ image: Image, _ width: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for y in 0..<420 { bytes += image.pixels[(4 * y * image.width)..<(4 * (y * image.width + width))] }
        return bytes
      }
    }
  }
#endif
