import RandomStreams
import Testing

/// Integers without bias, and what is built on them. Chi-square tests at significance 1e-3.
@Suite struct IntegerTests {
  /// With 3 * 2^62 a modulo would draw the lowest third twice as often as it should, and a plain
  /// multiplication the multiples of three.
  @Test func aBoundThatDividesBadlyIsNotBiased() throws {
    let bound: UInt64 = 3 << 62
    var stream = RandomStream(seed: 8)
    var thirds = [0, 0, 0]
    var residues = [0, 0, 0]
    for _ in 0..<60_000 {
      let value = stream.integer(below: bound)
      try #require(value < bound)
      thirds[Int(value >> 62)] += 1
      residues[Int(value % 3)] += 1
    }
    let critical = try DistributionFixture.critical(degrees: 2)
    #expect(chiSquareUniform(thirds) < critical)
    #expect(chiSquareUniform(residues) < critical)
  }

  @Test func smallBoundsAreUniform() throws {
    var stream = RandomStream(seed: 8)
    var counts = [Int](repeating: 0, count: 20)
    for _ in 0..<100_000 { counts[stream.integer(below: 20)] += 1 }
    #expect(chiSquareUniform(counts) < (try DistributionFixture.critical(degrees: 19)))
    #expect((0..<100).allSatisfy { _ in stream.integer(below: 1) == 0 })
    #expect((0..<100).allSatisfy { _ in stream.integer(below: UInt64.max) < UInt64.max })
  }

  @Test func everyOrderOfAShuffleIsEquallyLikely() throws {
    var stream = RandomStream(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<48_000 {
      var items = [0, 1, 2, 3]
      stream.shuffle(&items)
      counts[items, default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(chiSquareUniform(Array(counts.values)) < (try DistributionFixture.critical(degrees: 23)))
  }

  @Test func everyOrderedChoiceIsEquallyLikely() throws {
    var stream = RandomStream(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<40_000 { counts[stream.sampleWithoutReplacement(2, below: 5), default: 0] += 1 }
    #expect(counts.count == 20)
    #expect(counts.keys.allSatisfy { $0[0] != $0[1] })
    #expect(chiSquareUniform(Array(counts.values)) < (try DistributionFixture.critical(degrees: 19)))
    #expect(stream.sampleWithoutReplacement(0, below: 0) == [])
    #expect(stream.sampleWithoutReplacement(50, below: 50).sorted() == Array(0..<50))
    #expect(Set(stream.sampleWithoutReplacement(1000, below: .max)).count == 1000)
  }

  @Test func categoricalFollowsItsProbabilities() throws {
    let probabilities = [0, 0.1, 0.2, 0, 0.05, 0.15, 0.25, 0.05, 0.1, 0.1, 0]
    var stream = RandomStream(seed: 8)
    var counts = probabilities.map { _ in 0 }
    for _ in 0..<100_000 { counts[stream.categorical(probabilities.span)] += 1 }
    let positive = probabilities.indices.filter { probabilities[$0] > 0 }
    #expect(counts.indices.allSatisfy { positive.contains($0) || counts[$0] == 0 })
    let statistic = chiSquare(
      positive.map { counts[$0] }, expected: positive.map { probabilities[$0] * 100_000 })
    #expect(statistic < (try DistributionFixture.critical(degrees: 7)))
  }

  @Test func whatProbabilitiesMissGoesToTheLastPositiveEntry() {
    var stream = RandomStream(seed: 8)
    let draws = Set((0..<1000).map { _ in stream.categorical([0.25, 0, 0.25, 0].span) })
    #expect(draws == [0, 2])
    #expect(stream.categorical([0, 0, 1e-300].span) == 2)
  }
}
