import Evaluation
import Testing

@Suite struct IntervalTests {
  /// SciPy 1.17.1: scipy.stats.t.interval(0.95, n - 1, mean, sem) of the same numbers.
  @Test(arguments: [
    ([1.0, 2, 3, 4], 2.5, 2.0542602567605186),
    ([0.3, 0.1, 0.4, 0.1, 0.5, 0.9, 0.2, 0.6, 0.5, 0.3], 0.39, 0.17668012247594592),
  ])
  func student(numbers: [Double], mean: Double, half: Double) {
    let interval = Interval(numbers)
    #expect((interval.mean - mean).magnitude < 1e-12)
    // The quantile is tabulated to three digits.
    #expect((interval.half / half - 1).magnitude < 3e-4)
    #expect(interval.low < mean && interval.high > mean)
  }

  /// SciPy 1.17.1: scipy.stats.t.ppf(0.975, 40), (…, 100), (…, 1000) are 2.021075, 1.983972, 1.962339.
  @Test(arguments: [(40, 2.021075), (100, 1.983972), (1000, 1.962339)])
  func manyDegrees(degrees: Int, quantile: Double) {
    // Alternating numbers of variance (degrees + 1) / degrees when there is an even count.
    let count = degrees + 1
    let numbers = (0..<count).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let interval = Interval(numbers)
    let mean = numbers.reduce(0, +) / Double(count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(degrees)
    #expect((interval.half / (variance / Double(count)).squareRoot() - quantile).magnitude < 1e-4)
  }

  @Test func oneNumber() { #expect(Interval([3]).mean == 3 && Interval([3]).half.isNaN) }

  @Test func slopes() throws {
    let points = [1.0, 2, 5, 10].map { (x: $0, y: 3 / $0.squareRoot()) }
    #expect((try #require(logarithmicSlope(points)) + 0.5).magnitude < 1e-12)
    // Points that have no logarithm are left out.
    #expect(logarithmicSlope([(1, 0), (2, 1)]) == nil)
    #expect(logarithmicSlope([(2, 1), (2, 3)]) == nil)
  }
}
