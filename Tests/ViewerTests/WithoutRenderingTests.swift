#if !Rendering
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
  }
#endif
