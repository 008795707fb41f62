#if Rendering
  import CGraphics

  /// A square texture of coverage bytes, packed in shelves: glyphs, or the outlines of shapes. Its side is a
  /// power of two, so that texel centres are hit exactly.
  final class MaskAtlas {
    let texture: GLuint
    private(set) var side = 0
    private var shelfTop = 0
    private var shelfHeight = 0
    private var nextX = 0

    init(side: Int) {
      texture = glName(glGenTextures)
      bind()
      Self.setNearest()
      resize(side)
    }

    deinit { glDelete(texture, glDeleteTextures) }

    /// Forgets all masks and makes room for one of `length` pixels a side, where OpenGL can.
    func reset(toHold length: Int) {
      (shelfTop, shelfHeight, nextX) = (0, 0, 0)
      guard length > side else { return }
      var limit: GLint = 0
      glGetIntegerv(glEnum(GL_MAX_TEXTURE_SIZE), &limit)
      var wanted = side
      while wanted < length { wanted *= 2 }
      bind()
      resize(min(wanted, Int(limit)))
    }

    private func resize(_ side: Int) {
      self.side = side
      glTexImage2D(
        glEnum(GL_TEXTURE_2D), 0, GL_R8, GLsizei(side), GLsizei(side), 0, glEnum(GL_RED),
        glEnum(GL_UNSIGNED_BYTE), nil)
    }

    private func bind() { glBindTexture(glEnum(GL_TEXTURE_2D), texture) }

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
