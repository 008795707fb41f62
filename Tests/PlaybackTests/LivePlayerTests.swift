import DecisionProcesses
import EnvironmentCatalog
import Foundation
import Playback
import RandomStreams
import Testing

@Suite(.serialized) struct LivePlayerTests {
  /// Asks for views until one satisfies `condition`.
  private func view(
    of live: LivePlayer, within seconds: Double = 20, _ condition: (LiveView) -> Bool
  ) throws -> LiveView {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      let view = live.view()
      if condition(view) { return view }
      Thread.sleep(forTimeInterval: 0.002)
    }
    Issue.record("no such view in \(seconds) s; the last is at step \(live.view().episode.facts.step)")
    return live.view()
  }

  @Test func startsPausedAndObeys() throws {
    let live = LivePlayer(try player(busyRecipe))
    #expect(live.view().isPaused)
    live.send(.move(by: 3))
    #expect(try view(of: live) { $0.episode.facts.step == 3 }.isPaused)
    live.send(.move(by: -2))
    let back = try view(of: live) { $0.episode.facts.step == 1 }
    #expect(back.episode.facts.recordedSteps == 3)
    live.send(.seek(toStep: 90))
    var expected = try player(busyRecipe)
    expected.seek(toStep: 90)
    let there = try view(of: live) { $0.episode.facts.step == 90 }
    #expect(there.episode.facts == expected.facts)
    #expect(there.episode.trail == expected.view.trail)
    #expect(there.episode.scene == expected.view.scene)
    live.send(.move(by: .min))
    _ = try view(of: live) { $0.episode.facts.step == 0 }
    live.quit()
  }

  @Test func aRefusedCommandSaysWhy() throws {
    let live = LivePlayer(try player("cart-pole-v1"))
    live.send(.setParameter(index: 0, value: -5))
    #expect(try view(of: live) { $0.refusal != nil }.refusal?.contains("cannot be -5") == true)
    live.send(.setSpeed(.stepsPerSecond(.nan)))
    #expect(try view(of: live) { $0.refusal?.contains("speed") == true }.speed == .stepsPerSecond(30))
    live.send(.setSpeed(.stepsPerSecond(50)))
    #expect(try view(of: live) { $0.refusal == nil }.speed == .stepsPerSecond(50))
  }

  @Test func playsAtItsSpeed() throws {
    let live = LivePlayer(
      try player("mountain-car-v0?horizon=100000", policy: .zero), speed: .stepsPerSecond(200))
    live.send(.resume)
    let first = try view(of: live) { $0.episode.facts.step > 5 }
    let start = ContinuousClock.now
    let target = first.episode.facts.step + 100
    _ = try view(of: live) { $0.episode.facts.step >= target }
    // 100 steps take 0.5 s; a busy machine may make it late, never early by more than its backlog.
    #expect(ContinuousClock.now - start > .milliseconds(350))
    live.send(.pause)
    _ = try view(of: live) { $0.isPaused }
  }

  @Test func unlimitedIsFastAndEndsAtTheEnd() throws {
    let live = LivePlayer(
      try player("mountain-car-v0?horizon=200000", policy: .zero), speed: .unlimited)
    live.send(.resume)
    let end = try view(of: live) { !$0.episode.facts.ending.isEmpty }
    #expect(end.episode.facts.step == 200_000)
    live.send(.seek(toStep: 150_001))
    _ = try view(of: live) { $0.episode.facts.step >= 150_001 }
    var expected = try player("mountain-car-v0?horizon=200000", policy: .zero)
    live.send(.pause)
    live.send(.seek(toStep: 150_001))
    expected.isDetailed = false
    while expected.step < 150_001, expected.advance() {}
    let there = try view(of: live) { $0.isPaused && $0.episode.facts.step == 150_001 }
    #expect(there.episode.facts.observation == expected.facts.observation)
  }

  @Test func theNextSeedFollowsWhereAsked() throws {
    let live = LivePlayer(
      try player("frozen-lake-v1?horizon=5", policy: .random, seed: 1), speed: .unlimited, atEnd: .nextSeed)
    live.send(.resume)
    _ = try view(of: live) { $0.episode.facts.seed > 20 }
    live.send(.resetTo(seed: 7))
    live.send(.pause)
    _ = try view(of: live) { $0.isPaused }
    live.quit()
  }

  @Test func aSlowStepHoldsNobodyUp() throws {
    let environment = try EnvironmentCatalog.make("cart-pole-v1")
    let live = LivePlayer(
      EpisodePlayer(environment, policy: SlowPolicy(seconds: 0.5), seed: 1), speed: .unlimited)
    live.send(.resume)
    Thread.sleep(forTimeInterval: 0.05)
    var slowest = Duration.zero
    var wasBusy = false
    let end = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < end {
      let start = ContinuousClock.now
      let view = live.view()
      live.send(.setParameter(index: 0, value: view.episode.facts.parameters[0]))
      slowest = max(slowest, ContinuousClock.now - start)
      wasBusy = wasBusy || view.isBusy
      Thread.sleep(forTimeInterval: 0.005)
    }
    #expect(wasBusy)
    #expect(slowest < .milliseconds(100), "asking took \(slowest) beside steps of 500 ms")
    live.quit()
  }

  @Test func quittingIsCleanAndOften() throws {
    for index in 0..<30 {
      let live = LivePlayer(try player("cart-pole-v1"), speed: .unlimited, atEnd: .nextSeed)
      if index % 2 == 0 { live.send(.resume) }
      _ = live.view()
      if index % 3 == 0 { live.quit() }
      live.quit()
      live.send(.resume)
      let last = live.view()
      Thread.sleep(forTimeInterval: 0.001)
      #expect(live.view().version == last.version)
    }
    // And when nobody quits.
    for _ in 0..<10 { LivePlayer(try player("cart-pole-v1"), speed: .unlimited).send(.resume) }
  }

  @Test func aStormOfCommandsEndsWhereTheLastOnesSay() throws {
    let live = LivePlayer(try player(busyRecipe, policy: .random), speed: .unlimited, atEnd: .nextSeed)
    let threads = (0..<3).map { number in
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        var luck = RandomStream(seed: UInt64(number), purpose: StreamPurpose(named: "storm"))
        for _ in 0..<2000 {
          switch Int(luck.uniform() * 10) {
          case 0: live.send(.togglePause)
          case 1: live.send(.move(by: Int(luck.uniform() * 20) - 10))
          case 2: live.send(.seek(toStep: Int(luck.uniform() * 100)))
          case 3: live.send(.nextSeed)
          case 4: live.send(.setAction(luck.uniform() < 0.5 ? [1] : nil))
          case 5: live.send(.setParameter(index: 0, value: 9 + luck.uniform()))
          case 6: live.send(.setRule(index: Int(luck.uniform() * 8), isOn: luck.uniform() < 0.5))
          case 7: live.send(.setSpeed(luck.uniform() < 0.5 ? .unlimited : .stepsPerSecond(1e5)))
          default: _ = live.view()
          }
        }
        done.signal()
      }
      return done
    }
    for done in threads { done.wait() }
    live.send(.resetTo(seed: 42))
    live.send(.pause)
    live.send(.seek(toStep: 25))
    let view = try view(of: live) {
      $0.episode.facts.seed == 42 && $0.episode.facts.step == 25 && $0.isPaused
    }
    var expected = try player(busyRecipe, policy: .random, seed: 42)
    expected.seek(toStep: 25)
    #expect(view.episode.facts.observation == expected.facts.observation)
    live.quit()
  }
}
