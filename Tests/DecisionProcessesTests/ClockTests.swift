import DecisionProcesses
import RandomStreams
import Testing

@Suite struct ClockTests {
  static func words(_ stream: RandomStream) -> [UInt64] {
    var stream = stream
    return (0..<5).map { _ in stream.next() }
  }

  @Test func streamsAreFunctionsOfTheAddress() {
    let clock = Clock(seed: 9, lane: 4, episode: 2, step: 7)
    let expected = RandomStream(key: RandomKey(seed: 9, lane: 4), episode: 2, step: 7, purpose: .dynamics)
    #expect(Self.words(clock.stream(.dynamics)) == Self.words(expected))
    // Draws elsewhere, and asking again, change nothing.
    _ = Self.words(clock.stream(.observation))
    #expect(Self.words(clock.stream(.dynamics)) == Self.words(expected))
  }

  @Test func everyCoordinateCounts() {
    let clock = Clock(seed: 9, lane: 4, episode: 2, step: 7)
    let streams = [
      clock.stream(.dynamics), clock.stream(.observation), clock.episodeStream(.dynamics),
      Clock(seed: 8, lane: 4, episode: 2, step: 7).stream(.dynamics),
      Clock(seed: 9, lane: 5, episode: 2, step: 7).stream(.dynamics),
      Clock(seed: 9, lane: 4, episode: 3, step: 7).stream(.dynamics),
      Clock(seed: 9, lane: 4, episode: 2, step: 8).stream(.dynamics),
    ]
    #expect(Set(streams.map(Self.words)).count == streams.count)
  }

  @Test func episodeStreamsIgnoreTheStep() {
    let early = Clock(seed: 9, lane: 4, episode: 2, step: 0)
    let late = Clock(seed: 9, lane: 4, episode: 2, step: 100)
    #expect(Self.words(early.episodeStream(.nature)) == Self.words(late.episodeStream(.nature)))
    let next = Clock(seed: 9, lane: 4, episode: 3, step: 0)
    #expect(Self.words(early.episodeStream(.nature)) != Self.words(next.episodeStream(.nature)))
  }

  @Test func laneClocksAreClocks() {
    var clocks = LaneClocks(firstLane: 10, count: 3)
    defer { clocks.deallocate() }
    clocks.start(seed: 5)
    clocks.episodes[1] = 2
    clocks.steps[1] = 6
    #expect(clocks.count == 3)
    #expect(clocks.clock(0) == Clock(seed: 5, lane: 10))
    #expect(clocks.clock(1) == Clock(seed: 5, lane: 11, episode: 2, step: 6))
    #expect(clocks.clock(1, offset: -1) == Clock(seed: 5, lane: 11, episode: 2, step: 5))
    clocks.start(seed: 6)
    #expect(clocks.clock(1) == Clock(seed: 6, lane: 11))
  }
}
