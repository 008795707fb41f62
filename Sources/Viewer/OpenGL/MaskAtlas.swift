#if Rendering
  import CGraphics

  /// A texture of coverage bytes, packed in shelves: glyphs, or the outlines of shapes.
  final class MaskAtlas {
    private let texture: GLuint
    let side: Int
    private var shelfTop = 0
    private var shelfHeight = 0
    private var nextX = 0
    /// Grows with every `removeAll`: places from an earlier generation are void.
    private(set) var generation = 0

    init(side: Int) {
      self.side = side
      texture = glName(glGenTextures)
      bind()
      Self.setNearest()
      glTexImage2D(
        glEnum(GL_TEXTURE_2D), 0, GL_R8, GLsizei(side), GLsizei(side), 0, glEnum(GL_RED),
        glEnum(GL_UNSIGNED_BYTE), nil)
    }

    deinit { glDelete(texture, glDeleteTextures) }

    func bind() { glBindTexture(glEnum(GL_TEXTURE_2D), texture) }

    func removeAll() {
      (shelfTop, shelfHeight, nextX) = (0, 0, 0)
      generation += 1
    }

    /// Puts a mask into the texture; nil when it is full.
    func add(_ bytes: [UInt8], width: Int, height: Int) -> (x: Int, y: Int)? {
      guard width <= side, height <= side else { return nil }
      if nextX + width > side {
        shelfTop += shelfHeight
        (shelfHeight, nextX) = (0, 0)
      }
      guard shelfTop + height <= side else { return nil }
      let place = (x: nextX, y: shelfTop)
      nextX += width
      shelfHeight = max(shelfHeight, height)
      bind()
      glPixelStorei(glEnum(GL_UNPACK_ALIGNMENT), 1)
      bytes.withUnsafeBytes { bytes in
        glTexSubImage2D(
          glEnum(GL_TEXTURE_2D), 0, GLint(place.x), GLint(place.y), GLsizei(width), GLsizei(height),
          glEnum(GL_RED), glEnum(GL_UNSIGNED_BYTE), bytes.baseAddress)
      }
      return place
    }

    static func setNearest() {
      for (name, value) in [
        (GL_TEXTURE_MIN_FILTER, GL_NEAREST), (GL_TEXTURE_MAG_FILTER, GL_NEAREST),
        (GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE), (GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE),
      ] {
        glTexParameteri(glEnum(GL_TEXTURE_2D), glEnum(name), value)
      }
    }
  }
#endif
