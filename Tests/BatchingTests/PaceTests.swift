import Batching
import Testing

/// Whether runs are shared, on machines made up here: so many nanoseconds alone and shared.
@Suite struct PaceTests {
  /// Makes `runs` runs; returns how many were shared and the mean cost of a run.
  static func play(
    _ pace: inout Pace, runs: Int, units: Int = 1, alone: Double, shared: Double
  ) -> (shared: Int, mean: Double) {
    var (count, sum) = (0, 0.0)
    for _ in 0..<runs {
      let choice = pace.choose(units: units)
      let cost = (choice.isShared ? shared : alone) * Double(units)
      if choice.isShared { count += 1 }
      if choice.isTimed { pace.note(cost, units: units, isShared: choice.isShared) }
      sum += cost
    }
    return (count, sum / Double(runs))
  }

  @Test func smallRunsAreNeverShared() {
    var pace = Pace()
    #expect(Self.play(&pace, runs: 5000, alone: 2000, shared: 1).shared == 0)
  }

  @Test func largeRunsAreSharedWhereThatIsFaster() {
    var pace = Pace()
    let result = Self.play(&pace, runs: 5000, alone: 28000, shared: 15000)
    #expect(result.shared > 4900)
    #expect(result.mean < 1.02 * 15000)
  }

  /// A second thread that makes things worse costs no more than a trial now and then.
  @Test func largeRunsStayAloneWhereSharingIsSlower() {
    var pace = Pace()
    let result = Self.play(&pace, runs: 5000, alone: 28000, shared: 34000)
    #expect(result.shared < 50)
    #expect(result.mean < 1.01 * 28000)
  }

  @Test func aProcessorTakenAwayAndGivenBackIsNoticed() {
    var pace = Pace()
    _ = Self.play(&pace, runs: 1000, alone: 28000, shared: 15000)
    #expect(Self.play(&pace, runs: 1000, alone: 28000, shared: 40000).shared < 100)
    #expect(Self.play(&pace, runs: 4000, alone: 28000, shared: 15000).shared > 2000)
  }

  /// Runs of 25 ms are tried again after seconds, not after minutes.
  @Test func longRunsNeedNoLongMemory() {
    var pace = Pace()
    #expect(Self.play(&pace, runs: 2000, alone: 25e6, shared: 40e6).shared < 40)
    #expect(Self.play(&pace, runs: 200, alone: 25e6, shared: 14e6).shared > 60)
  }

  /// One stall does not decide for long.
  @Test func aStallIsForgotten() {
    var pace = Pace()
    _ = Self.play(&pace, runs: 1000, alone: 28000, shared: 15000)
    pace.note(4_000_000, units: 1, isShared: true)
    #expect(Self.play(&pace, runs: 300, alone: 28000, shared: 15000).shared > 200)
  }

  /// Sharing that is mostly faster but stalls for milliseconds now and then, as with a busy neighbour, is
  /// left.
  @Test func rareStallsCount() {
    var pace = Pace()
    var sum = 0.0
    for run in 0..<20000 {
      let choice = pace.choose(units: 1)
      let cost = choice.isShared ? (run % 40 == 39 ? 4_000_000 : 15000) : 28000.0
      pace.note(cost, units: 1, isShared: choice.isShared)
      sum += cost
    }
    #expect(sum / 20000 < 1.25 * 28000)
  }

  /// What was learnt from single steps holds for rollouts, and the other way round.
  @Test func unitsScale() {
    var pace = Pace()
    #expect(Self.play(&pace, runs: 100, alone: 2000, shared: 1100).shared == 0)
    #expect(Self.play(&pace, runs: 100, units: 1000, alone: 2000, shared: 1100).shared > 80)
    #expect(Self.play(&pace, runs: 100, alone: 2000, shared: 1100).shared == 0)
  }
}
