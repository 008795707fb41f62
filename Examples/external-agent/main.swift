// An agent that knows the step API and nothing else: the cross-entropy method on a linear policy.
// Source: Szita and Lőrincz, "Learning Tetris using the noisy cross-entropy method", Neural Computation
// 18 (2006), doi:10.1162/neco.2006.18.12.2936.
import Gauntlet

/// A linear policy with two actions: 1 where weights · observation > 0.
struct LinearPolicy {
  var weights: [Double]

  func action(for observation: Vector<4>) -> Int {
    (0..<4).reduce(0.0) { $0 + weights[$1] * observation[$1] } > 0 ? 1 : 0
  }
}

/// The return of one episode.
func episodeReturn(
  of policy: LinearPolicy, in environment: inout some Environment<Vector<4>, Int>, seed: UInt64
) -> Double {
  var (observation, total) = (environment.reset(seed: seed), 0.0)
  while true {
    let step = environment.step(policy.action(for: observation))
    (observation, total) = (step.observation, total + step.reward)
    if step.hasEnded { return total }
  }
}

/// Six generations of forty policies; the best eight give the next generation's mean and spread.
func learn(in environment: some Environment<Vector<4>, Int>, seed: UInt64) -> LinearPolicy {
  var environment = environment
  var luck = RandomStream(seed: seed, purpose: .policy)
  var mean = [0.0, 0, 0, 0]
  var spread = [1.0, 1, 1, 1]
  for generation in 1...6 {
    var scored = (0..<40).map { _ -> (score: Double, weights: [Double]) in
      let weights = (0..<4).map { mean[$0] + spread[$0] * luck.normal() }
      return (episodeReturn(of: LinearPolicy(weights: weights), in: &environment, seed: luck.next()), weights)
    }
    scored.sort { $0.score > $1.score }
    let best = scored.prefix(8)
    for index in 0..<4 {
      let values = best.map { $0.weights[index] }
      mean[index] = values.reduce(0, +) / 8
      let variance = values.reduce(0) { $0 + ($1 - mean[index]) * ($1 - mean[index]) } / 8
      // The floor keeps the search alive while the best still agree by chance.
      spread[index] = variance.squareRoot() + 0.05
    }
    print("generation \(generation): best \(best.first?.score ?? 0), eighth \(best.last?.score ?? 0)")
  }
  return LinearPolicy(weights: mean)
}

let policy = learn(in: Simulation(CartPole(), seed: 0), seed: 1)
var judge = Simulation(CartPole(), seed: 0)
let returns = (1000..<1100).map { episodeReturn(of: policy, in: &judge, seed: $0) }
print("return over 100 new episodes: mean \(returns.reduce(0, +) / 100), least \(returns.min() ?? 0)")
