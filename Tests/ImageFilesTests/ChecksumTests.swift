import ImageFiles
import Testing

@Suite struct ChecksumTests {
  /// The check value of CRC-32/ISO-HDLC in G. Cook's catalogue of CRC algorithms.
  @Test func crc32CheckValue() {
    var checksum = CRC32()
    checksum.update("12345".utf8)
    checksum.update("6789".utf8)
    #expect(checksum.value == 0xCBF4_3926)
    #expect(CRC32().value == 0)
  }

  /// The worked example of the article "Adler-32" in Wikipedia.
  @Test func adler32Example() {
    #expect(adler32([UInt8]("Wikipedia".utf8)) == 0x11E6_0398)
    #expect(adler32([]) == 1)
  }

  @Test func adler32DefersItsModulusSafely() {
    // Of n bytes 255: a = 1 + 255n, b = n + 255·n(n + 1)/2, modulo 65521.
    let n = 100_000
    let a = (1 + 255 * n) % 65521
    let b = (n + 255 * n * (n + 1) / 2) % 65521
    #expect(adler32([UInt8](repeating: 255, count: n)) == UInt32(b << 16 | a))
  }
}
