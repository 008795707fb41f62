#if Rendering
  import ClassicControlEnvironments
  import DecisionProcesses
  import Foundation
  import Scenes
  import Testing
  import Viewer

  extension GraphicsTests {
    /// `RenderMode.human` on a virtual display.
    @Suite(.serialized, .enabled(if: VirtualDisplay.isAvailable)) struct RenderedWindowTests {
      private func withDisplay(_ body: (VirtualDisplay) throws -> Void) throws {
        let display = try VirtualDisplay()
        setenv("DISPLAY", display.name, 1)
        defer { unsetenv("DISPLAY") }
        try body(display)
      }

      @Test func thePresentStateIsSeenAtItsPace() throws {
        try withDisplay { display in
          let title = "rendered pole"
          var environment = Rendered(
            Simulation(CartPole(), seed: 7), mode: .human, framesPerSecond: 20, title: title)
          _ = environment.reset()
          #expect(try environment.render() == nil)
          let clock = ContinuousClock()
          let start = clock.now
          for step in 0..<8 {
            _ = environment.step(step % 2)
            let before = clock.now
            _ = try environment.render()
            // One frame's time, and what a busy machine adds.
            #expect(clock.now - before < .milliseconds(50 + 400))
          }
          // Eight frames after the first, one each 50 ms: none is early.
          #expect(clock.now - start >= .milliseconds(8 * 50 - 5))

          // The screen shows what headless OpenGL draws of the same state.
          var headless = Image(width: 640, height: 480)
          let scene = try #require(environment.scene)
          try HeadlessRenderer().render(Composition(scene, width: 640, height: 480), into: &headless)
          let root = try display.screenshot()
          #expect(WindowTests.place(of: headless, in: root) != nil, "the screen does not show the state")

          // A person closes it: the next render knows, later ones do nothing.
          #expect(!environment.isClosed)
          try display.requestClose(ofWindowTitled: title)
          for _ in 0..<20 where !environment.isClosed { _ = try environment.render() }
          #expect(environment.isClosed)
          let after = clock.now
          for _ in 0..<50 { #expect(try environment.render() == nil) }
          #expect(clock.now - after < .milliseconds(500))

          // And it can be opened again.
          try environment.close()
          #expect(!environment.isClosed)
          _ = try environment.render()
          try environment.close()
        }
      }

      @Test func slowStepsAreNotCaughtUp() throws {
        try withDisplay { _ in
          var environment = Rendered(Simulation(CartPole(), seed: 7), mode: .human, framesPerSecond: 10)
          _ = environment.reset()
          _ = try environment.render()
          Thread.sleep(forTimeInterval: 0.6)
          let start = ContinuousClock.now
          for _ in 0..<4 { _ = try environment.render() }
          // The first is late and shown at once; the others keep the pace from there.
          #expect(.now - start >= .milliseconds(3 * 100 - 5))
          try environment.close()
        }
      }

      @Test func withoutADisplayTheErrorNamesTheAlternative() throws {
        let display = ProcessInfo.processInfo.environment["DISPLAY"]
        unsetenv("DISPLAY")
        defer { if let display { setenv("DISPLAY", display, 1) } }
        var environment = Rendered(Simulation(CartPole(), seed: 7), mode: .human)
        _ = environment.reset()
        let error = #expect(throws: GraphicsError.self) { try environment.render() }
        let message = try #require(error?.message)
        #expect(message.contains("no display") && message.contains("gauntlet record"))
        #expect(message.contains("rgbArray"))
      }
    }
  }
#endif
