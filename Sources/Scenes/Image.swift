/// A picture: eight-bit RGBA with straight alpha, row-major, the top row first.
public struct Image: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// `4 · width · height` bytes: red, green, blue, alpha of each pixel.
  public internal(set) var pixels: [UInt8]

  /// A picture of one colour.
  ///
  /// - Precondition: both sizes lie in 1...16384.
  public init(width: Int, height: Int, color: Color = .clear) {
    Self.checkSize(width, height)
    self.width = width
    self.height = height
    pixels = [UInt8](repeating: 0, count: 4 * width * height)
    fill(with: color)
  }

  /// A picture from its bytes.
  ///
  /// - Precondition: both sizes lie in 1...16384 and `pixels.count == 4 · width · height`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    Self.checkSize(width, height)
    precondition(
      pixels.count == 4 * width * height,
      "a picture of \(width) by \(height) needs \(4 * width * height) bytes, got \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The colour of the pixel `x` from the left and `y` from the top.
  ///
  /// - Precondition: `x` lies in `0..<width` and `y` in `0..<height`.
  public subscript(x: Int, y: Int) -> Color {
    get {
      let i = index(x, y)
      return Color(
        red: pixels[i], green: pixels[i + 1], blue: pixels[i + 2], alpha: pixels[i + 3])
    }
    set {
      let i = index(x, y)
      pixels[i] = newValue.red
      pixels[i + 1] = newValue.green
      pixels[i + 2] = newValue.blue
      pixels[i + 3] = newValue.alpha
    }
  }

  /// `3 · width · height` bytes: red, green, blue of each pixel without alpha, row-major, the top row first.
  /// O(width · height).
  public var rgb: [UInt8] {
    let count = width * height
    return [UInt8](unsafeUninitializedCapacity: 3 * count) { bytes, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        for index in 0..<count {
          for channel in 0..<3 { bytes[3 * index + channel] = pixels[4 * index + channel] }
        }
      }
      initialized = 3 * count
    }
  }

  /// Paints every pixel with `color`, alpha included. O(width · height).
  public mutating func fill(with color: Color) {
    pixels.withUnsafeMutableBytes { bytes in
      Raster(base: bytes.baseAddress!, width: width, height: height).fill(with: color)
    }
  }

  /// Lends the bytes for writing, four to a pixel.
  package mutating func withUnsafeMutablePixels(_ body: (UnsafeMutableRawPointer) -> Void) {
    pixels.withUnsafeMutableBytes { body($0.baseAddress!) }
  }

  /// Blends `color` over a part of the picture.
  mutating func blend(_ color: Color, over bounds: PixelBounds) {
    guard color.alpha > 0 else { return }
    let (width, height) = (width, height)
    pixels.withUnsafeMutableBytes { bytes in
      let raster = Raster(base: bytes.baseAddress!, width: width, height: height)
      for y in bounds.top..<bounds.bottom {
        let row = raster.row(y)
        for x in bounds.left..<bounds.right {
          let blended = Scenes.blend(color.word, alpha: UInt32(color.alpha), onto: Raster.load(row, at: x))
          Raster.store(blended, in: row, at: x)
        }
      }
    }
  }

  private func index(_ x: Int, _ y: Int) -> Int {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height,
      "pixel (\(x), \(y)) lies outside a picture of \(width) by \(height)")
    return 4 * (y * width + x)
  }

  private static func checkSize(_ width: Int, _ height: Int) {
    precondition(
      (1...16384).contains(width) && (1...16384).contains(height),
      "a picture's sides must lie in 1...16384, got \(width) by \(height)")
  }
}
