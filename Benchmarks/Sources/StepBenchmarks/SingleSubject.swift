import CTwin
import Gauntlet

/// One cart-pole stepped alone: bare, under rules, and in C.
enum SingleSubject {
  static let steps = 400_000
  static let sigma = 0.05

  static func compareRules() throws {
    let bare = Simulation(CartPole(), seed: 7)
    let free = try bare.perturbed {
      Bias(value: 0.01)
      Quantise(step: 0.001)
      Clip()
    }
    print("\ncart-pole alone, random actions with resets, per step:")
    let empty = try Perturbed(bare, rules: NoRules())
    let one = try bare.perturbed { Bias(value: 0.01) }
    report(
      ["bare step", "with no rules", "with bias", "with bias, quantise, clip"],
      alternate(units: steps, [runner(bare), runner(empty), runner(one), runner(free)]),
      goal: [nil, nil, nil, 1.1])

    let noisy = try bare.perturbed {
      GaussianNoise(sigma: sigma)
      GaussianNoise(sigma: sigma)
      GaussianNoise(sigma: sigma)
    }
    requireSameNoise(noisy)
    report(
      ["C twin with the same three draws", "with three Gaussian rules", "C twin, bare"],
      alternate(units: steps, [twin(sigma: sigma), runner(noisy), twin(sigma: 0)]), goal: [nil, 1.2])
  }

  /// Plays `steps` steps per call.
  private static func runner<E: Environment<Vector<4>, Int>>(_ environment: E) -> () -> Void {
    { consume(play(environment)) }
  }

  // A local variable, as in an agent's own loop: a captured one would live in a box on the heap.
  @inline(never)
  private static func play<E: Environment<Vector<4>, Int>>(_ start: E) -> Double {
    var environment = start
    var sum = environment.reset()[0]
    var word: UInt64 = 1
    for _ in 0..<steps {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let step = environment.step(Int(word >> 63))
      sum += step.observation[0]
      if step.hasEnded { sum += environment.reset()[0] }
    }
    return sum
  }

  private static let purposes: [UInt32] = (0..<3).map {
    StreamPurpose(named: GaussianNoise.name + "@observation", ordinal: $0).code
  }

  private static func twin(sigma: Double) -> () -> Void {
    { consume(playTwin(sigma)) }
  }

  @inline(never)
  private static func playTwin(_ sigma: Double) -> Double {
    var single = twin_single()
    var row = [0.0, 0, 0, 0]
    twin_single_reset(&single, 7, &row)
    var word: UInt64 = 1
    var sum = 0.0
    var reward = 0.0
    for _ in 0..<steps {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = twin_single_step(&single, word >> 63 == 1 ? 1 : 0, sigma, purposes, &row, &reward)
      sum += row[0]
    }
    return sum
  }

  /// Ends the program unless rules and twin draw the same noise.
  private static func requireSameNoise<E: Environment<Vector<4>, Int>>(_ environment: E) {
    var environment = environment
    var single = twin_single()
    var row = [0.0, 0, 0, 0]
    _ = environment.reset(seed: 7)
    twin_single_reset(&single, 7, &row)
    var reward = 0.0
    for step in 0..<200 {
      let result = environment.step(step & 1)
      let ending = twin_single_step(&single, Int32(step & 1), sigma, purposes, &row, &reward)
      guard result.ending.rawValue == ending else {
        print("FAILED: rules and twin end differently at step \(step)")
        exitWithFailure()
      }
      if ending != 0 { break }
      for index in 0..<4 where result.observation[index].bitPattern != row[index].bitPattern {
        print("FAILED: rules and twin differ at step \(step), component \(index)")
        exitWithFailure()
      }
    }
  }
}

/// Keeps a result alive so that the work behind it is not optimised away.
@inline(never)
func consume(_ value: Double) {
  if value.isNaN { print("unexpected NaN") }
}
