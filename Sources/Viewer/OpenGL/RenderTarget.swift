#if Rendering
  import CGraphics
  import Scenes

  /// What is drawn into, whether it ends up in a window or in memory: RGBA bytes, the picture's upper row
  /// first.
  final class RenderTarget {
    let framebuffer: GLuint
    private let color: GLuint
    private(set) var width = 0
    private(set) var height = 0

    init() {
      framebuffer = glName(glGenFramebuffers)
      color = glName(glGenRenderbuffers)
    }

    deinit {
      glDelete(framebuffer, glDeleteFramebuffers)
      glDelete(color, glDeleteRenderbuffers)
    }

    /// Binds the target at the given size for drawing.
    ///
    /// - Throws: `GraphicsError` when the driver refuses the size.
    func bind(width: Int, height: Int) throws(GraphicsError) {
      glBindFramebuffer(glEnum(GL_FRAMEBUFFER), framebuffer)
      if width != self.width || height != self.height { try resize(width, height) }
      glViewport(0, 0, GLsizei(width), GLsizei(height))
    }

    private func resize(_ width: Int, _ height: Int) throws(GraphicsError) {
      var limit: GLint = 0
      glGetIntegerv(glEnum(GL_MAX_RENDERBUFFER_SIZE), &limit)
      guard width <= Int(limit), height <= Int(limit) else {
        throw GraphicsError(
          "this OpenGL draws at most \(limit) pixels a side, not \(width) by \(height); choose a smaller size")
      }
      let kind = glEnum(GL_RENDERBUFFER)
      glBindRenderbuffer(kind, color)
      glRenderbufferStorage(kind, glEnum(GL_RGBA8), GLsizei(width), GLsizei(height))
      glFramebufferRenderbuffer(glEnum(GL_FRAMEBUFFER), glEnum(GL_COLOR_ATTACHMENT0), kind, color)
      guard glCheckFramebufferStatus(glEnum(GL_FRAMEBUFFER)) == glEnum(GL_FRAMEBUFFER_COMPLETE) else {
        self.width = 0
        throw GraphicsError("OpenGL has no room for \(width) by \(height) pixels; choose a smaller size")
      }
      self.width = width
      self.height = height
    }

    /// Copies the picture into `pixels`, four bytes each.
    func read(into pixels: UnsafeMutableRawPointer) {
      glBindFramebuffer(glEnum(GL_READ_FRAMEBUFFER), framebuffer)
      glPixelStorei(glEnum(GL_PACK_ALIGNMENT), 1)
      glReadPixels(
        0, 0, GLsizei(width), GLsizei(height), glEnum(GL_RGBA), glEnum(GL_UNSIGNED_BYTE), pixels)
    }

    /// Copies the picture to the window that is current, upper row up.
    func present(windowWidth: Int, windowHeight: Int) {
      let (w, h) = (GLint(width), GLint(height))
      glBindFramebuffer(glEnum(GL_READ_FRAMEBUFFER), framebuffer)
      glBindFramebuffer(glEnum(GL_DRAW_FRAMEBUFFER), 0)
      glDisable(glEnum(GL_SCISSOR_TEST))
      // Both are of one size but for the instant of a resize.
      glBlitFramebuffer(
        0, 0, w, h, 0, GLint(windowHeight), GLint(windowWidth), 0, GLbitfield(GL_COLOR_BUFFER_BIT),
        glEnum(GL_NEAREST))
    }
  }
#endif
