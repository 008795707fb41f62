/// The fixed Huffman code of deflate with its extra bits, ready to be appended to a `BitWriter`.
///
/// Source: RFC 1951, sections 3.2.5 and 3.2.6.
struct FixedHuffman {
  struct Code {
    var bits: UInt32
    var length: UInt32
  }

  /// Codes of the literals 0...255 and of 256, the end of the block.
  let literals: [Code]
  /// Codes with extra bits of the match lengths 3...258, at index length − 3.
  let lengths: [Code]
  private let distanceSymbols: [DistanceSymbol]
  /// The distance symbol of distance − 1 below 256, then of (distance − 1) / 128.
  private let distanceIndex: [UInt8]

  private struct DistanceSymbol {
    var code: UInt32
    var base: UInt32
    var extra: UInt32
  }

  static let shared = FixedHuffman()

  private init() {
    literals = (0...256).map(Self.symbol)
    var lengths: [Code] = []
    for symbol in 257...284 {
      let extra = symbol < 265 ? 0 : UInt32((symbol - 261) / 4)
      let code = Self.symbol(symbol)
      for value in 0..<(UInt32(1) << extra) {
        lengths.append(Code(bits: code.bits | value << code.length, length: code.length + extra))
      }
    }
    // 258 has a symbol of its own, in place of the last value of symbol 284.
    lengths[255] = Self.symbol(285)
    self.lengths = lengths

    var symbols: [DistanceSymbol] = []
    var base: UInt32 = 1
    for symbol in 0..<30 {
      let extra = symbol < 4 ? 0 : UInt32(symbol / 2 - 1)
      symbols.append(
        DistanceSymbol(code: Self.reversed(UInt32(symbol), 5), base: base, extra: extra))
      base += 1 << extra
    }
    distanceSymbols = symbols
    func symbolOf(_ distance: UInt32) -> UInt8 {
      UInt8(symbols.lastIndex { $0.base <= distance }!)
    }
    distanceIndex =
      (0..<256).map { symbolOf($0 + 1) } + (0..<256).map { symbolOf($0 << 7 + 1) }
  }

  /// The code of a distance in 1...32768 with its extra bits.
  @inline(__always)
  func distance(_ distance: Int) -> Code {
    let rest = distance - 1
    let symbol = distanceSymbols[Int(distanceIndex[rest < 256 ? rest : 256 + rest >> 7])]
    return Code(
      bits: symbol.code | (UInt32(truncatingIfNeeded: distance) - symbol.base) << 5,
      length: 5 + symbol.extra)
  }

  private static func symbol(_ symbol: Int) -> Code {
    let s = UInt32(symbol)
    switch symbol {
    case ..<144: return Code(bits: reversed(0x30 + s, 8), length: 8)
    case ..<256: return Code(bits: reversed(0x190 + s - 144, 9), length: 9)
    case ..<280: return Code(bits: reversed(s - 256, 7), length: 7)
    default: return Code(bits: reversed(0xC0 + s - 280, 8), length: 8)
    }
  }

  /// Codes go out with the most significant bit first, against the order of everything else.
  private static func reversed(_ code: UInt32, _ length: UInt32) -> UInt32 {
    var result: UInt32 = 0
    for i in 0..<length { result |= (code >> i & 1) << (length - 1 - i) }
    return result
  }
}
