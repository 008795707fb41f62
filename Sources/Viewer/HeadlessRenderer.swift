import Scenes

#if Rendering
  import CGraphics
#endif

/// Draws compositions with OpenGL where there is no window and no display, by surfaceless EGL.
///
/// It belongs to the thread that made it: an OpenGL context is current on one thread at a time.
public final class HeadlessRenderer: SceneRenderer {
  #if Rendering
    private let context: OpaquePointer
    private var renderer: OpenGLRenderer?

    /// - Throws: `GraphicsError` where a library, EGL or OpenGL 3.3 is missing.
    /// - Precondition: no window's method is being called on this thread.
    public init() throws(GraphicsError) {
      var created: OpaquePointer?
      if let fault = graphics_headless_create(&created) { throw GraphicsError(String(cString: fault)) }
      context = created!
      // A fault from here on runs `deinit`: everything is initialised.
      renderer = try OpenGLRenderer()
      graphics_headless_release(context)
    }

    deinit {
      // The renderer deletes its objects while their context is current.
      _ = graphics_headless_make_current(context)
      renderer = nil
      graphics_headless_destroy(context)
    }

    /// Draws `composition` over all of `image`, at its size.
    ///
    /// - Throws: `GraphicsError` for a size that OpenGL refuses.
    public func render(_ composition: Composition, into image: inout Image) throws(GraphicsError) {
      try whileCurrent { renderer throws(GraphicsError) in
        try renderer.draw(composition, width: image.width, height: image.height)
        image.withUnsafeMutablePixels { renderer.target.read(into: $0) }
      }
    }

    /// Draws without copying the picture back, and waits until it is drawn.
    ///
    /// - Throws: as `render`.
    public func draw(_ composition: Composition, width: Int, height: Int) throws(GraphicsError) {
      try whileCurrent { renderer throws(GraphicsError) in
        try renderer.draw(composition, width: width, height: height)
        glFinish()
      }
    }

    /// A thread has one current context at most, and windows on it need theirs.
    private func whileCurrent(
      _ body: (OpenGLRenderer) throws(GraphicsError) -> Void
    ) throws(GraphicsError) {
      guard graphics_headless_make_current(context) != 0 else {
        throw GraphicsError("the OpenGL context was lost; make a new renderer")
      }
      defer { graphics_headless_release(context) }
      try body(renderer!)
    }
  #else
    /// - Throws: `GraphicsError`, always: this build has no OpenGL.
    public init() throws(GraphicsError) { throw .notBuilt }

    public func render(_ composition: Composition, into image: inout Image) throws(GraphicsError) {
      throw .notBuilt
    }

    public func draw(_ composition: Composition, width: Int, height: Int) throws(GraphicsError) {
      throw .notBuilt
    }
  #endif
}
