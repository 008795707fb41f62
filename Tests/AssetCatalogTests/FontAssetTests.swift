import AssetCatalog
import Testing

@Suite struct FontAssetTests {
  /// The test vectors of RFC 4648, section 10.
  @Test func decodesThePublishedVectors() {
    #expect(decodedBase64("") == [])
    #expect(decodedBase64("Zg==") == Array("f".utf8))
    #expect(decodedBase64("Zm8=") == Array("fo".utf8))
    #expect(decodedBase64("Zm9v") == Array("foo".utf8))
    #expect(decodedBase64("Zm9vYg==") == Array("foob".utf8))
    #expect(decodedBase64("Zm9vYmE=") == Array("fooba".utf8))
    #expect(decodedBase64("Zm9vYmFy") == Array("foobar".utf8))
  }

  @Test func usesEveryLetterOfTheAlphabet() {
    #expect(decodedBase64("+/8A") == [0xFB, 0xFF, 0x00])
  }

  @Test func theFontIsThere() {
    #expect(FontAssets.sans.starts(with: Array("GSF1".utf8)))
  }
}
