import ElementaryFunctions
import Testing

/// The bits of every function over a fixed sweep, hashed: they may change only on purpose, and must
/// agree between machines, instruction sets and optimisation levels.
@Suite struct ElementaryGoldenTests {
  /// The FNV-1a hash, word by word, of `evaluate` at 4096 arguments evenly over [low, high).
  private func hash(_ low: Double, _ high: Double, _ evaluate: (Double) -> Double) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<4096 {
      let x = low + (high - low) * (Double(index) / 4096)
      hash = (hash ^ evaluate(x).bitPattern) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  @Test func bitsAreTheRecordedOnes() {
    #expect(hash(-100, 100) { Elementary.sin($0) } == 0x377B_2BEC_5449_AA6D)
    #expect(hash(-100, 100) { Elementary.cos($0) } == 0xABBD_E40E_A962_C092)
    #expect(hash(-745, 710) { Elementary.exp($0) } == 0x4112_6578_B193_05A8)
    #expect(hash(-3, 3) { Elementary.expm1($0) } == 0x5D91_AAF8_93B3_B67A)
    #expect(hash(0, 100) { Elementary.log($0) } == 0x4FE4_C586_5B7D_C10C)
    #expect(hash(-1, 2) { Elementary.log1p($0) } == 0x5840_997D_4622_4656)
    #expect(hash(-5, 5) { Elementary.tanh($0) } == 0xA035_8094_5F91_4414)
    #expect(hash(-3, 3) { Elementary.atan2($0, 1 - $0) } == 0xB8E9_2242_DC85_F911)
    #expect(hash(0, 20) { Elementary.logGamma($0) } == 0x7056_B42D_D019_03F9)
    #expect(hash(-5, 5) { Elementary.erf($0) } == 0x8FE2_E8AD_80E2_27AD)
    #expect(hash(-38, 8) { Elementary.normalCDF($0) } == 0x3B29_992C_7CAF_3AEC)
  }
}
