#if Rendering
  import CGraphics

  // OpenGL's constants arrive as signed integers where its functions take unsigned ones.

  func glEnum(_ value: Int32) -> GLenum { GLenum(bitPattern: value) }

  /// Makes one object with a `glGen…` function.
  func glName(_ generate: (GLsizei, UnsafeMutablePointer<GLuint>?) -> Void) -> GLuint {
    var name: GLuint = 0
    generate(1, &name)
    return name
  }

  /// Deletes one object with a `glDelete…` function.
  func glDelete(_ name: GLuint, _ delete: (GLsizei, UnsafePointer<GLuint>?) -> Void) {
    withUnsafePointer(to: name) { delete(1, $0) }
  }
#endif
