import EnvironmentTesting
import Testing

/// Against SciPy 1.17.1, `scipy.stats.chi2.sf`, which agrees with mpmath 1.3.0 to 15 digits here.
@Suite struct ChiSquareTests {
  @Test(arguments: [
    (0.5, 1, 0.47950012218695337), (3.84, 1, 0.05004352124870519), (30, 1, 4.3204630578274955e-08),
    (10, 10, 0.44049328506521257), (2, 10, 0.9963401531726563), (60, 10, 3.6243009520614924e-09),
    (150, 100, 0.0009039320423540184), (90, 100, 0.7531979655998298), (300, 20, 8.082849629775851e-52),
  ])
  func upperTailFollowsSciPy(x: Double, degrees: Int, expected: Double) {
    let value = ChiSquare.upperTail(x, degrees: degrees)
    #expect(abs(value - expected) < 1e-11 * expected, "\(value) against \(expected)")
  }

  @Test func significanceOfCounts() {
    // Statistic (10^2 + 10^2) / 50 = 4 with one degree of freedom.
    let value = ChiSquare.significance(counts: [60, 40], probabilities: [0.5, 0.5])
    #expect(abs(value - ChiSquare.upperTail(4, degrees: 1)) < 1e-15)
    #expect(ChiSquare.significance(counts: [100], probabilities: [1]) == 1)
    // Two cells that expect three each are pooled; statistic 3^2/94 + 3^2/6.
    let pooled = ChiSquare.significance(counts: [91, 5, 4], probabilities: [0.94, 0.03, 0.03])
    #expect(abs(pooled - ChiSquare.upperTail(9.0 / 94 + 9.0 / 6, degrees: 1)) < 1e-14)
  }
}
