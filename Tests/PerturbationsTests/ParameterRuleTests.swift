import DecisionProcesses
import Perturbations
import Testing

@Suite struct UncertainTests {
  @Test func perEpisode() throws {
    var driver = try RowDriver(Uncertain())
    var gains: [Double] = []
    for episode in 0..<4000 {
      driver.begin(episode: UInt32(episode))
      let rows = driver.parameters(3)
      #expect(rows[0] == rows[1] && rows[1] == rows[2])
      gains.append(rows[0][0])
    }
    #expect(gains.allSatisfy { $0 >= 0.5 && $0 <= 2 })
    #expect(abs(mean(gains) - 1.25) < 4 * 1.5 / (12 * 4000.0).squareRoot())
    #expect(abs(variance(gains) / (1.5 * 1.5 / 12) - 1) < 4 * (0.8 / 4000).squareRoot())
  }

  @Test func fixedPerSeed() throws {
    var values: Set<Double> = []
    for seed in 1...20 {
      var driver = try RowDriver(Uncertain(nature: .fixed), seed: UInt64(seed))
      let first = driver.parameters(1)[0]
      driver.begin(episode: 7)
      #expect(driver.parameters(2) == [first, first])
      values.insert(first[0])
    }
    #expect(values.count == 20)
  }

  @Test func perStepInsideTheSmallerBox() throws {
    var driver = try RowDriver(Uncertain(.parameters(["wind", "gain"]), radius: 0.5, nature: .perStep))
    let n = 10_000
    let rows = driver.parameters(n)
    for (index, (low, high)) in [(0.75, 1.5), (-0.5, 0.5)].enumerated() {
      let values = rows.map { $0[index] }
      #expect(values.allSatisfy { $0 >= low && $0 <= high })
      let sigma = (high - low) / 12.0.squareRoot()
      #expect(abs(mean(values) - (low + high) / 2) < 4 * sigma / Double(n).squareRoot())
    }
    #expect(Set(rows.map { $0[0] }).count == n)
  }

  @Test func corners() throws {
    var driver = try RowDriver(Uncertain(nature: .perStep, distribution: .corners))
    let rows = driver.parameters(8000)
    #expect(rows.allSatisfy { ($0[0] == 0.5 || $0[0] == 2) && abs($0[1]) == 1 })
    for corner in [[0.5, -1.0], [0.5, 1], [2, -1], [2, 1]] {
      #expect(isPlausible(rows.count { $0 == corner }, of: 8000, probability: 0.25))
    }
  }

  /// Against the truncated normal law: gain is normal(1, 0.375^2) on [0.5, 2], so by the error function
  /// (C libm erfc: Phi(-4/3) = 0.0912112197, Phi(8/3) = 0.9961696194) it is below 1 with probability
  /// (0.5 - 0.0912112197) / (0.9961696194 - 0.0912112197) = 0.4517212.
  @Test func normalTruncated() throws {
    var driver = try RowDriver(Uncertain(nature: .perStep, distribution: .normalTruncated))
    let n = 10_000
    let rows = driver.parameters(n)
    #expect(rows.allSatisfy { $0[0] >= 0.5 && $0[0] <= 2 && abs($0[1]) <= 1 })
    #expect(isPlausible(rows.count { $0[0] < 1 }, of: n, probability: 0.4517212))
    // wind is normal(0, 0.5^2) cut at two standard deviations: variance 0.25 (1 - 4 phi(2)/(2 Phi(2) - 1)),
    // phi(2) = 0.0539909665, Phi(2) = 0.9772498681.
    let expected = 0.25 * (1 - 4 * 0.0539909665 / (2 * 0.9772498681 - 1))
    let winds = rows.map { $0[1] }
    #expect(abs(mean(winds)) < 4 * (expected / Double(n)).squareRoot())
    #expect(abs(variance(winds) / expected - 1) < 4 * (2 / Double(n)).squareRoot())
  }

  /// The first state of an episode is drawn under the episode's parameters.
  @Test func actsOnTheFirstState() throws {
    var bare = Simulation(Glider(), seed: 3)
    var moved = try Simulation(Glider(), seed: 3).perturbed { Uncertain(.parameters(["gain"])) }
    for episode in 0..<5 {
      let plain = bare.reset(seed: episode == 0 ? 3 : nil)
      let shown = moved.reset(seed: episode == 0 ? 3 : nil)
      #expect(moved.process.gain != 1)
      #expect(abs(shown[0] - plain[0] - (moved.process.gain - 1)) < 1e-14)
      #expect(shown[1] == plain[1])
    }
  }

  /// A world built with other parameters has its box around those.
  @Test func radiusIsAroundThePresentValue() throws {
    var glider = Glider()
    glider.gain = 1.5
    var driver = try RowDriver(
      [RuleSlot(Uncertain(.parameters(["gain"]), radius: 0.5, nature: .perStep, distribution: .corners))],
      for: glider)
    #expect(Set(driver.parameters(50).map { $0[0] }) == [1, 1.75])
  }
}

@Suite struct DriftTests {
  /// The gain of each episode.
  static func gains(_ drift: Drift, episodes: Int, seed: UInt64 = 1) throws -> [Double] {
    var driver = try RowDriver(drift, seed: seed)
    return (0..<episodes).map { episode in
      if episode > 0 { driver.begin(episode: UInt32(episode)) }
      return driver.parameters(1)[0][0]
    }
  }

  // Steps of 0.25 are exact in binary, so the expected sequences are exact; the interval is [0.5, 2].

  @Test func up() throws {
    #expect(
      try Self.gains(Drift("gain", kind: .up, step: 0.25), episodes: 8)
        == [1, 1.25, 1.5, 1.75, 2, 1.75, 2, 1.75])
  }

  @Test func down() throws {
    #expect(
      try Self.gains(Drift("gain", kind: .down, step: 0.375), episodes: 6)
        == [1, 0.625, 0.75, 0.625, 0.75, 0.625])
  }

  @Test func saw() throws {
    #expect(
      try Self.gains(Drift("gain", kind: .saw, step: 0.5), episodes: 9)
        == [1, 1.5, 2, 1.5, 1, 0.5, 1, 1.5, 2])
    // An overshoot of a quarter comes back by a quarter.
    #expect(
      try Self.gains(Drift("gain", kind: .saw, step: 0.625), episodes: 7)
        == [1, 1.625, 1.75, 1.125, 0.5, 1.125, 1.75])
  }

  /// A move longer than twice the interval's width is folded more than once.
  @Test func longMovesAreFolded() throws {
    // 1 + 3.25 = 4.25: reflected at 2 to -0.25, reflected at 0.5 to 1.25.
    #expect(try Self.gains(Drift("gain", kind: .up, step: 3.25), episodes: 2) == [1, 1.25])
  }

  @Test func cyclic() throws {
    #expect(
      try Self.gains(Drift("gain", kind: .cyclicUp, step: 0.5), episodes: 7)
        == [1, 1.5, 2, 0.5, 1, 1.5, 2])
    #expect(
      try Self.gains(Drift("gain", kind: .cyclicDown, step: 0.5), episodes: 7)
        == [1, 0.5, 2, 1.5, 1, 0.5, 2])
  }

  @Test func period() throws {
    #expect(
      try Self.gains(Drift("gain", kind: .up, step: 0.25, period: 3), episodes: 8)
        == [1, 1, 1, 1.25, 1.25, 1.25, 1.5, 1.5])
  }

  /// First moves of many seeds: fair signs for a fixed step, and normal sizes for a random one.
  @Test func randomWalk() throws {
    var rises = 0
    var moves: [Double] = []
    for seed in 1...4000 {
      let fixed = try Self.gains(Drift("gain", step: 0.25), episodes: 2, seed: UInt64(seed))[1]
      #expect(fixed == 1.25 || fixed == 0.75)
      if fixed > 1 { rises += 1 }
      moves.append(try Self.gains(Drift("gain", sigma: 0.1), episodes: 2, seed: UInt64(seed))[1] - 1)
    }
    #expect(isPlausible(rises, of: 4000, probability: 0.5))
    #expect(abs(mean(moves)) < 4 * 0.1 / 4000.0.squareRoot())
    #expect(abs(variance(moves) / 0.01 - 1) < 4 * (2.0 / 4000).squareRoot())
  }

  @Test(arguments: Drift.Kind.allCases)
  func staysInTheInterval(_ kind: Drift.Kind) throws {
    let gains = try Self.gains(Drift("gain", kind: kind, step: 0.1, sigma: 0.8), episodes: 500)
    #expect(gains.allSatisfy { $0 >= 0.5 && $0 <= 2 })
    #expect(Set(gains).count > 50)
  }

  /// `up` moves up and `down` down between reflections, however large the random part.
  @Test func directedMovesKeepTheirSign() throws {
    let up = try Self.gains(Drift("gain", kind: .up, step: 0, sigma: 0.01), episodes: 40)
    #expect(zip(up, up.dropFirst()).allSatisfy { $0 < $1 })
    let down = try Self.gains(Drift("gain", kind: .down, step: 0, sigma: 0.004), episodes: 40)
    #expect(zip(down, down.dropFirst()).allSatisfy { $0 > $1 })
  }

  /// A new seed starts from nominal; without one the drift goes on.
  @Test func persistsAcrossEpisodesOnly() throws {
    var environment = try Simulation(Glider(), seed: 1).perturbed {
      Drift("gain", kind: .up, step: 0.25)
    }
    _ = environment.reset(seed: 1)
    #expect(environment.process.gain == 1)
    _ = environment.reset()
    _ = environment.reset()
    #expect(environment.process.gain == 1.5)
    _ = environment.reset(seed: 2)
    #expect(environment.process.gain == 1)
  }
}

@Suite struct DisturbanceTests {
  static func winds<R: Perturbation>(_ rule: R, _ count: Int) throws -> [Double] {
    var driver = try RowDriver(rule)
    return driver.parameters(count).map { $0[1] }
  }

  @Test func impulse() throws {
    #expect(
      try Self.winds(Impulse("wind", magnitude: 0.5, at: 2, duration: 3), 7) == [0, 0, 0.5, 0.5, 0.5, 0, 0])
    #expect(
      try Self.winds(Impulse("wind", magnitude: -1, at: 1, duration: 4, decay: 0.5), 6)
        == [0, -1, -0.5, -0.25, -0.125, 0])
    #expect(try Self.winds(Impulse("wind", magnitude: 1, at: 0, duration: 3, decay: 0), 3) == [1, 0, 0])
  }

  @Test func step() throws {
    #expect(try Self.winds(StepDisturbance("wind", magnitude: 0.25, at: 2), 5) == [0, 0, 0.25, 0.25, 0.25])
  }

  /// Period 4 and phase 0: 0, A, 0, -A; with phase pi/2 the cosine. Sines err by less than 1e-15.
  @Test func periodic() throws {
    let sine = try Self.winds(PeriodicDisturbance("wind", amplitude: 0.5, period: 4, phase: 0), 8)
    for (value, expected) in zip(sine, [0, 0.5, 0, -0.5, 0, 0.5, 0, -0.5]) {
      #expect(abs(value - expected) < 1e-15)
    }
    let cosine = try Self.winds(PeriodicDisturbance("wind", amplitude: 1, period: 8, phase: .pi / 2), 3)
    for (value, expected) in zip(cosine, [1, 0.5.squareRoot(), 0]) { #expect(abs(value - expected) < 1e-15) }
  }

  /// The drawn phase is the same all episode long: the wave obeys w(t+1) + w(t-1) = 2 cos(2 pi/T) w(t).
  @Test func phaseIsDrawnOncePerEpisode() throws {
    var driver = try RowDriver(PeriodicDisturbance("wind", amplitude: 1, period: 12))
    var first: [Double] = []
    for episode in 0..<500 {
      driver.begin(episode: UInt32(episode))
      let wave = driver.parameters(30).map { $0[1] }
      first.append(wave[0])
      for t in 1..<29 {
        #expect(abs(wave[t + 1] + wave[t - 1] - 3.0.squareRoot() * wave[t]) < 1e-14)
      }
    }
    // sin of a uniform angle: mean 0, variance 1/2, kurtosis 3/2.
    #expect(abs(mean(first)) < 4 * (0.5 / 500).squareRoot())
    #expect(abs(variance(first) - 0.5) < 4 * (0.125 / 500).squareRoot())
  }

  @Test func disturbancesAdd() throws {
    var driver = try RowDriver(
      RuleSlot(StepDisturbance("wind", magnitude: 0.75, at: 1)),
      RuleSlot(Impulse("wind", magnitude: 0.5, at: 1)))
    #expect(driver.parameters(3).map { $0[1] } == [0, 1.25, 0.75])
    var clipped = try RowDriver(
      RuleSlot(StepDisturbance("wind", magnitude: 0.75, at: 1)),
      Impulse("wind", magnitude: 0.5, at: 1).clipped())
    #expect(clipped.parameters(3).map { $0[1] } == [0, 1, 0.75])
  }

  /// Each fits the interval by itself; the world never sees more than its end.
  @Test func disturbancesTogetherStayInsideTheInterval() throws {
    var pushed = try Simulation(Glider(), seed: 1).perturbed {
      StepDisturbance("wind", magnitude: 0.75, at: 1)
      Impulse("wind", magnitude: 0.5, at: 1)
    }
    _ = pushed.reset(seed: 1)
    var winds: [Double] = []
    for _ in 0..<3 {
      _ = pushed.step(.zero)
      winds.append(pushed.process.wind)
    }
    #expect(winds == [0, 1, 0.75])
  }

  /// Parameters are written before a step and are nominal again when the rule is done.
  @Test func parametersAreRestored() throws {
    var glider = Glider()
    glider.noise = 0
    var bare = Simulation(glider, seed: 1)
    var pushed = try Simulation(glider, seed: 1).perturbed {
      Impulse("wind", magnitude: 0.5, at: 2, duration: 2)
    }
    #expect(bare.reset(seed: 1) == pushed.reset(seed: 1))
    for t in 0..<6 {
      let action = Vector<2>([0.5, 0])
      let difference = pushed.step(action).observation[0] - bare.step(action).observation[0]
      #expect(abs(difference - 0.05 * Double(min(max(t - 1, 0), 2))) < 1e-14)
      #expect(pushed.process.wind == (t == 2 || t == 3 ? 0.5 : 0))
      #expect(pushed.process.gain == 1)
    }
  }

  @Test func leavingTheIntervalIsAnError() throws {
    func error<R: Perturbation>(_ rule: R) -> PerturbationError? {
      #expect(throws: PerturbationError.self) { try RowDriver(rule) }
    }
    let impulse = error(Impulse("wind", magnitude: 1.5, at: 0))
    #expect(impulse?.argument == "magnitude")
    #expect(impulse?.message.contains("1.5") == true && impulse?.message.contains("-1.0 to 1.0") == true)
    #expect(error(StepDisturbance("gain", magnitude: -0.75, at: 0))?.argument == "magnitude")
    #expect(error(PeriodicDisturbance("gain", amplitude: 0.75, period: 5))?.argument == "amplitude")
    #expect(error(PeriodicDisturbance("wind", amplitude: 1, period: 0))?.argument == "period")
    #expect(error(Impulse("wind", magnitude: 1, at: -1))?.argument == "at")
    let unknown = error(Impulse("wnd", magnitude: 1, at: 0))
    #expect(unknown?.argument == "parameter" && unknown?.message.contains("did you mean 'wind'?") == true)
    #expect(error(Uncertain(.box("box-7")))?.message.contains("did you mean 'box-1'?") == true)
    #expect(error(Uncertain(.parameters(["gain", "gain"])))?.argument == "parameters")
    #expect(error(Uncertain(radius: 1.5))?.argument == "radius")
    #expect(error(Drift("gain", step: -1))?.argument == "step")
    #expect(error(Drift("gain", period: 0))?.argument == "period")
    #expect(error(Dropout(.parameters, probability: 0.5))?.argument == "channel")
  }
}
