import ImageFiles
import Testing

/// Files read back by an independent reader give the same pixels.
@Suite struct PNGTests {
  /// Bytes of a linear congruential generator, 24 high bits of its state apart.
  private func noise(_ count: Int, seed: UInt32 = 1) -> [UInt8] {
    var word = seed
    return (0..<count).map { _ in
      word = word &* 1_664_525 &+ 1_013_904_223
      return UInt8(word >> 24)
    }
  }

  @Test(arguments: [(1, 1), (1, 7), (5, 1), (33, 17), (301, 97)])
  func noiseSurvives(width: Int, height: Int) throws {
    let rgba = noise(4 * width * height)
    let file = try PNGReader(PNG.encode(width: width, height: height, rgba: rgba))
    #expect(file.width == width && file.height == height && file.pixelSize == 4)
    #expect(file.pixels == rgba)
    let rgb = noise(3 * width * height, seed: 9)
    let opaque = try PNGReader(PNG.encode(width: width, height: height, rgb: rgb))
    #expect(opaque.pixelSize == 3)
    #expect(opaque.pixels == rgb)
  }

  @Test func opaqueRGBAIsStoredAsRGB() {
    let rgb = noise(3 * 20 * 10)
    var rgba: [UInt8] = []
    for i in 0..<200 { rgba += rgb[(3 * i)..<(3 * i + 3)] + [255] }
    #expect(
      PNG.encode(width: 20, height: 10, rgba: rgba) == PNG.encode(width: 20, height: 10, rgb: rgb))
    rgba[4 * 199 + 3] = 254
    #expect(PNG.encode(width: 20, height: 10, rgba: rgba)[25] == 6)
  }

  /// Smooth ramps, repeats across the whole window, and rows that need each filter.
  @Test func structuredPicturesSurviveAndShrink() throws {
    let (width, height) = (640, 480)
    var rgb = [UInt8](repeating: 250, count: 3 * width * height)
    let tile = noise(3 * 97)
    let speckle = noise(20_011, seed: 5)
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          let i = 3 * (y * width + x) + c
          switch y / 80 {
          case 0: rgb[i] = UInt8(truncatingIfNeeded: x * (c + 1))
          case 1: rgb[i] = UInt8(truncatingIfNeeded: x * x / 64 + y * 3)
          case 2: rgb[i] = tile[(3 * x + c) % tile.count]
          case 3: rgb[i] = (x / 40 + y / 20) % 2 == 0 ? 20 : 200
          case 4: rgb[i] = UInt8(truncatingIfNeeded: x * y / 97 + c)
          case 5 where y < 440: rgb[i] = [0, 1, 255][Int(speckle[i % speckle.count]) % 3]
          default: break
          }
        }
      }
    }
    let bytes = PNG.encode(width: width, height: height, rgb: rgb)
    let file = try PNGReader(bytes)
    #expect(file.pixels == rgb)
    #expect(file.filtersUsed == [0, 1, 2, 3, 4])
    #expect(bytes.count < rgb.count / 8)
  }

  @Test func flatPictureIsSmall() throws {
    var rgba = [UInt8](repeating: 255, count: 4 * 640 * 480)
    for y in 100..<300 {
      for x in 150..<420 { rgba[4 * (y * 640 + x)] = 0 }
    }
    let bytes = PNG.encode(width: 640, height: 480, rgba: rgba)
    let file = try PNGReader(bytes)
    #expect(file.pixels.count == 3 * 640 * 480)
    // A match of 258 bytes takes 13 bits at distance 1: 921 600 bytes are some 6 kB.
    #expect(bytes.count < 8_000)
  }
}
