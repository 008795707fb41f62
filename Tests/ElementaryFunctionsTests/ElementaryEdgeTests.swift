import ElementaryFunctions
import Testing

/// Zeros, infinities, NaN, overflow and the ends of the stated domains.
@Suite struct ElementaryEdgeTests {
  private func isNegativeZero(_ x: Double) -> Bool { x == 0 && x.sign == .minus }

  @Test func nanPropagates() {
    let results = [
      Elementary.sin(.nan), Elementary.cos(.nan), Elementary.sinCos(.nan).sin, Elementary.sinCos(.nan).cos,
      Elementary.exp(.nan), Elementary.expm1(.nan), Elementary.log(.nan), Elementary.log1p(.nan),
      Elementary.tanh(.nan), Elementary.atan2(.nan, 1), Elementary.atan2(1, .nan),
      Elementary.atan2(.infinity, .nan), Elementary.logGamma(.nan), Elementary.erf(.nan),
      Elementary.normalCDF(.nan),
    ]
    for (index, result) in results.enumerated() { #expect(result.isNaN, "case \(index)") }
  }

  @Test func negativeZeroSurvivesOddFunctions() {
    #expect(isNegativeZero(Elementary.sin(-0.0)))
    #expect(isNegativeZero(Elementary.sinCos(-0.0).sin))
    #expect(isNegativeZero(Elementary.expm1(-0.0)))
    #expect(isNegativeZero(Elementary.log1p(-0.0)))
    #expect(isNegativeZero(Elementary.tanh(-0.0)))
    #expect(isNegativeZero(Elementary.erf(-0.0)))
    #expect(Elementary.sin(0.0).sign == .plus)
    #expect(Elementary.cos(-0.0) == 1)
  }

  @Test func anglesBeyondTheDomainAreNaN() {
    for x in [0x1p20.nextUp, 1e300, .infinity] {
      for angle in [x, -x] {
        #expect(Elementary.sin(angle).isNaN)
        #expect(Elementary.cos(angle).isNaN)
        #expect(Elementary.sinCos(angle).sin.isNaN && Elementary.sinCos(angle).cos.isNaN)
      }
    }
  }

  @Test func exponentialsOverflowAndUnderflow() {
    let last = 709.782712893384  // the largest Double whose exponential is finite
    #expect(Elementary.exp(last).isFinite)
    #expect(Elementary.exp(last.nextUp) == .infinity)
    #expect(Elementary.expm1(last).isFinite)
    #expect(Elementary.expm1(last.nextUp) == .infinity)
    for x in [710, 1e4, 1e308, .infinity] {
      #expect(Elementary.exp(x) == .infinity)
      #expect(Elementary.expm1(x) == .infinity)
      #expect(Elementary.exp(x == 710 ? -746 : -x) == 0)
      #expect(Elementary.expm1(-x) == -1)
      #expect(Elementary.tanh(x) == 1 && Elementary.tanh(-x) == -1)
    }
    #expect(Elementary.exp(-745.1) == .leastNonzeroMagnitude)
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(-0.0) == 1)
  }

  @Test func logarithmsAtTheirEdges() {
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-0.0) == -.infinity)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(1).bitPattern == (0.0).bitPattern)
    #expect(Elementary.log(-.leastNonzeroMagnitude).isNaN)
    #expect(Elementary.log(-.infinity).isNaN)
    #expect(Elementary.log1p(-1) == -.infinity)
    #expect(Elementary.log1p((-1.0).nextDown).isNaN)
    #expect(Elementary.log1p(-.infinity).isNaN)
    #expect(Elementary.log1p(.infinity) == .infinity)
  }

  @Test func arcTangentOnTheAxesAndAtInfinity() {
    let pi = Double.pi
    let cases: [(y: Double, x: Double, angle: Double)] = [
      (0, 0, 0), (0, 1, 0), (0, -0.0, pi), (0, -1, pi), (1, 0, pi / 2), (1, -0.0, pi / 2),
      (1, .infinity, 0), (1, -.infinity, pi), (.infinity, 1, pi / 2), (.infinity, -1, pi / 2),
      (.infinity, .infinity, pi / 4), (.infinity, -.infinity, 3 * pi / 4), (0, .infinity, 0),
      (0, -.infinity, pi), (.infinity, 0, pi / 2), (.leastNonzeroMagnitude, 1.7e308, 0),
      (1, 1, pi / 4), (1, -1, 3 * pi / 4),
    ]
    for (y, x, angle) in cases {
      #expect(Elementary.atan2(y, x).bitPattern == angle.bitPattern, "atan2(\(y), \(x))")
      #expect(Elementary.atan2(-y, x).bitPattern == (-angle).bitPattern, "atan2(\(-y), \(x))")
    }
  }

  @Test func logGammaAtPolesZerosAndInfinity() {
    #expect(Elementary.logGamma(0) == .infinity)
    #expect(Elementary.logGamma(-1).isNaN)
    #expect(Elementary.logGamma(.infinity) == .infinity)
    #expect(Elementary.logGamma(1e306) == .infinity)
    #expect(Elementary.logGamma(1) == 0)
    #expect(Elementary.logGamma(2) == 0)
  }

  @Test func errorFunctionAtInfinity() {
    #expect(Elementary.erf(.infinity) == 1 && Elementary.erf(-.infinity) == -1)
    #expect(Elementary.normalCDF(.infinity) == 1 && Elementary.normalCDF(-.infinity) == 0)
    #expect(Elementary.normalCDF(0) == 0.5)
  }
}
