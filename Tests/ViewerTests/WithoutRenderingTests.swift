#if !Rendering
  import ClassicControlEnvironments
  import DecisionProcesses
  import Scenes
  import Testing
  import Viewer

  /// What a build without the trait says.
  @Suite struct WithoutRenderingTests {
    @Test func windowsAndHeadlessOpenGLNameTheTrait() throws {
      for attempt in [
        { _ = try Window(title: "none") } as () throws -> Void, { _ = try HeadlessRenderer() },
      ] {
        let error = #expect(throws: GraphicsError.self) { try attempt() }
        #expect(try #require(error?.message).contains("trait Rendering"))
      }
    }

    @Test func environmentsRenderPicturesAndNoWindow() throws {
      var human = Rendered(Simulation(CartPole(), seed: 7), mode: .human)
      _ = human.reset()
      let error = #expect(throws: GraphicsError.self) { try human.render() }
      let message = try #require(error?.message)
      #expect(message.contains("trait Rendering") && message.contains("rgbArray"))

      let mode = RenderMode.rgbArray(width: 160, height: 120)
      let picture = try Rendered(human.environment, mode: mode).render()
      var rasterizer = SoftwareRasterizer()
      #expect(picture == rasterizer.render(try #require(human.scene), width: 160, height: 120))
      #expect(throws: GraphicsError.self) {
        try Rendered(human.environment, mode: mode, renderer: .openGL).render()
      }
    }
  }
#endif
