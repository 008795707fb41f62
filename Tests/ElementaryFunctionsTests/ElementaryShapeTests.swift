import ElementaryFunctions
import Testing

/// Symmetry to the bit, sign, range and monotony, over a fixed sweep of arguments.
@Suite struct ElementaryShapeTests {
  /// 20 000 arguments evenly over [low, high].
  private func sweep(_ low: Double, _ high: Double) -> [Double] {
    (0..<20_000).map { low + (high - low) * (Double($0) + 0.5) / 20_000 }
  }

  @Test func oddAndEvenToTheBit() {
    for x in sweep(0, 30) + sweep(0, 0x1p20) {
      #expect(Elementary.sin(-x).bitPattern == (-Elementary.sin(x)).bitPattern)
      #expect(Elementary.cos(-x).bitPattern == Elementary.cos(x).bitPattern)
      #expect(Elementary.tanh(-x).bitPattern == (-Elementary.tanh(x)).bitPattern)
      #expect(Elementary.erf(-x).bitPattern == (-Elementary.erf(x)).bitPattern)
      #expect(Elementary.atan2(-x, 3).bitPattern == (-Elementary.atan2(x, 3)).bitPattern)
    }
  }

  @Test func rangesHold() {
    for x in sweep(-0x1p20, 0x1p20) {
      #expect(abs(Elementary.sin(x)) <= 1 && abs(Elementary.cos(x)) <= 1)
    }
    for x in sweep(-40, 40) {
      #expect(abs(Elementary.tanh(x)) <= 1 && abs(Elementary.erf(x)) <= 1)
      #expect(Elementary.normalCDF(x) >= 0 && Elementary.normalCDF(x) <= 1)
    }
  }

  /// Arguments far enough apart that the function itself grows by many ulps between them.
  @Test func monotoneFunctionsNeverFall() {
    let functions: [(name: String, low: Double, high: Double, evaluate: (Double) -> Double)] = [
      ("exp", -745, 709, { Elementary.exp($0) }), ("expm1", -20, 20, { Elementary.expm1($0) }),
      ("log", 1e-3, 50, { Elementary.log($0) }), ("log1p", -0.99, 50, { Elementary.log1p($0) }),
      ("tanh", -25, 25, { Elementary.tanh($0) }), ("erf", -7, 7, { Elementary.erf($0) }),
      ("normalCDF", -39, 9, { Elementary.normalCDF($0) }),
      ("logGamma", 1.5, 200, { Elementary.logGamma($0) }),
      ("atan2", -50, 50, { Elementary.atan2($0, 1) }), ("sin", -1.57, 1.57, { Elementary.sin($0) }),
      ("-cos", 0.001, 3.14, { -Elementary.cos($0) }),
    ]
    for function in functions {
      let values = sweep(function.low, function.high).map(function.evaluate)
      for (previous, next) in zip(values, values.dropFirst()) {
        #expect(previous <= next, "\(function.name) falls from \(previous) to \(next)")
      }
    }
  }

  /// Without its reduction the small-angle form gives the same bits, up to and at its limit, signs included.
  @Test func smallAnglesKeepTheirBits() {
    let limit = Elementary.smallAngle
    let edges = [0, 5e-324, 1e-300, 1e-20, 0x1p-27, limit.nextDown, limit]
    for size in edges + sweep(0, limit) {
      for x in [size, -size] {
        let (general, small) = (Elementary.sinCos(x), Elementary.sinCos(small: x))
        #expect(general.sin.bitPattern == small.sin.bitPattern, "sine of \(x)")
        #expect(general.cos.bitPattern == small.cos.bitPattern, "cosine of \(x)")
      }
    }
  }
}
