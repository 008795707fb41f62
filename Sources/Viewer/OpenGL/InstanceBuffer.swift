#if Rendering
  import CGraphics
  import Scenes

  /// The programs of `plane.glsl`.
  enum PlaneKind: Int, CaseIterable {
    /// Opaque and whole pixels only: replaces what is below without blending.
    case flat
    /// The same, blended.
    case tint
    case round, box, frame, mask, grid

    var definition: String {
      switch self {
      case .flat, .tint: "FLAT"
      case .round: "ROUND"
      case .box: "BOX"
      case .frame: "FRAME"
      case .mask: "MASK"
      case .grid: "GRID"
      }
    }
  }

  /// One rectangle of fragments; the layout is that of `plane.glsl`.
  struct PlaneInstance {
    var place: SIMD4<Float>
    var cover: SIMD4<Float>
    var half: SIMD4<Float>
    var band: SIMD4<Float>
    var paint: SIMD4<Float>

    /// Whether the axes are the picture's.
    var isUpright: Bool { place.z == 1 && place.w == 0 }

    /// The pixels touched: least x, y, greatest x, y.
    var bounds: SIMD4<Float> {
      guard !isUpright else {
        return SIMD4(
          place.x + cover.x, place.y + cover.y, place.x + cover.z, place.y + cover.w)
      }
      let center = SIMD2(cover.x + cover.z, cover.y + cover.w) / 2
      let half = SIMD2(cover.z - cover.x, cover.w - cover.y) / 2
      let middle = SIMD2(
        place.x + center.x * place.z - center.y * place.w, place.y + center.x * place.w + center.y * place.z)
      let reach = SIMD2(
        half.x * abs(place.z) + half.y * abs(place.w), half.x * abs(place.w) + half.y * abs(place.z))
      return SIMD4(lowHalf: middle - reach, highHalf: middle + reach)
    }
  }

  /// Instances in painter's order, gathered into runs of one kind and texture.
  ///
  /// Every run costs a draw call and a change of program, so an instance joins an earlier run of its kind
  /// when it overlaps nothing drawn since: the cells of a grid become two runs instead of two per cell.
  final class InstanceBuffer {
    private struct Run {
      var kind: PlaneKind
      var texture: GLuint
      var instances: [PlaneInstance]
      var bounds: [SIMD4<Float>]
    }

    /// OpenGL 3.3 promises 65 536 texels in a buffer texture.
    static let capacity = 65_536 / 5
    /// How far back an instance looks for a run to join; looking costs time too.
    private static let lookBack = 4
    private static let longestLook = 48

    private let buffer: GLuint
    private let texture: GLuint
    private let vertexArray: GLuint
    private let programs: [(program: ShaderProgram, picture: GLint)]
    /// The first `runCount` are in use; the others lend their storage to later ones.
    private var runs: [Run] = []
    private var runCount = 0
    private var count = 0
    private var upload: [PlaneInstance] = []

    init(shader: String) throws(GraphicsError) {
      var programs: [(ShaderProgram, GLint)] = []
      for kind in PlaneKind.allCases {
        let program = try ShaderProgram(shader, defining: kind.definition)
        program.use()
        glUniform1i(program.location("instances"), 0)
        glUniform1i(program.location("cells"), 1)
        programs.append((program, program.location("picture")))
      }
      self.programs = programs
      buffer = glName(glGenBuffers)
      texture = glName(glGenTextures)
      vertexArray = glName(glGenVertexArrays)
      glBindBuffer(glEnum(GL_TEXTURE_BUFFER), buffer)
      glBufferData(glEnum(GL_TEXTURE_BUFFER), 64, nil, glEnum(GL_STREAM_DRAW))
      glBindTexture(glEnum(GL_TEXTURE_BUFFER), texture)
      glTexBuffer(glEnum(GL_TEXTURE_BUFFER), glEnum(GL_RGBA32F), buffer)
    }

    deinit {
      glDelete(buffer, glDeleteBuffers)
      glDelete(texture, glDeleteTextures)
      glDelete(vertexArray, glDeleteVertexArrays)
    }

    var isFull: Bool { count >= Self.capacity - 8 }

    func append(_ instance: PlaneInstance, kind: PlaneKind, texture: GLuint = 0) {
      let bounds = instance.bounds
      let run = joinableRun(kind, texture, bounds) ?? beginRun(kind, texture)
      runs[run].instances.append(instance)
      runs[run].bounds.append(bounds)
      count += 1
    }

    /// Paints whole pixels.
    func appendPixels(_ area: PixelRect, _ color: Color) {
      let size = SIMD2(Float(area.width), Float(area.height))
      append(
        PlaneInstance(
          place: SIMD4(Float(area.x), Float(area.y), 1, 0), cover: SIMD4(0, 0, size.x, size.y),
          half: SIMD4(size.x + 1, size.y + 1, 0, 0), band: .zero, paint: color.components),
        kind: color.alpha == 255 ? .flat : .tint)
    }

    private func joinableRun(_ kind: PlaneKind, _ texture: GLuint, _ bounds: SIMD4<Float>) -> Int? {
      var looked = 0
      var index = runCount - 1
      while index >= max(0, runCount - Self.lookBack) {
        if runs[index].kind == kind && runs[index].texture == texture { return index }
        looked += runs[index].bounds.count
        guard looked <= Self.longestLook else { return nil }
        for other in runs[index].bounds {
          let isApart =
            other.z <= bounds.x || other.x >= bounds.z || other.w <= bounds.y || other.y >= bounds.w
          if !isApart { return nil }
        }
        index -= 1
      }
      return nil
    }

    private func beginRun(_ kind: PlaneKind, _ texture: GLuint) -> Int {
      if runCount == runs.count {
        runs.append(Run(kind: kind, texture: texture, instances: [], bounds: []))
      }
      runs[runCount].kind = kind
      runs[runCount].texture = texture
      runs[runCount].instances.removeAll(keepingCapacity: true)
      runs[runCount].bounds.removeAll(keepingCapacity: true)
      runCount += 1
      return runCount - 1
    }

    /// Draws what was appended and forgets it.
    func flush(width: Int, height: Int) {
      guard runCount > 0 else { return }
      upload.removeAll(keepingCapacity: true)
      for run in 0..<runCount { upload.append(contentsOf: runs[run].instances) }
      glBindBuffer(glEnum(GL_TEXTURE_BUFFER), buffer)
      upload.withUnsafeBytes { bytes in
        glBufferData(
          glEnum(GL_TEXTURE_BUFFER), GLsizeiptr(bytes.count), bytes.baseAddress, glEnum(GL_STREAM_DRAW))
      }
      glBindVertexArray(vertexArray)
      glActiveTexture(glEnum(GL_TEXTURE0))
      glBindTexture(glEnum(GL_TEXTURE_BUFFER), texture)
      glActiveTexture(glEnum(GL_TEXTURE1))
      var start = 0
      for index in 0..<runCount {
        let (kind, cells, length) = (runs[index].kind, runs[index].texture, runs[index].instances.count)
        let (program, picture) = programs[kind.rawValue]
        program.use()
        glUniform2f(picture, Float(width), Float(height))
        if cells != 0 { glBindTexture(glEnum(GL_TEXTURE_2D), cells) }
        if kind == .flat { glDisable(glEnum(GL_BLEND)) }
        glDrawArrays(glEnum(GL_TRIANGLES), GLint(6 * start), GLsizei(6 * length))
        if kind == .flat { glEnable(glEnum(GL_BLEND)) }
        start += length
      }
      runCount = 0
      count = 0
    }
  }
#endif
