import RandomStreams
import Testing

/// Parameters at the ends of what is allowed.
@Suite struct DistributionEdgeTests {
  @Test(arguments: [1e-300, 1e-12, 0.001, 0.05, 1, 1e6])
  func dirichletRowsLieOnTheSimplex(_ concentration: Double) {
    var stream = RandomStream(seed: 6)
    var row = [Double](repeating: 0, count: 16)
    for _ in 0..<500 {
      var span = row.mutableSpan
      stream.dirichlet(concentration: concentration, into: &span)
      #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(abs(row.reduce(0, +) - 1) < 1e-14)
    }
    // Tiny concentrations put almost all mass in one corner, large ones spread it evenly.
    if concentration <= 0.001 { #expect(row.max().map { $0 > 0.9 } == true) }
    if concentration == 1e6 { #expect(row.allSatisfy { abs($0 - 1.0 / 16) < 1e-3 }) }
  }

  @Test func oneComponentIsCertain() {
    var stream = RandomStream(seed: 6)
    var row = [0.0]
    var span = row.mutableSpan
    stream.dirichlet([0.05].span, into: &span)
    #expect(row == [1])
  }

  @Test func smallShapesGiveNumbers() {
    var stream = RandomStream(seed: 6)
    for shape in [1e-300, 1e-5, 0.01] {
      for _ in 0..<1000 {
        let value = stream.gamma(shape: shape)
        #expect(value >= 0 && value.isFinite)
        #expect(stream.logarithmOfGamma(shape: shape).isFinite)
        let fraction = stream.beta(alpha: shape, beta: shape)
        #expect(fraction >= 0 && fraction <= 1)
      }
    }
  }

  @Test func degenerateDrawsAreCertain() {
    var stream = RandomStream(seed: 6)
    for _ in 0..<1000 {
      #expect(stream.poisson(mean: 0) == 0)
      #expect(!stream.bernoulli(0) && stream.bernoulli(1))
      #expect(stream.uniform(in: 2, 2) == 2)
    }
  }

  @Test func anIntervalOfOneUlpStaysHalfOpen() {
    var stream = RandomStream(seed: 6)
    #expect((0..<1000).allSatisfy { _ in stream.uniform(in: 1, (1.0).nextUp) == 1 })
    #expect((0..<1000).allSatisfy { _ in abs(stream.uniform(in: -1e300, 1e300)) <= 1e300 })
  }

  @Test func aLargePoissonMeanKeepsItsMoments() {
    var stream = RandomStream(seed: 6)
    let draws = (0..<20_000).map { _ in Double(stream.poisson(mean: 1e9)) }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19_999
    // Standard errors: sqrt(1e9 / 20 000) = 224 and 1e9 sqrt(2 / 20 000) = 1e7.
    #expect(abs(mean - 1e9) < 4 * 224)
    #expect(abs(variance - 1e9) < 4e7)
  }
}
