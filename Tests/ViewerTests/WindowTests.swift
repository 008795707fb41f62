#if Rendering
  import Foundation
  import Scenes
  import Testing
  import Viewer

  extension GraphicsTests {
    /// Real windows on a virtual display.
    @Suite(.serialized, .enabled(if: VirtualDisplay.isAvailable)) struct WindowTests {
      static let composition: Composition = {
        var scene = Scene(view: Rect(x: 0, y: 0, width: 4, height: 3))
        scene.rectangle(Rect(x: 0.5, y: 0.5, width: 1, height: 2), fill: .blue)
        scene.disc(at: Point(2.6, 1.5), radius: 0.9, fill: .orange, stroke: Stroke(.slate, width: .pixels(3)))
        scene.polygon([Point(2, 0.3), Point(3.8, 0.4), Point(3, 1)], fill: Color.green.opacity(0.6))
        scene.text("window", at: Point(0.6, 2.7), size: .pixels(20))
        return Composition(background: scene.background, panes: [
          Composition.Pane(scene, in: PixelRect(x: 0, y: 0, width: 400, height: 300))
        ])
      }()

      /// The tests of a window, on a display of their own.
      private func withDisplay(_ body: (VirtualDisplay) throws -> Void) throws {
        let display = try VirtualDisplay()
        setenv("DISPLAY", display.name, 1)
        defer { unsetenv("DISPLAY") }
        try body(display)
      }

      @Test func whatIsSeenIsWhatIsDrawnWithoutAWindow() throws {
        try withDisplay { display in
          let window = try Window(title: "picture", width: 400, height: 300, synchronizes: false)
          #expect(window.pixelSize == (400, 300))
          #expect(window.pixelScale == 1)
          for _ in 0..<3 {
            try window.present(Self.composition)
            _ = window.takeEvents(waiting: 0.05)
          }
          let capture = try #require(window.capture())
          var headless = Image(width: 400, height: 300)
          try HeadlessRenderer().render(Self.composition, into: &headless)
          #expect(capture == headless, "read-back of the window and headless frame differ")
          // The root window shows it too, pixel by pixel, wherever the server put the window.
          let root = try display.screenshot()
          #expect(Self.place(of: capture, in: root) != nil, "the screen does not show the picture")
        }
      }

      @Test func resizesClosesAndOpensAgain() throws {
        try withDisplay { display in
          for _ in 0..<3 {
            let window = try Window(title: "again", width: 400, height: 300, synchronizes: false)
            try window.present(Self.composition)
            window.resize(width: 520, height: 260)
            var size = window.pixelSize
            for _ in 0..<40 where size != (520, 260) {
              _ = window.takeEvents(waiting: 0.05)
              size = window.pixelSize
            }
            #expect(size == (520, 260))
            try window.present(Self.composition)
            let capture = try #require(window.capture())
            #expect((capture.width, capture.height) == (520, 260))
            #expect(capture[10, 10] == .paper)
          }
          // Two at once.
          let first = try Window(title: "one", width: 300, height: 200, synchronizes: false)
          let second = try Window(title: "two", width: 320, height: 240, synchronizes: false)
          try first.present(Self.composition)
          try second.present(Self.composition)
          #expect(first.capture()?.width == 300)
          #expect(second.capture()?.width == 320)
        }
      }

      @Test func keysAndPointerArrive() throws {
        try withDisplay { display in
          let window = try Window(title: "keys", width: 400, height: 300, synchronizes: false)
          try window.present(Self.composition)
          _ = window.takeEvents(waiting: 0.2)
          try display.drive("mousemove", "200", "150")
          try display.drive("key", "space")
          try display.drive("key", "shift+a")
          try display.drive("click", "1")
          try display.drive("click", "4")
          var events: [WindowEvent] = []
          for _ in 0..<20 { events += window.takeEvents(waiting: 0.05) }
          #expect(events.contains(.keyDown(.space, [], isRepeat: false)))
          #expect(events.contains(.keyUp(.space)))
          #expect(events.contains(.keyDown(.character("A"), .shift, isRepeat: false)))
          #expect(events.contains { if case .buttonDown(.left, _, _) = $0 { true } else { false } })
          #expect(events.contains { if case .scroll(_, 1, _) = $0 { true } else { false } })
          #expect(events.contains { if case .pointer = $0 { true } else { false } })
        }
      }

      @Test func withoutADisplayTheErrorNamesTheAlternative() throws {
        let display = ProcessInfo.processInfo.environment["DISPLAY"]
        unsetenv("DISPLAY")
        defer { if let display { setenv("DISPLAY", display, 1) } }
        let error = #expect(throws: GraphicsError.self) { _ = try Window(title: "none") }
        let message = try #require(error?.message)
        #expect(message.contains("no display"))
        #expect(message.contains("gauntlet record"))
      }

      /// Where `part` lies in `whole`, if anywhere.
      static func place(of part: Image, in whole: Image) -> (x: Int, y: Int)? {
        for y in 0...(whole.height - part.height) {
          for x in 0...(whole.width - part.width) where matches(part, whole, x, y) { return (x, y) }
        }
        return nil
      }

      private static func matches(_ part: Image, _ whole: Image, _ left: Int, _ top: Int) -> Bool {
        let bytes = 4 * part.width
        // The diagonal tells most places apart.
        for step in stride(from: 0, to: min(part.width, part.height), by: 7)
        where part[step, step] != whole[left + step, top + step] {
          return false
        }
        return (0..<part.height).allSatisfy { y in
          let start = 4 * ((top + y) * whole.width + left)
          return part.pixels[(y * bytes)..<((y + 1) * bytes)].elementsEqual(whole.pixels[start..<(start + bytes)])
        }
      }
    }
  }
#endif
