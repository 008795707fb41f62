import ElementaryFunctions
import Testing

/// Every function against exact values, within the error its docstring states.
@Suite struct ElementaryAccuracyTests {
  struct Claim: Sendable, CustomTestStringConvertible {
    let function: String
    let bound: Double
    let evaluate: @Sendable (Double, Double) -> Double
    var testDescription: String { function }
  }

  static let claims = [
    Claim(function: "sin", bound: 0.82) { x, _ in Elementary.sin(x) },
    Claim(function: "cos", bound: 0.84) { x, _ in Elementary.cos(x) },
    Claim(function: "exp", bound: 0.85) { x, _ in Elementary.exp(x) },
    Claim(function: "expm1", bound: 1.05) { x, _ in Elementary.expm1(x) },
    Claim(function: "log", bound: 0.83) { x, _ in Elementary.log(x) },
    Claim(function: "log1p", bound: 0.82) { x, _ in Elementary.log1p(x) },
    Claim(function: "tanh", bound: 1.45) { x, _ in Elementary.tanh(x) },
    Claim(function: "atan2", bound: 1.85) { y, x in Elementary.atan2(y, x) },
    Claim(function: "logGamma", bound: 3.5) { x, _ in Elementary.logGamma(x) },
    Claim(function: "erf", bound: 1.5) { x, _ in Elementary.erf(x) },
    Claim(function: "normalCDF", bound: 4) { x, _ in Elementary.normalCDF(x) },
  ]

  @Test(arguments: claims)
  func staysWithinItsStatedError(_ claim: Claim) throws {
    let cases = try ElementaryCase.load().filter { $0.function == claim.function }
    #expect(cases.count >= 240)
    for known in cases {
      let result = claim.evaluate(known.x, known.y)
      // Below the least normal number an ulp is absolute, and rounding twice may cost one.
      let bound = abs(known.value) < Double.leastNormalMagnitude ? 1 : claim.bound
      #expect(
        known.error(of: result) <= bound,
        "\(claim.function)(\(known.x), \(known.y)) = \(result), expected \(known.value)")
    }
  }

  @Test func sinCosIsSineAndCosine() throws {
    for known in try ElementaryCase.load() where known.function == "sin" {
      let pair = Elementary.sinCos(known.x)
      #expect(pair.sin.bitPattern == Elementary.sin(known.x).bitPattern)
      #expect(pair.cos.bitPattern == Elementary.cos(known.x).bitPattern)
    }
  }
}
