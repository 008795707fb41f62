import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

/// Masks, schedules, clipping, budgets and the record.
@Suite struct SlotTests {
  static let ones = Array(repeating: [1.0, 1.0], count: 12)

  /// The steps in which a bias acts, as a text of 0 and 1.
  static func activity(_ schedule: Schedule, _ count: Int = 12) throws -> [Bool] {
    var driver = try RowDriver(Bias(value: 1).scheduled(schedule))
    return driver.run(.observation, Array(repeating: [0, 0], count: count)).map { $0[0] == 1 }
  }

  @Test func masks() throws {
    var driver = try RowDriver(Bias(value: [5, 7]).on(1))
    #expect(driver.apply(.observation, [1, 2]) == [1, 9])
    let error = #expect(throws: PerturbationError.self) { try RowDriver(Bias(value: 1).on(2)) }
    #expect(error?.argument == "on" && error?.message.contains("component 2") == true)
  }

  /// A masked noise draws for all components, so the mask does not change the others' luck.
  @Test func masksDoNotShiftLuck() throws {
    var whole = try RowDriver(GaussianNoise(sigma: 1))
    var masked = try RowDriver(GaussianNoise(sigma: 1).on(1))
    let (a, b) = (whole.run(.observation, Self.ones), masked.run(.observation, Self.ones))
    #expect(zip(a, b).allSatisfy { $0[1] == $1[1] && $1[0] == 1 })
  }

  @Test func schedules() throws {
    #expect(try Self.activity(.every).allSatisfy { $0 })
    #expect(try Self.activity(.period(3)) == (0..<12).map { $0 % 3 == 0 })
    #expect(try Self.activity(.window(from: 2, to: 5)) == (0..<12).map { $0 >= 2 && $0 < 5 })
    let active = try Self.activity(.bernoulli(0.3), 10_000).count { $0 }
    #expect(isPlausible(active, of: 10_000, probability: 0.3))
    #expect(try !Self.activity(.bernoulli(0)).contains(true))
    #expect(try !Self.activity(.bernoulli(1)).contains(false))
  }

  /// "right" is x - 1: the bias shows exactly while x > 1.
  @Test func trigger() throws {
    var environment = try Simulation(Glider(), seed: 1).perturbed {
      Bias(value: [100, 0]).scheduled(.trigger("right"))
    }
    var seen: Set<Bool> = []
    for episode in 0..<6 {
      let shown = environment.reset(seed: episode == 0 ? 1 : nil)
      #expect((shown[0] > 50) == (environment.trueObservation[0] > 1))
      for t in 0..<20 {
        let shown = environment.step(Vector([t % 4 < 2 ? 1 : -1, 0])).observation
        #expect((shown[0] > 50) == (environment.trueObservation[0] > 1))
        seen.insert(shown[0] > 50)
      }
    }
    #expect(seen.count == 2)
    let error = #expect(throws: PerturbationError.self) {
      try RowDriver(Bias(value: 1).scheduled(.trigger("left")))
    }
    #expect(error?.argument == "schedule" && error?.message.contains("right, high") == true)
  }

  /// Before the first state is drawn no trigger holds, whatever the last episode ended with.
  @Test func triggersForgetTheLastEpisode() throws {
    var environment = try Simulation(Glider(), seed: 1).perturbed {
      StepDisturbance("gain", magnitude: 1, at: 0).scheduled(.trigger("right"))
    }
    _ = environment.reset(seed: 1)
    for _ in 0..<20 { _ = environment.step(Vector([1, 0])) }
    #expect(environment.process.gain == 2)
    _ = environment.reset()
    #expect(environment.process.gain == 1)
  }

  @Test func clipping() throws {
    var plain = try RowDriver(Bias(value: 60))
    #expect(plain.apply(.observation, [1, 2]) == [61, 62])
    var clipped = try RowDriver(Bias(value: 60).clipped())
    #expect(clipped.apply(.observation, [1, 2]) == [50, 50])
    var action = try RowDriver(Bias(.action, value: 3))
    #expect(action.apply(.action, [0, 0.5]) == [1, 1])
    var free = try RowDriver(Bias(.action, value: 3).clipped(false))
    #expect(free.apply(.action, [0, 0.5]) == [3, 3.5])
  }

  @Test func budgetPerStep() throws {
    var driver = try RowDriver(Bias(value: [3, 4]).limited(to: Budget(perStep: 1)))
    let shown = driver.apply(.observation, [0, 0])
    #expect(abs(shown[0] - 0.6) < 1e-15 && abs(shown[1] - 0.8) < 1e-15)
    var ample = try RowDriver(Bias(value: [3, 4]).limited(to: Budget(perStep: 6)))
    #expect(ample.apply(.observation, [0, 0]) == [3, 4])
  }

  @Test func budgetPerEpisode() throws {
    var driver = try RowDriver(Bias(value: [3, 0]).limited(to: Budget(perEpisode: 7)))
    for episode in 0..<2 {
      driver.begin(episode: UInt32(episode))
      let spent = driver.run(.observation, Array(repeating: [0, 0], count: 5)).map { $0[0] }
      for (value, expected) in zip(spent, [3.0, 3, 1, 0, 0]) { #expect(abs(value - expected) < 1e-15) }
    }
  }

  @Test func budgetCount() throws {
    var driver = try RowDriver(Bias(value: 1).scheduled(.period(2)).limited(to: Budget(count: 3)))
    #expect(
      driver.run(.observation, Array(repeating: [0, 0], count: 10)).map { $0[0] }
        == [1, 0, 1, 0, 1, 0, 0, 0, 0, 0])
  }

  /// A categorical change costs 1: it happens whole or not at all.
  @Test func categoricalBudget() throws {
    func changes(_ budget: Budget) throws -> Int {
      let rule = ReplaceAction(probability: 1, by: .policy(ConstantRow(row: [1]))).limited(to: budget)
      var driver = try RowDriver([rule], for: CartPole())
      return driver.run(.action, Array(repeating: [0], count: 10), seeing: [0, 0, 0, 0]).count { $0 == [1] }
    }
    #expect(try changes(.unlimited) == 10)
    #expect(try changes(Budget(perEpisode: 3.5)) == 3)
    #expect(try changes(Budget(perStep: 0.5)) == 0)
    #expect(try changes(Budget(count: 4)) == 4)
  }

  /// Parameters are written at reset and again before the first step, but t = 0 is charged once.
  @Test func parametersAreChargedOncePerStep() throws {
    var environment = try Simulation(Glider(), seed: 1).perturbed {
      StepDisturbance("wind", magnitude: 0.5, at: 0).limited(to: Budget(count: 3))
    }
    for episode in 0..<2 {
      _ = environment.reset(seed: episode == 0 ? 1 : nil)
      #expect(environment.process.wind == 0.5)
      let winds = (0..<5).map { _ in
        _ = environment.step(Vector([0, 0]))
        return environment.process.wind
      }
      #expect(winds == [0.5, 0.5, 0.5, 0, 0])
    }
  }

  @Test func record() throws {
    var environment = try Simulation(Glider(), seed: 1).perturbed {
      Bias(.action, value: [0.25, 0]).scheduled(.window(from: 1, to: 2))
      Impulse("wind", magnitude: 1, at: 0)
      Bias(value: [0, 2]).scheduled(.period(2))
    }
    environment.isRecording = true
    let first = environment.reset(seed: 1)
    let start = environment.trueObservation
    _ = environment.step(Vector([0.5, 0]))
    let third = environment.step(Vector([0.5, 0])).observation
    #expect(
      environment.record.map(\.description) == [
        "episode 0 step 0 bias: observation[1] \(start[1]) -> \(first[1])",
        "episode 0 step 0 impulse: parameters[1] 0.0 -> 1.0",
        "episode 0 step 1 bias: action[0] 0.5 -> 0.75",
        "episode 0 step 2 bias: observation[1] \(environment.trueObservation[1]) -> \(third[1])",
      ])
    environment.isRecording = false
    #expect(environment.record.isEmpty)
  }
}
