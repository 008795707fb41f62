import ElementaryFunctions
import RandomStreams
import Testing

/// Goodness of fit of 200 000 draws at a fixed seed, at significance 1e-3, against SciPy.
@Suite struct DistributionTests {
  static let count = 200_000

  private func draw(_ row: DistributionFixture.Row, _ stream: inout RandomStream) -> Double {
    switch row.name {
    case "uniform": return row.a == 0 ? stream.uniform() : stream.uniform(in: row.a, row.b)
    case "normal": return stream.normal()
    case "exponential": return stream.exponential(rate: row.a)
    case "gamma": return stream.gamma(shape: row.a, scale: row.b)
    case "beta": return stream.beta(alpha: row.a, beta: row.b)
    case "symmetricDirichlet":
      var point = [Double](repeating: 0, count: Int(row.b))
      var span = point.mutableSpan
      stream.dirichlet(concentration: row.a, into: &span)
      return point[point.count - 1]
    case "dirichlet":
      var point = [0.0, 0, 0]
      var span = point.mutableSpan
      stream.dirichlet([0.5, 2, 4].span, into: &span)
      return point[Int(row.a)]
    default: preconditionFailure("no draw named \(row.name)")
    }
  }

  @Test(arguments: DistributionFixture.rows("continuous"))
  func fillsEquallyLikelyBinsEqually(_ row: DistributionFixture.Row) {
    #expect(row.values.count == 63)
    var stream = RandomStream(seed: 2024)
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<Self.count {
      let value = draw(row, &stream)
      // Binary search for the number of edges below the value.
      var (low, high) = (0, row.values.count)
      while low < high {
        let middle = (low + high) / 2
        if row.values[middle] <= value { low = middle + 1 } else { high = middle }
      }
      counts[low] += 1
    }
    let statistic = chiSquareUniform(counts)
    #expect(statistic < row.critical)
  }

  @Test(arguments: DistributionFixture.rows("discrete"))
  func countsFollowTheirProbabilities(_ row: DistributionFixture.Row) {
    var stream = RandomStream(seed: 2024)
    var counts = [Int](repeating: 0, count: row.values.count)
    for _ in 0..<Self.count {
      let value =
        row.name == "poisson" ? stream.poisson(mean: row.a) : (stream.bernoulli(row.a) ? 1 : 0)
      counts[min(max(value - Int(row.b), 0), counts.count - 1)] += 1
    }
    let statistic = chiSquare(counts, expected: row.values.map { $0 * Double(Self.count) })
    #expect(statistic < row.critical)
  }

  @Test func theLargestGapOfTheDistributionFunctionIsSmall() throws {
    let kolmogorov = try #require(DistributionFixture.rows("kolmogorov").first)
    #expect(kolmogorov.name == "\(Self.count)")
    func gap(_ draws: [Double], _ distribution: (Double) -> Double) -> Double {
      let n = Double(draws.count)
      return draws.sorted().enumerated().reduce(0) { largest, item in
        let p = distribution(item.element)
        return max(largest, p - Double(item.offset) / n, Double(item.offset + 1) / n - p)
      }
    }
    var stream = RandomStream(seed: 77)
    let uniform = (0..<Self.count).map { _ in stream.uniform() }
    #expect(gap(uniform) { $0 } < kolmogorov.critical)
    let exponential = (0..<Self.count).map { _ in stream.exponential(rate: 2) }
    #expect(gap(exponential) { -Elementary.expm1(-2 * $0) } < kolmogorov.critical)
    var normal = [Double](repeating: 0, count: Self.count)
    var span = normal.mutableSpan
    stream.fillNormal(&span)
    #expect(gap(normal) { Elementary.normalCDF($0) } < kolmogorov.critical)
  }

  @Test func theTwoDrawsOfANormalPairAreIndependent() throws {
    var stream = RandomStream(seed: 5)
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<Self.count {
      let pair = stream.normalPair()
      let (i, j) = (Int(8 * Elementary.normalCDF(pair.0)), Int(8 * Elementary.normalCDF(pair.1)))
      counts[8 * i + j] += 1
    }
    #expect(chiSquareUniform(counts) < (try DistributionFixture.critical(degrees: 63)))
  }

  @Test func neighbouringAddressesAreIndependent() throws {
    var counts = [Int](repeating: 0, count: 256)
    for step in UInt32(0)..<UInt32(Self.count) {
      let key = RandomKey(seed: 11, lane: UInt64(step % 16))
      var here = RandomStream(key: key, step: step / 16, purpose: .dynamics)
      var next = RandomStream(key: key, step: step / 16 + 1, purpose: .dynamics)
      counts[16 * Int(16 * here.uniform()) + Int(16 * next.uniform())] += 1
    }
    #expect(chiSquareUniform(counts) < (try DistributionFixture.critical(degrees: 255)))
  }
}
