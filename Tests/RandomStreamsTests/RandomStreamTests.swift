import RandomStreams
import Testing

/// Addresses, the order of words, and what may not disturb what.
@Suite struct RandomStreamTests {
  private func words(_ stream: RandomStream, _ count: Int = 8) -> [UInt32] {
    var stream = stream
    return (0..<count).map { _ in stream.nextWord() }
  }

  @Test func wordsComeInTheOrderOfTheBlocks() {
    let key = RandomKey(word0: 0xA409_3822, word1: 0x299F_31D0)
    let stream = RandomStream(key: key, episode: 7, step: 5, purpose: .policy)
    var expected: [UInt32] = []
    for block in UInt32(0)..<3 {
      let words = philox4x32(counter: (block, 5, 7, StreamPurpose.policy.code), key: (key.word0, key.word1))
      expected += [words.0, words.1, words.2, words.3]
    }
    #expect(words(stream, 12) == expected)

    var pairs = stream
    for index in stride(from: 0, to: 12, by: 2) {
      #expect(pairs.next() == UInt64(expected[index + 1]) << 32 | UInt64(expected[index]))
    }
  }

  @Test func aWholeBlockSkipsWhatIsUnread() {
    var stream = RandomStream(seed: 1)
    let first = words(stream, 12)
    _ = stream.nextWord()
    let block = stream.nextFourWords()
    #expect([block.0, block.1, block.2, block.3] == Array(first[4..<8]))
    #expect(stream.nextWord() == first[8])
  }

  @Test func aSubstreamConsumesNothingAndDoesNotDependOnTheDraws() {
    var parent = RandomStream(seed: 42)
    let untouched = words(parent)
    let early = words(parent.substream(.observation))
    #expect(words(parent) == untouched)
    for _ in 0..<1000 { _ = parent.next() }
    #expect(words(parent.substream(.observation)) == early)
    #expect(words(parent.substream(.policy)) != early)
  }

  @Test func everyCoordinateOfAnAddressMatters() {
    let key = RandomKey(seed: 3, lane: 4)
    let streams = [
      RandomStream(key: key, episode: 5, step: 6, purpose: .dynamics),
      RandomStream(key: key, episode: 6, step: 5, purpose: .dynamics),
      RandomStream(key: key, episode: 5, step: 7, purpose: .dynamics),
      RandomStream(key: key, episode: 5, step: 6, purpose: .nature),
      RandomStream(key: RandomKey(seed: 4, lane: 3), episode: 5, step: 6, purpose: .dynamics),
      RandomStream(key: RandomKey(seed: 3, lane: 5), episode: 5, step: 6, purpose: .dynamics),
      RandomStream(key: RandomKey(seed: 3 + 1 << 32, lane: 4), episode: 5, step: 6, purpose: .dynamics),
      RandomStream(key: RandomKey(seed: 3, lane: 4 + 1 << 32), episode: 5, step: 6, purpose: .dynamics),
    ]
    #expect(Set(streams.map { words($0) }).count == streams.count)
    #expect(words(RandomStream(key: key, episode: 5, step: 6, purpose: .dynamics)) == words(streams[0]))
  }

  @Test func namedPurposesDifferFromOneAnotherAndFromTheBuiltIn() {
    let named = ["gaussian-noise", "action-delay", ""].flatMap { name in
      (UInt32(0)..<3).map { StreamPurpose(named: name, ordinal: $0).code }
    }
    #expect(Set(named).count == named.count)
    #expect(named.allSatisfy { $0 >= 0x8000_0000 })
  }

  @Test(arguments: [0, 1, 2, 7, 64, 129])
  func aFilledRowIsThePairsOneAfterAnother(_ count: Int) {
    var (rows, pairs) = (RandomStream(seed: 10), RandomStream(seed: 10))
    _ = (rows.nextWord(), pairs.nextWord())
    var row = [Double](repeating: .nan, count: count)
    var span = row.mutableSpan
    rows.fillNormal(&span)
    let expected = (0..<(count + 1) / 2).flatMap { _ in
      let pair = pairs.normalPair()
      return [pair.0, pair.1]
    }
    #expect(row == Array(expected.prefix(count)))
    #expect(rows.nextFourWords() == pairs.nextFourWords())
  }

  /// The numbers of blocks that other draws rely on when they address streams by step.
  @Test func consumptionIsTheDocumentedOne() {
    let words = self.words(RandomStream(seed: 9), 16)
    var uniform = RandomStream(seed: 9)
    _ = uniform.uniform()
    #expect(uniform.nextWord() == words[2])
    var normal = RandomStream(seed: 9)
    _ = normal.normal()
    #expect(normal.nextWord() == words[4])
    var row = [Double](repeating: 0, count: 5)
    var rows = RandomStream(seed: 9)
    var span = row.mutableSpan
    rows.fillNormal(&span)
    #expect(rows.nextWord() == words[12])
  }
}
