import RandomStreams
import Testing

/// The first draws of each distribution at seed 1: they may change only on purpose.
@Suite struct RandomStreamGoldenTests {
  private func firstFour(_ draw: (inout RandomStream) -> Double) -> [Double] {
    var stream = RandomStream(seed: 1)
    return (0..<4).map { _ in draw(&stream) }
  }

  @Test func firstDrawsAreTheRecordedOnes() {
    #expect(
      firstFour { $0.uniform() }
        == [0.3016791604103365, 0.712101179122871, 0.3583800286358183, 0.6529935290223184])
    #expect(
      firstFour { $0.uniform(in: -3, 5) }
        == [-0.5865667167173081, 2.6968094329829677, -0.13295977091345357, 2.2239482321785475])
    #expect(firstFour { Double($0.integer(below: 1_000_000)) } == [301679, 712101, 358380, 652993])
    #expect(
      firstFour { Double($0.integer(below: UInt64(3) << 62) >> 11) }
        == [2037963231614153, 4810527907421779, 2421000245131948, 4411232120970387])
    #expect(firstFour { $0.bernoulli(0.5) ? 1 : 0 } == [1, 0, 1, 0])
    #expect(
      firstFour { $0.normal() }
        == [-0.36518063357815295, -0.8201100035924764, -1.4670913908213368, 0.5796229444877937])
    #expect(
      firstFour { $0.normalPair().1 }
        == [-1.5044685184561255, -1.1746242923676822, 0.6753691069279838, 1.061592078728046])
    #expect(firstFour { Double($0.categorical([0.1, 0.2, 0.3, 0.4].span)) } == [2, 3, 2, 3])
    #expect(
      firstFour { $0.exponential(rate: 2) }
        == [0.17953831312822105, 0.622573088485556, 0.22187954773817095, 0.5292059254292445])
    #expect(
      firstFour { $0.gamma(shape: 3) }
        == [2.113676963759848, 0.9167506449558763, 3.6603507873967467, 1.4861933103104499])
    #expect(
      firstFour { $0.gamma(shape: 0.05) }
        == [2.8827698360681704e-10, 0.0012853646244525396, 3.2115122095744605e-06, 0.0006962516597265041])
    #expect(
      firstFour { $0.logarithmOfGamma(shape: 0.05) }
        == [-21.967099349341726, -6.656712846447856, -12.648768638426596, -7.269799382917357])
    #expect(
      firstFour { $0.beta(alpha: 2, beta: 0.5) }
        == [0.903950393734395, 0.9050764717334742, 0.663488915486577, 0.8984353525515734])
    #expect(firstFour { Double($0.poisson(mean: 4)) } == [3, 5, 3, 5])
    #expect(firstFour { Double($0.poisson(mean: 40)) } == [36, 37, 35, 40])
    #expect(firstFour { Double($0.sampleWithoutReplacement(3, below: 100)[2]) } == [37, 44, 73, 48])

    var items = Array(0..<10)
    var stream = RandomStream(seed: 1)
    stream.shuffle(&items)
    #expect(items == [8, 9, 0, 5, 7, 1, 4, 2, 6, 3])

    var row = [Double](repeating: 0, count: 3)
    var span = row.mutableSpan
    stream.fillNormal(&span)
    #expect(row == [-1.2368336324975868, 0.19334443752074304, -0.8674069547237058])
    span = row.mutableSpan
    stream.dirichlet(concentration: 0.05, into: &span)
    #expect(row == [0.8626038503854802, 3.044674871233978e-08, 0.13739611916777114])
  }
}
