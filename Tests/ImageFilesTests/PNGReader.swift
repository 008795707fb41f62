import ImageFiles

/// A strict reader of the files under test: PNG with RGB or RGBA bytes, and deflate with fixed
/// blocks only. Written from RFC 1950, RFC 1951 and the PNG specification.
struct PNGReader {
  struct Failure: Error {
    let reason: String
  }

  private(set) var width = 0
  private(set) var height = 0
  private(set) var pixelSize = 0
  /// The bytes of the pixels, rows from the top.
  private(set) var pixels: [UInt8] = []
  private(set) var filtersUsed: Set<UInt8> = []

  init(_ file: [UInt8]) throws {
    guard file.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { throw Failure(reason: "signature") }
    var data: [UInt8] = []
    var names: [String] = []
    var at = 8
    while at < file.count {
      let length = Int(Self.bigEndian(file, at))
      let body = file[(at + 8)..<(at + 8 + length)]
      let name = String(decoding: file[(at + 4)..<(at + 8)], as: UTF8.self)
      var checksum = CRC32()
      checksum.update(file[(at + 4)..<(at + 8 + length)])
      guard checksum.value == Self.bigEndian(file, at + 8 + length) else {
        throw Failure(reason: "CRC of \(name)")
      }
      names.append(name)
      if name == "IHDR" {
        let header = [UInt8](body)
        width = Int(Self.bigEndian(header, 0))
        height = Int(Self.bigEndian(header, 4))
        guard header[8] == 8, header[10...] == [0, 0, 0] else { throw Failure(reason: "header") }
        pixelSize = [2: 3, 6: 4][header[9]] ?? 0
      } else if name == "IDAT" {
        data += body
      }
      at += 12 + length
    }
    guard names == ["IHDR", "IDAT", "IEND"] else { throw Failure(reason: "chunks \(names)") }
    try unfilter(try Self.inflate(data))
  }

  private static func bigEndian(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[at + $1]) }
  }

  private mutating func unfilter(_ rows: [UInt8]) throws {
    let stride = width * pixelSize
    guard rows.count == (stride + 1) * height else { throw Failure(reason: "size \(rows.count)") }
    pixels = [UInt8](repeating: 0, count: stride * height)
    for y in 0..<height {
      let type = rows[y * (stride + 1)]
      filtersUsed.insert(type)
      for i in 0..<stride {
        let left = i >= pixelSize ? Int(pixels[y * stride + i - pixelSize]) : 0
        let above = y > 0 ? Int(pixels[(y - 1) * stride + i]) : 0
        let corner = i >= pixelSize && y > 0 ? Int(pixels[(y - 1) * stride + i - pixelSize]) : 0
        let estimate = left + above - corner
        let guess: Int
        switch type {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = above
        case 3: guess = (left + above) / 2
        case 4:
          let order = [left, above, corner].map { abs(estimate - $0) }
          guess = [left, above, corner][order.firstIndex(of: order.min()!)!]
        default: throw Failure(reason: "filter \(type)")
        }
        pixels[y * stride + i] = rows[y * (stride + 1) + 1 + i] &+ UInt8(guess)
      }
    }
  }

  static func inflate(_ stream: [UInt8]) throws -> [UInt8] {
    guard stream[0] & 15 == 8, (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0, stream[1] & 32 == 0 else {
      throw Failure(reason: "zlib header")
    }
    var bit = 16
    func bits(_ count: Int) -> Int {
      var value = 0
      for i in 0..<count {
        value |= Int(stream[bit >> 3] >> (bit & 7) & 1) << i
        bit += 1
      }
      return value
    }
    func code(_ count: Int) -> Int { (0..<count).reduce(0) { sum, _ in sum << 1 | bits(1) } }
    func symbol() -> Int {
      let seven = code(7)
      if seven < 24 { return 256 + seven }
      let eight = seven << 1 | bits(1)
      if eight < 0xC0 { return eight - 0x30 }
      if eight < 0xC8 { return 280 + eight - 0xC0 }
      return 144 + (eight << 1 | bits(1)) - 0x190
    }
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = bits(1) == 1
      guard bits(2) == 1 else { throw Failure(reason: "block type") }
      while true {
        let symbol = symbol()
        if symbol == 256 { break }
        if symbol < 256 {
          output.append(UInt8(symbol))
          continue
        }
        // Table of RFC 1951, section 3.2.5.
        let lengthBase = [
          3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
          163, 195, 227, 258,
        ]
        let lengthExtra = [
          0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
        ]
        let distanceBase = [
          1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
          3073, 4097, 6145, 8193, 12289, 16385, 24577,
        ]
        let length = lengthBase[symbol - 257] + bits(lengthExtra[symbol - 257])
        let distanceSymbol = code(5)
        let distance = distanceBase[distanceSymbol] + bits(max(0, distanceSymbol / 2 - 1))
        guard distance <= output.count else { throw Failure(reason: "distance \(distance)") }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
    }
    let end = (bit + 7) / 8
    guard stream.count == end + 4, bigEndian(stream, end) == adler32(output) else {
      throw Failure(reason: "Adler-32 or length")
    }
    return output
  }
}
