#if Rendering
  import CGraphics
  import Scenes

  /// Draws the solids of a scene with depth and four samples a pixel, over what the target shows already.
  final class SolidPainter {
    /// A mesh on the graphics side.
    private struct Buffers {
      let array: GLuint
      let vertices: GLuint
      let indices: GLuint
      let count: GLsizei
    }

    private struct MeshKey: Hashable {
      let mesh: SolidPart.Mesh

      /// The counts tell a world's meshes apart well enough; equality compares the rest.
      func hash(into hasher: inout Hasher) {
        switch mesh {
        case .unit(let unit): hasher.combine(unit)
        case .own(let own):
          hasher.combine(own.positions.count)
          hasher.combine(own.indices.count)
        }
      }
    }

    private static let mostMeshes = 512

    private let program: ShaderProgram
    private let framebuffer: GLuint
    private let color: GLuint
    private let depth: GLuint
    private let samples: GLsizei
    private var size = (width: 0, height: 0)
    private var meshes: [MeshKey: Buffers] = [:]

    init(shader: String) throws(GraphicsError) {
      program = try ShaderProgram(shader, defining: "SOLID")
      framebuffer = glName(glGenFramebuffers)
      color = glName(glGenRenderbuffers)
      depth = glName(glGenRenderbuffers)
      var most: GLint = 1
      glGetIntegerv(glEnum(GL_MAX_SAMPLES), &most)
      samples = min(4, most)
    }

    deinit {
      removeMeshes()
      glDelete(framebuffer, glDeleteFramebuffers)
      glDelete(color, glDeleteRenderbuffers)
      glDelete(depth, glDeleteRenderbuffers)
    }

    /// Draws into the target that is bound; leaves it bound, with its state of plane drawing.
    ///
    /// - Throws: `GraphicsError` when OpenGL has no room for the samples.
    func draw(_ scene: Scene, in area: PixelRect, target: RenderTarget) throws(GraphicsError) {
      guard !scene.solids.isEmpty, let camera = scene.camera, let transform = scene.clipTransform(in: area),
        let visible = scene.visiblePixels(of: area, width: target.width, height: target.height)
      else { return }
      try prepare(width: target.width, height: target.height)
      copy(from: target.framebuffer, to: framebuffer, visible)
      glBindFramebuffer(glEnum(GL_FRAMEBUFFER), framebuffer)
      glViewport(GLint(area.x), GLint(area.y), GLsizei(area.width), GLsizei(area.height))
      glScissor(
        GLint(visible.x), GLint(visible.y), GLsizei(visible.width), GLsizei(visible.height))
      glDisable(glEnum(GL_BLEND))
      glEnable(glEnum(GL_DEPTH_TEST))
      glDepthFunc(glEnum(GL_LESS))
      glDepthMask(GLboolean(GL_TRUE))
      glClear(GLbitfield(GL_DEPTH_BUFFER_BIT))
      drawParts(of: scene, seenFrom: camera, transform.flipped)
      glDisable(glEnum(GL_DEPTH_TEST))
      glEnable(glEnum(GL_BLEND))
      copy(from: framebuffer, to: target.framebuffer, visible)
      glBindFramebuffer(glEnum(GL_FRAMEBUFFER), target.framebuffer)
      glViewport(0, 0, GLsizei(target.width), GLsizei(target.height))
    }

    private func drawParts(of scene: Scene, seenFrom camera: Camera, _ transform: Matrix4) {
      program.use()
      let (sun, back) = (Light.sunDirection, camera.axes.back)
      glUniform3f(program.location("sun"), Float(sun.x), Float(sun.y), Float(sun.z))
      glUniform3f(program.location("back"), Float(back.x), Float(back.y), Float(back.z))
      glUniform3f(
        program.location("strength"), Float(Light.ambient), Float(Light.sun), Float(Light.headlight))
      let clip = program.location("clip")
      let turn = program.location("turn")
      let paint = program.location("paint")
      for solid in scene.solids {
        for part in solid.parts {
          guard let buffers = buffers(of: part.mesh) else { continue }
          glUniformMatrix4fv(clip, 1, GLboolean(GL_FALSE), (transform * part.model).floats)
          glUniformMatrix3fv(turn, 1, GLboolean(GL_FALSE), part.normalFloats)
          let color = part.color.components
          glUniform3f(paint, color.x, color.y, color.z)
          glBindVertexArray(buffers.array)
          glDrawElements(glEnum(GL_TRIANGLES), buffers.count, glEnum(GL_UNSIGNED_INT), nil)
        }
      }
    }

    private func prepare(width: Int, height: Int) throws(GraphicsError) {
      guard (width, height) != size else { return }
      glBindFramebuffer(glEnum(GL_FRAMEBUFFER), framebuffer)
      let kind = glEnum(GL_RENDERBUFFER)
      for (name, format, place) in [
        (color, GL_RGBA8, GL_COLOR_ATTACHMENT0), (depth, GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT),
      ] {
        glBindRenderbuffer(kind, name)
        glRenderbufferStorageMultisample(kind, samples, glEnum(format), GLsizei(width), GLsizei(height))
        glFramebufferRenderbuffer(glEnum(GL_FRAMEBUFFER), glEnum(place), kind, name)
      }
      guard glCheckFramebufferStatus(glEnum(GL_FRAMEBUFFER)) == glEnum(GL_FRAMEBUFFER_COMPLETE) else {
        size = (0, 0)
        throw GraphicsError("OpenGL has no room for solids at \(width) by \(height); choose a smaller size")
      }
      size = (width, height)
    }

    /// Copies pixels between the picture and its samples, one way or the other.
    private func copy(from source: GLuint, to destination: GLuint, _ area: PixelRect) {
      glBindFramebuffer(glEnum(GL_READ_FRAMEBUFFER), source)
      glBindFramebuffer(glEnum(GL_DRAW_FRAMEBUFFER), destination)
      let (left, top) = (GLint(area.x), GLint(area.y))
      let (right, bottom) = (GLint(area.x + area.width), GLint(area.y + area.height))
      glDisable(glEnum(GL_SCISSOR_TEST))
      glBlitFramebuffer(
        left, top, right, bottom, left, top, right, bottom, GLbitfield(GL_COLOR_BUFFER_BIT),
        glEnum(GL_NEAREST))
      glEnable(glEnum(GL_SCISSOR_TEST))
    }

    private func buffers(of mesh: SolidPart.Mesh) -> Buffers? {
      let key = MeshKey(mesh: mesh)
      if let known = meshes[key] { return known }
      if meshes.count >= Self.mostMeshes { removeMeshes() }
      let triangles = mesh.triangles
      guard !triangles.indices.isEmpty else { return nil }
      let buffers = Buffers(
        array: glName(glGenVertexArrays), vertices: glName(glGenBuffers), indices: glName(glGenBuffers),
        count: GLsizei(triangles.indices.count))
      glBindVertexArray(buffers.array)
      glBindBuffer(glEnum(GL_ARRAY_BUFFER), buffers.vertices)
      triangles.vertexFloats.withUnsafeBytes {
        glBufferData(
          glEnum(GL_ARRAY_BUFFER), GLsizeiptr($0.count), $0.baseAddress, glEnum(GL_STATIC_DRAW))
      }
      glBindBuffer(glEnum(GL_ELEMENT_ARRAY_BUFFER), buffers.indices)
      triangles.indices.withUnsafeBytes {
        glBufferData(
          glEnum(GL_ELEMENT_ARRAY_BUFFER), GLsizeiptr($0.count), $0.baseAddress, glEnum(GL_STATIC_DRAW))
      }
      let stride = GLsizei(6 * MemoryLayout<Float>.stride)
      for (index, offset) in [(GLuint(0), 0), (1, 3 * MemoryLayout<Float>.stride)] {
        glEnableVertexAttribArray(index)
        glVertexAttribPointer(
          index, 3, glEnum(GL_FLOAT), GLboolean(GL_FALSE), stride, UnsafeRawPointer(bitPattern: offset))
      }
      meshes[key] = buffers
      return buffers
    }

    private func removeMeshes() {
      for buffers in meshes.values {
        glDelete(buffers.array, glDeleteVertexArrays)
        glDelete(buffers.vertices, glDeleteBuffers)
        glDelete(buffers.indices, glDeleteBuffers)
      }
      meshes.removeAll()
    }
  }

  extension Matrix4 {
    /// The same picture upside down.
    fileprivate var flipped: Matrix4 {
      func flip(_ column: SIMD4<Double>) -> SIMD4<Double> { SIMD4(column.x, -column.y, column.z, column.w) }
      return Matrix4(flip(columns.0), flip(columns.1), flip(columns.2), flip(columns.3))
    }
  }
#endif
