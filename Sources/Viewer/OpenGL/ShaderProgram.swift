#if Rendering
  import CGraphics

  /// A linked pair of shaders made from one text.
  final class ShaderProgram {
    private let name: GLuint

    /// Compiles `text` twice, with VERTEX and with FRAGMENT defined, beside `definition`.
    ///
    /// - Throws: `GraphicsError` with the compiler's first complaint.
    init(_ text: String, defining definition: String) throws(GraphicsError) {
      let stages = [
        try Self.compile(text, stage: "VERTEX", kind: GL_VERTEX_SHADER, definition),
        try Self.compile(text, stage: "FRAGMENT", kind: GL_FRAGMENT_SHADER, definition),
      ]
      name = glCreateProgram()
      for stage in stages { glAttachShader(name, stage) }
      glLinkProgram(name)
      for stage in stages { glDeleteShader(stage) }
      var isLinked: GLint = 0
      glGetProgramiv(name, glEnum(GL_LINK_STATUS), &isLinked)
      guard isLinked != 0 else {
        throw GraphicsError(
          "the \(definition) shader does not link: \(Self.log { glGetProgramInfoLog(name, $0, $1, $2) })")
      }
    }

    deinit { glDeleteProgram(name) }

    func use() { glUseProgram(name) }

    func location(_ uniform: String) -> GLint { glGetUniformLocation(name, uniform) }

    private static func compile(
      _ text: String, stage: String, kind: Int32, _ definition: String
    ) throws(GraphicsError) -> GLuint {
      let source = "#version 330 core\n#define \(stage)\n#define \(definition)\n" + text
      let shader = glCreateShader(glEnum(kind))
      source.withCString { text in
        withUnsafePointer(to: text as UnsafePointer<CChar>?) { glShaderSource(shader, 1, $0, nil) }
      }
      glCompileShader(shader)
      var isCompiled: GLint = 0
      glGetShaderiv(shader, glEnum(GL_COMPILE_STATUS), &isCompiled)
      guard isCompiled != 0 else {
        throw GraphicsError(
          "the \(definition) shader does not compile: \(log { glGetShaderInfoLog(shader, $0, $1, $2) })")
      }
      return shader
    }

    private static func log(
      _ read: (GLsizei, UnsafeMutablePointer<GLsizei>?, UnsafeMutablePointer<GLchar>?) -> Void
    ) -> String {
      var length: GLsizei = 0
      var text = [CChar](repeating: 0, count: 1024)
      read(1024, &length, &text)
      let bytes = text.prefix(Int(length)).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "no reason"
    }
  }
#endif
