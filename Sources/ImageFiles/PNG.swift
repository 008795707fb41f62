/// Portable Network Graphics files from raw pixels.
///
/// Source: Portable Network Graphics specification, third edition (W3C 2025).
public enum PNG {
  /// The file of a picture of eight-bit RGBA with straight alpha, rows from the top.
  ///
  /// A picture without any transparency is stored as RGB, which loses nothing. Pixels are compressed with
  /// the fixed Huffman code: small for drawings, up to an eighth larger than the pixels for noise.
  ///
  /// - Precondition: both sides lie in 1...16384 and `rgba.count == 4 · width · height`.
  /// - Complexity: O(width · height).
  public static func encode(width: Int, height: Int, rgba: [UInt8]) -> [UInt8] {
    check(width, height, bytes: rgba.count, pixelSize: 4)
    let isOpaque = stride(from: 3, to: rgba.count, by: 4).allSatisfy { rgba[$0] == 255 }
    guard isOpaque else {
      return file(width, height, pixels: rgba, pixelSize: 4)
    }
    let rgb = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
      rgba.withUnsafeBufferPointer { source in
        for i in 0..<(width * height) {
          target[3 * i] = source[4 * i]
          target[3 * i + 1] = source[4 * i + 1]
          target[3 * i + 2] = source[4 * i + 2]
        }
      }
      count = width * height * 3
    }
    return file(width, height, pixels: rgb, pixelSize: 3)
  }

  /// The file of a picture of eight-bit RGB, rows from the top; otherwise as for RGBA.
  ///
  /// - Precondition: both sides lie in 1...16384 and `rgb.count == 3 · width · height`.
  /// - Complexity: O(width · height).
  public static func encode(width: Int, height: Int, rgb: [UInt8]) -> [UInt8] {
    check(width, height, bytes: rgb.count, pixelSize: 3)
    return file(width, height, pixels: rgb, pixelSize: 3)
  }

  private static func check(_ width: Int, _ height: Int, bytes: Int, pixelSize: Int) {
    precondition(
      (1...16384).contains(width) && (1...16384).contains(height),
      "a picture's sides must lie in 1...16384, got \(width) by \(height)")
    precondition(
      bytes == width * height * pixelSize,
      "a picture of \(width) by \(height) needs \(width * height * pixelSize) bytes, got \(bytes)")
  }

  private static func file(
    _ width: Int, _ height: Int, pixels: [UInt8], pixelSize: Int
  ) -> [UInt8] {
    var header: [UInt8] = []
    header.append(bigEndian: UInt32(width))
    header.append(bigEndian: UInt32(height))
    // Eight bits a channel, colour type, then the only compression, filtering and no interlacing.
    header.append(contentsOf: [8, pixelSize == 4 ? 6 : 2, 0, 0, 0])
    var filters = RowFilters(stride: width * pixelSize, pixelSize: pixelSize)
    let data = Deflate.zlib(filters.filter(pixels))

    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file.reserveCapacity(data.count + 64)
    append("IHDR", header, to: &file)
    append("IDAT", data, to: &file)
    append("IEND", [], to: &file)
    return file
  }

  private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
    file.append(bigEndian: UInt32(data.count))
    var checksum = CRC32()
    checksum.update(type.utf8)
    checksum.update(data)
    file.append(contentsOf: type.utf8)
    file.append(contentsOf: data)
    file.append(bigEndian: checksum.value)
  }
}
