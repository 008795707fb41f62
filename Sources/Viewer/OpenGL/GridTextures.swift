#if Rendering
  import CGraphics
  import Scenes

  /// Colour textures of images and heat maps, kept while they are drawn.
  final class GridTextures {
    private struct Entry {
      let texture: GLuint
      let width: Int
      let height: Int
      let pixels: [UInt8]
      var lastUse: Int
    }

    private var entries: [Entry] = []
    private var frame = 0
    private var scratch: [UInt8] = []
    private let limit: Int

    init() {
      var limit: GLint = 0
      glGetIntegerv(glEnum(GL_MAX_TEXTURE_SIZE), &limit)
      self.limit = Int(limit)
    }

    deinit { for entry in entries { glDelete(entry.texture, glDeleteTextures) } }

    /// Forgets what the last two pictures did not use.
    func beginFrame() {
      frame += 1
      entries.removeAll { entry in
        let isOld = entry.lastUse < frame - 2
        if isOld { glDelete(entry.texture, glDeleteTextures) }
        return isOld
      }
    }

    /// The texture of a picture; nil if it is larger than OpenGL takes here.
    func texture(of image: Image) -> GLuint? {
      texture(width: image.width, height: image.height, pixels: image.pixels)
    }

    /// The texture of a heat map, its upper row first.
    func texture(of map: HeatMap) -> GLuint? {
      scratch.removeAll(keepingCapacity: true)
      for row in (0..<map.rows).reversed() {
        for value in map.values[row * map.columns..<(row + 1) * map.columns] {
          let color = map.color(of: value)
          scratch.append(color.red)
          scratch.append(color.green)
          scratch.append(color.blue)
          scratch.append(color.alpha)
        }
      }
      return texture(width: map.columns, height: map.rows, pixels: scratch)
    }

    private func texture(width: Int, height: Int, pixels: [UInt8]) -> GLuint? {
      guard width > 0, height > 0, width <= limit, height <= limit else { return nil }
      let known = entries.firstIndex {
        $0.width == width && $0.height == height && $0.pixels == pixels
      }
      if let known {
        entries[known].lastUse = frame
        return entries[known].texture
      }
      let texture = glName(glGenTextures)
      glBindTexture(glEnum(GL_TEXTURE_2D), texture)
      MaskAtlas.setNearest()
      glPixelStorei(glEnum(GL_UNPACK_ALIGNMENT), 1)
      pixels.withUnsafeBytes { bytes in
        glTexImage2D(
          glEnum(GL_TEXTURE_2D), 0, GL_RGBA8, GLsizei(width), GLsizei(height), 0, glEnum(GL_RGBA),
          glEnum(GL_UNSIGNED_BYTE), bytes.baseAddress)
      }
      entries.append(
        Entry(texture: texture, width: width, height: height, pixels: pixels, lastUse: frame))
      return texture
    }
  }
#endif
