import AllocationCounter
import Gauntlet

/// Heap allocations while stepping: the count over 2N steps must not exceed that over N, and both be 0.
enum AllocationSubject {
  static let recipes =
    EnvironmentCatalog.playableIdentifiers + [
      "cart-pole-v1 | gaussian-noise(sigma=0.05,on=[0,2],schedule=period:3) | observation-delay(steps=3)",
      "cart-pole-v1 | sticky-action(probability=0.25) | uncertain(box=all,nature=per-step)",
      "cart-pole-v1 | replace-action(probability=0.1,by=scripted) | dropout(probability=0.1,duration=3)",
      "pendulum-v1 | blend-action(alpha=0.2,by=uniform) | periodic-disturbance(parameter=torque,amplitude=0.5,period=40)",
      "point-robot-v0 | bias(value=0.1,limit=0.05,budget=1) | stuck(probability=0.05,duration=5)",
      "frozen-lake-v1 | action-delay(steps=1) | drift(parameter=slip,kind=random-walk,sigma=0.05)",
      "frozen-lake-v1 | ambiguous(set=kl,radius=0.1,discount=0.95) | sticky-action(probability=0.1)",
      "forest-v0?states=40 | ambiguous(set=l1,radius=0.2,support=all,nature=per-step)",
      "garnet-v0 | ambiguous(set=chi-square,radius=0.2,rectangularity=s,nature=per-episode,budget=5)",
    ]

  /// Prints one line per subject; returns whether all are free of allocations.
  static func report() throws -> Bool {
    print("\nheap allocations over 1000 and 2000 further steps, locomotion 50 and 100 (alone | batch of 64 in 1 and in 2 shards):")
    var isClean = true
    for recipe in recipes {
      var world = try WorldRun(recipe, lanes: 64)
      var sharded = try WorldRun(recipe, lanes: 64, shards: 2)
      // Worlds on the physics engine take a thousand times as long.
      let steps = EnvironmentCatalog.entry(recipe)?.family == "locomotion" ? 50 : 1000
      let alone = counts(steps) { world.stepAlone($0) }
      let batch = counts(steps) { world.stepBatch($0) }
      let split = counts(steps) { sharded.stepBatch($0) }
      let all = [alone.0, alone.1, batch.0, batch.1, split.0, split.1]
      isClean = isClean && all.allSatisfy { $0 == 0 }
      print("  \(alone.0) \(alone.1) | \(batch.0) \(batch.1) | \(split.0) \(split.1)  \(recipe)")
    }
    let typed = try typedCounts()
    isClean = isClean && typed == (0, 0)
    print("  \(typed.0) \(typed.1)  cart-pole with three static rules")
    let areModesClean = try reportModes()
    return isClean && areModesClean
  }

  /// Heap allocations of the program so far.
  static func allocations() -> UInt64 { allocation_count() }

  private static func counts(_ steps: Int = 1000, _ step: (Int) -> Void) -> (UInt64, UInt64) {
    step(300 * steps / 1000)
    let start = allocation_count()
    step(steps)
    let middle = allocation_count()
    step(2 * steps)
    return (middle - start, allocation_count() - middle)
  }

  private static func typedCounts() throws -> (UInt64, UInt64) {
    var environment = try Simulation(CartPole(), seed: 7).perturbed {
      GaussianNoise(sigma: 0.1)
      Quantise(step: 0.001)
      ObservationDelay(steps: 2)
    }
    var observation = environment.reset()
    return counts { steps in
      for _ in 0..<steps {
        let step = environment.step(observation[2] > 0 ? 1 : 0)
        observation = step.hasEnded ? environment.reset() : step.observation
      }
    }
  }
}
