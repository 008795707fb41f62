import Planning
import RandomStreams
import Testing

@Suite struct ReturnDistributionTests {
  /// Distances, quantiles and risks by SciPy and NumPy.
  struct Reference: Decodable {
    struct Law: Decodable {
      struct Level: Decodable {
        var level: Double
        var quantile: Double
        var lowerCVaR: Double
        var upperCVaR: Double
      }

      struct Rate: Decodable {
        var rate: Double
        var entropic: Double
      }

      var values: [Double]
      var probabilities: [Double]
      var mean: Double
      var variance: Double
      var levels: [Level]
      var rates: [Rate]
      /// Distance to the next law of the list, the last one's to the first.
      var wassersteinToNext: Double

      func law() throws -> ReturnDistribution {
        try ReturnDistribution(values: values, probabilities: probabilities)
      }
    }

    var laws: [Law]

    static func load() throws -> [Law] {
      try fixture("planning/return-distributions", as: Reference.self).laws
    }
  }

  @Test func agreesWithSciPyAndNumPy() throws {
    let references = try Reference.load()
    try #require(references.count >= 20)
    for (index, reference) in references.enumerated() {
      let law = try reference.law()
      let size = reference.values.reduce(1) { max($0, abs($1)) }
      #expect(abs(law.mean - reference.mean) <= 1e-13 * size)
      #expect(abs(law.variance - reference.variance) <= 1e-12 * size * size)
      for level in reference.levels {
        #expect(law.quantile(level.level) == level.quantile)
        #expect(abs(law.lowerCVaR(level.level) - level.lowerCVaR) <= 1e-9 * size)
        #expect(abs(law.upperCVaR(level.level) - level.upperCVaR) <= 1e-9 * size)
      }
      for rate in reference.rates {
        #expect(abs(law.entropicRisk(rate: rate.rate) - rate.entropic) <= 1e-12 * size)
      }
      let next = try references[(index + 1) % references.count].law()
      #expect(abs(law.wassersteinDistance(to: next) - reference.wassersteinToNext) <= 1e-12 * size)
      #expect(abs(next.wassersteinDistance(to: law) - reference.wassersteinToNext) <= 1e-12 * size)
    }
  }

  @Test func equalValuesAreOneAtom() throws {
    let law = try ReturnDistribution(
      values: [2, -0.0, 1, 0, 2, 7], probabilities: [0.25, 0.125, 0.125, 0.25, 0.25, 0])
    #expect(law.values == [0, 1, 2])
    #expect(law.probabilities == [0.375, 0.125, 0.5])
    #expect(law.count == 3)
    #expect(law.cumulativeProbability(at: 0.5) == 0.375 && law.cumulativeProbability(at: 1) == 0.5)
    #expect(law.cumulativeProbability(at: -1) == 0 && law.cumulativeProbability(at: 2) == 1)
  }

  /// Ten tenths miss some sums by round-off; quantiles do not.
  @Test func quantilesForgiveRoundOff() throws {
    let law = try ReturnDistribution(
      values: (1...10).map(Double.init), probabilities: Array(repeating: 0.1, count: 10))
    for index in 1...10 { #expect(law.quantile(Double(index) / 10) == Double(index)) }
    #expect(law.quantile(0) == 1 && law.quantile(0.11) == 2)
  }

  @Test func algebraByHand() throws {
    let law = try ReturnDistribution(values: [1, 3], probabilities: [0.25, 0.75])
    #expect(law.shifted(by: -1) == (try ReturnDistribution(values: [0, 2], probabilities: [0.25, 0.75])))
    #expect(law.scaled(by: -2) == (try ReturnDistribution(values: [-6, -2], probabilities: [0.75, 0.25])))
    #expect(law.scaled(by: 0) == ReturnDistribution(certain: 0))
    let mixed = try ReturnDistribution.mixture(
      of: [law, ReturnDistribution(certain: 3)], weights: [0.5, 0.5])
    #expect(mixed == (try ReturnDistribution(values: [1, 3], probabilities: [0.125, 0.875])))
    #expect(law.expectation { $0 * $0 } == 7)
    #expect(law.expectedUtility(.shortfall, stock: -2) == -0.25)
    #expect(law.entropicRisk(rate: 0) == law.mean)
  }

  @Test func mergingKeepsItsBound() throws {
    var stream = RandomStream(seed: 5, purpose: StreamPurpose(named: "merging"))
    for _ in 0..<50 {
      let weights = (0..<200).map { _ in stream.uniform() }
      let total = weights.reduce(0, +)
      let law = try ReturnDistribution(
        values: weights.map { _ in 10 * stream.normal() }, probabilities: weights.map { $0 / total })
      for resolution in [0, 0.1, 2.5] {
        let (merged, distance) = law.merged(within: resolution)
        #expect(abs(merged.mean - law.mean) <= 1e-12)
        #expect(distance <= 0.5 * resolution)
        #expect(law.wassersteinDistance(to: merged) <= distance + 1e-12)
        for (a, b) in zip(merged.values, merged.values.dropFirst()) { #expect(a < b) }
        if resolution == 0 { #expect(merged == law && distance == 0) }
      }
      for limit in [1, 7, 50, 200, 300] {
        let (merged, distance) = law.compressed(to: limit)
        #expect(merged.count == min(limit, 200))
        #expect(abs(merged.mean - law.mean) <= 1e-12)
        // Joining neighbours at their mean moves each share of a group on a line: the bound is the distance.
        #expect(abs(law.wassersteinDistance(to: merged) - distance) <= 1e-12)
        // Smaller in the convex order: concave utilities gain, convex ones lose.
        for level in [0.1, 0.5] {
          #expect(merged.lowerCVaR(level) >= law.lowerCVaR(level) - 1e-12)
          #expect(merged.lowerCVaR(level) <= law.lowerCVaR(level) + distance / level + 1e-12)
        }
      }
    }
    // The pair to join is the cheap one.
    let law = try ReturnDistribution(values: [0, 1, 1.5, 9], probabilities: [0.25, 0.25, 0.25, 0.25])
    #expect(law.compressed(to: 3).law.values == [0, 1.25, 9])
  }

  @Test func badAtomsAreRefused() {
    let cases: [([Double], [Double], String)] = [
      ([1, 2], [1], "2 values for 1 probabilities"),
      ([1, .nan], [0.5, 0.5], "atom 1: the value nan is not finite"),
      ([1, 2], [1.5, -0.5], "atom 1: probability -0.5; give a number from 0 to 1"),
      ([1, 2], [0.5, 0.4], "the probabilities sum to 0.9, not 1"),
      ([], [], "the probabilities sum to 0.0, not 1"),
    ]
    for (values, probabilities, message) in cases {
      let error = #expect(throws: PlanningError.self) {
        try ReturnDistribution(values: values, probabilities: probabilities)
      }
      #expect(error?.message == message)
    }
    let law = ReturnDistribution(certain: 1)
    #expect(throws: PlanningError.self) { try ReturnDistribution.mixture(of: [law], weights: [0.5]) }
    #expect(throws: PlanningError.self) { try ReturnDistribution.mixture(of: [law], weights: [0.5, 0.5]) }
  }
}
