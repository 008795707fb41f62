import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

@Suite struct RowRuleTests {
  /// The numbers 1, 2, 3, ... and their tenths as rows.
  static func counting(_ count: Int) -> [[Double]] { (1...count).map { [Double($0), Double($0) / 10] } }

  // Moments of n = 20 000 draws; bounds of 4 standard errors, by chance broken in 6 of 100 000 seeds.

  @Test func gaussianNoise() throws {
    var driver = try RowDriver(GaussianNoise(sigma: [2, 0.5]))
    let n = 20_000
    let rows = driver.run(.observation, Array(repeating: [3, -1], count: n))
    for (index, (centre, sigma)) in [(3.0, 2.0), (-1.0, 0.5)].enumerated() {
      let values = rows.map { $0[index] }
      #expect(abs(mean(values) - centre) < 4 * sigma / Double(n).squareRoot())
      #expect(abs(variance(values) / (sigma * sigma) - 1) < 4 * (2 / Double(n)).squareRoot())
    }
    let product = mean(rows.map { ($0[0] - 3) / 2 * ($0[1] + 1) / 0.5 })
    #expect(abs(product) < 4 / Double(n).squareRoot())
  }

  @Test func uniformNoise() throws {
    var driver = try RowDriver(UniformNoise(low: [-1, 2], high: [3, 2.5]))
    let n = 20_000
    let rows = driver.run(.observation, Array(repeating: [0, 0], count: n))
    for (index, (low, high)) in [(-1.0, 3.0), (2.0, 2.5)].enumerated() {
      let values = rows.map { $0[index] }
      #expect(values.allSatisfy { $0 >= low && $0 <= high })
      let sigma = (high - low) / 12.0.squareRoot()
      #expect(abs(mean(values) - (low + high) / 2) < 4 * sigma / Double(n).squareRoot())
      // The fourth central moment of a uniform law is 9/5 of the squared variance.
      #expect(abs(variance(values) / (sigma * sigma) - 1) < 4 * (0.8 / Double(n)).squareRoot())
    }
    let product = mean(rows.map { ($0[0] - 1) * ($0[1] - 2.25) }) / (4 * 0.5 / 12)
    #expect(abs(product) < 4 / Double(n).squareRoot())
  }

  @Test func biasQuantiseAndClip() throws {
    var bias = try RowDriver(Bias(value: [1, -2]))
    #expect(bias.apply(.observation, [0.5, 0.25]) == [1.5, -1.75])
    var grid = try RowDriver(Quantise(step: [0.5, 0]))
    #expect(grid.apply(.observation, [1.3, 1.3]) == [1.5, 1.3])
    #expect(grid.apply(.observation, [-0.75, 0]) == [-1, 0])
    var clip = try RowDriver(Clip(low: [-1], high: [0.5]))
    #expect(clip.apply(.observation, [-3, 0.75]) == [-1, 0.5])
    var space = try RowDriver(Clip())
    #expect(space.apply(.observation, [-51, 7]) == [-50, 7])
  }

  @Test(arguments: [1, 2, 5])
  func observationDelay(_ steps: Int) throws {
    var driver = try RowDriver(ObservationDelay(steps: steps))
    for episode in 0..<3 {
      driver.begin(episode: UInt32(episode))
      let rows = Self.counting(14).map { $0.map { $0 + 100 * Double(episode) } }
      let shown = driver.run(.observation, rows)
      for t in rows.indices { #expect(shown[t] == rows[max(0, t - steps)]) }
    }
  }

  @Test(arguments: [1, 2, 5])
  func actionDelay(_ steps: Int) throws {
    var driver = try RowDriver(ActionDelay(steps: steps))
    let rows = (0..<14).map { [Double($0) / 20, -Double($0) / 20] }
    let executed = driver.run(.action, rows)
    for t in rows.indices { #expect(executed[t] == (t < steps ? [0, 0] : rows[t - steps])) }
  }

  @Test func rewardDelay() throws {
    var driver = try RowDriver(RewardDelay(steps: 3))
    let given = driver.run(.reward, (1...8).map { [Double($0)] })
    #expect(given.map { $0[0] } == [0, 0, 0, 1, 2, 3, 4, 5])
  }

  /// In a simulation: the reward of step t arrives with step t + 2, the first observation stays for 2.
  @Test func delaysInSimulation() throws {
    var bare = Simulation(Glider(), seed: 9)
    var late = try Simulation(Glider(), seed: 9).perturbed {
      ObservationDelay(steps: 2)
      RewardDelay(steps: 2)
    }
    var truth = [bare.reset(seed: 9)]
    var rewards: [Double] = []
    #expect(late.reset(seed: 9) == truth[0])
    for t in 0..<10 {
      let step = bare.step(Vector([1, 0]))
      truth.append(step.observation)
      rewards.append(step.reward)
      let shown = late.step(Vector([1, 0]))
      #expect(shown.observation == truth[max(0, t + 1 - 2)])
      #expect(shown.reward == (t < 2 ? 0 : rewards[t - 2]))
      #expect(late.trueOutcome.reward == step.reward)
      #expect(late.trueObservation == step.observation)
    }
  }

  /// Cart-pole's zero action is 0: with a delay of 3 the pole is pushed left three times first.
  @Test func discreteActionDelay() throws {
    var late = try Simulation(CartPole(), seed: 3).perturbed { ActionDelay(steps: 3) }
    var bare = Simulation(CartPole(), seed: 3)
    _ = late.reset(seed: 3)
    _ = bare.reset(seed: 3)
    for t in 0..<8 {
      let step = late.step(1)
      #expect(late.executedAction == (t < 3 ? 0 : 1))
      #expect(step == bare.step(t < 3 ? 0 : 1))
    }
  }

  @Test func dropoutForGood() throws {
    var driver = try RowDriver(Dropout(probability: 1, duration: 2))
    #expect(driver.run(.observation, Self.counting(5)) == Array(repeating: [0, 0], count: 5))
  }

  /// A component fails in a fraction d p / (d p + 1 - p) of steps in the long run: a renewal process with
  /// up times of mean (1 - p) / p and down times d.
  @Test func dropoutStatistics() throws {
    let (n, p, d) = (40_000, 0.05, 4)
    var driver = try RowDriver(Dropout(probability: p, duration: d))
    let rows = driver.run(.observation, Array(repeating: [1, 1], count: n))
    let fraction = Double(d) * p / (Double(d) * p + 1 - p)
    for index in 0..<2 {
      let values = rows.map { $0[index] }
      // The number of cycles in n steps has variance n var/mean^3, var = (1 - p)/p^2 of a cycle's length.
      let cycle = (1 - p) / p + Double(d)
      let deviation = Double(d) * (Double(n) * (1 - p) / (p * p) / (cycle * cycle * cycle)).squareRoot()
      let dropped = Double(values.count { $0 == 0 })
      #expect(abs(dropped - fraction * Double(n)) < 4 * deviation)
      // Every failure lasts a multiple of d steps.
      var length = 0
      for value in values.dropLast(d) {
        if value == 0 { length += 1 } else {
          #expect(length % d == 0)
          length = 0
        }
      }
    }
    let both = rows.count { $0 == [0, 0] }
    #expect(abs(Double(both) / Double(n) / (fraction * fraction) - 1) < 0.25)
  }

  @Test func stuckForGood() throws {
    var driver = try RowDriver(Stuck(probability: 1))
    #expect(driver.run(.observation, Self.counting(5)) == Array(repeating: [1, 0.1], count: 5))
    driver.begin(episode: 1)
    #expect(driver.run(.observation, [[7, 8], [9, 9]]) == [[7, 8], [7, 8]])
  }

  /// Stuck from t = 3 on, because the schedule starts there: the value of t = 2 stays; free from t = 6.
  @Test func stuckInWindow() throws {
    var driver = try RowDriver(Stuck(probability: 1, duration: 50).scheduled(.window(from: 3, to: 6)))
    let shown = driver.run(.observation, Self.counting(9)).map { $0[0] }
    #expect(shown == [1, 2, 3, 3, 3, 3, 7, 8, 9])
  }

  @Test func stuckStatistics() throws {
    let (n, p) = (20_000, 0.2)
    var driver = try RowDriver(Stuck(probability: p, duration: 1))
    let shown = driver.run(.observation, Self.counting(n))
    // With duration 1 a component repeats its last value exactly in the steps in which it sticks.
    let starts = (1..<n).count { shown[$0][0] == shown[$0 - 1][0] }
    let together = (1..<n).count {
      shown[$0][0] == shown[$0 - 1][0] && shown[$0][1] == shown[$0 - 1][1]
    }
    #expect(isPlausible(starts, of: n - 1, probability: p))
    #expect(isPlausible(together, of: n - 1, probability: p * p))
  }

  @Test func stuckDuration() throws {
    var driver = try RowDriver(Stuck(probability: 0.05, duration: 3), seed: 4)
    let shown = driver.run(.observation, Self.counting(4000)).map { $0[0] }
    // Runs of one value: a fresh one, then whole durations.
    var length = 1
    var longest = 1
    for t in 1..<shown.count {
      if shown[t] == shown[t - 1] { length += 1 } else {
        if t - length > 0 { #expect((length - 1) % 3 == 0) }
        longest = max(longest, length)
        length = 1
      }
    }
    #expect(longest >= 4)
  }

  @Test func extraDimensions() throws {
    var driver = try RowDriver(ExtraDimensions(count: 3))
    let n = 20_000
    let rows = driver.run(.observation, Array(repeating: [5, 6, 0, 0, 0], count: n))
    #expect(rows.allSatisfy { $0[0] == 5 && $0[1] == 6 })
    for index in 2..<5 {
      let values = rows.map { $0[index] }
      #expect(abs(mean(values)) < 4 / Double(n).squareRoot())
      #expect(abs(variance(values) - 1) < 4 * (2 / Double(n)).squareRoot())
    }
    var layout = RuleLayout(Glider())
    var slot = RuleSlot(ExtraDimensions(count: 3))
    try slot.prepare(&layout)
    #expect(layout.observation.components.map(\.name) == ["x", "y", "noise0", "noise1", "noise2"])
  }

  /// A later rule acts on the appended columns too; an earlier one never sees them.
  @Test func extraDimensionsInOrder() throws {
    var driver = try RowDriver(
      RuleSlot(Bias(value: 1)), ExtraDimensions(count: 2).on(0), RuleSlot(Bias(value: [0, 0, 7, 7])))
    var plain = try RowDriver(ExtraDimensions(count: 2))
    let noise = plain.apply(.observation, [0, 0, 0, 0])
    #expect(driver.apply(.observation, [2, 3, 0, 0]) == [3, 4, noise[2] + 7, noise[3] + 7])
  }

  @Test func extraDimensionsNeedARowEnvironment() throws {
    let error = #expect(throws: PerturbationError.self) {
      try Simulation(CartPole(), seed: 1).perturbed { ExtraDimensions(count: 2) }
    }
    #expect(error?.message.contains("from 4 to 6") == true)
    #expect(error?.message.contains("recipe") == true)
  }
}
