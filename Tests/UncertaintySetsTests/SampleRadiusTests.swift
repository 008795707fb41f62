import RandomStreams
import Testing
import UncertaintySets

@Suite struct SampleRadiusTests {
  /// Computed by mpmath from the formulas, 20 digits.
  @Test func agreesWithTheFormulas() throws {
    let few = (samples: 100, outcomes: 5, failure: 0.05)
    let weissman = try SampleRadius.weissmanL1(
      samples: few.samples, outcomes: few.outcomes, failure: few.failure)
    #expect(abs(weissman - 0.35768504735915776) <= 1e-15)
    let many = try SampleRadius.weissmanL1(samples: 5000, outcomes: 70, failure: 1e-6)
    #expect(abs(many - 0.15790606473110581) <= 1e-15)
    let hoeffding = try SampleRadius.hoeffding(
      samples: few.samples, outcomes: few.outcomes, failure: few.failure)
    #expect(abs(hoeffding - 0.16276236307187293) <= 1e-15)
    let likelihood = try SampleRadius.likelihood(
      samples: few.samples, outcomes: few.outcomes, failure: few.failure)
    #expect(abs(likelihood - 0.26071334857760288) <= 1e-15)
    #expect(try SampleRadius.weissmanL1(samples: 1, outcomes: 5, failure: 0.05) == 2)
    #expect(try SampleRadius.hoeffding(samples: 1, outcomes: 5, failure: 0.05) == 1)
    #expect(try SampleRadius.weissmanL1(samples: 1, outcomes: 1, failure: 0.05) == 0)
  }

  /// Of 400 rows of frequencies, at most the promised share may leave the true row outside.
  @Test func setsHoldTheTruth() throws {
    let truth = [0.4, 0.3, 0.2, 0.08, 0.02]
    let (samples, failure, trials) = (60, 0.1, 400)
    let l1 = try L1Ball(
      radius: SampleRadius.weissmanL1(samples: samples, outcomes: 5, failure: failure), support: .all)
    let linf = try LInfinityBall(
      radius: SampleRadius.hoeffding(samples: samples, outcomes: 5, failure: failure), support: .all)
    let region = try LikelihoodRegion(
      radius: SampleRadius.likelihood(samples: samples, outcomes: 5, failure: failure), support: .all)
    var stream = RandomStream(seed: 11)
    var misses = [0, 0, 0]
    for _ in 0..<trials {
      var frequencies = [Double](repeating: 0, count: 5)
      for _ in 0..<samples {
        var u = stream.uniform()
        var outcome = 0
        while outcome < 4 && u >= truth[outcome] {
          u -= truth[outcome]
          outcome += 1
        }
        frequencies[outcome] += 1 / Double(samples)
      }
      if !l1.contains(truth.span, around: frequencies.span, tolerance: 1e-12) { misses[0] += 1 }
      if !linf.contains(truth.span, around: frequencies.span, tolerance: 1e-12) { misses[1] += 1 }
      if !region.contains(truth.span, around: frequencies.span, tolerance: 1e-12) { misses[2] += 1 }
    }
    for count in misses { #expect(Double(count) <= failure * Double(trials)) }
  }

  @Test func refusesImpossibleCounts() {
    #expect(throws: UncertaintySetError.self) {
      try SampleRadius.weissmanL1(samples: 0, outcomes: 5, failure: 0.1)
    }
    #expect(throws: UncertaintySetError.self) {
      try SampleRadius.hoeffding(samples: 1, outcomes: 0, failure: 0.1)
    }
    #expect(throws: UncertaintySetError.self) {
      try SampleRadius.likelihood(samples: 1, outcomes: 5, failure: 1)
    }
  }
}
