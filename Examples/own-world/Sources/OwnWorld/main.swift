// A world of one's own, outside the package: played, perturbed, stepped in a batch, and checked.
import EnvironmentTesting
import Gauntlet

/// Return and overflow cost of one scripted episode of any environment with the tank's spaces.
func play(_ environment: inout some Environment<Vector<1>, Vector<1>>) -> (total: Double, overflow: Double) {
  let tank = WaterTank()
  var (observation, total, overflow) = (environment.reset(seed: 7), 0.0, 0.0)
  while true {
    let step = environment.step(tank.scriptedAction(for: observation))
    observation = step.observation
    total += step.reward
    overflow += step.costs[0]
    if step.hasEnded { return (total, overflow) }
  }
}

/// A number with three decimals.
func short(_ value: Double) -> String {
  let thousandths = Int((abs(value) * 1000).rounded())
  let digits = String(1000 + thousandths % 1000).dropFirst()
  return (value < 0 ? "-" : "") + "\(thousandths / 1000).\(digits)"
}

var nominal = Simulation(WaterTank(), seed: 7)
let calm = play(&nominal)
print("nominal: return \(short(calm.total)), overflow \(Int(calm.overflow))")

var perturbed = try Simulation(WaterTank(), seed: 7).perturbed {
  Uncertain(.parameters(["inflow", "leak"]), nature: .perStep)
  GaussianNoise(sigma: 0.2)
  ActionDelay(steps: 5)
}
let rough = play(&perturbed)
print("perturbed: return \(short(rough.total)), overflow \(Int(rough.overflow))")

// Lane k of a batch is the simulation with the same seed and lane k.
let lanes = 8
let batch = try Batch(WaterTank(), count: lanes, observationType: .float64, actionType: .float64)
let storage = BatchStorage(for: batch)
batch.reset(seed: 7, into: storage.columns)
var twins = (0..<lanes).map { Simulation(WaterTank(), seed: 7, lane: UInt64($0)) }
for index in twins.indices { _ = twins[index].reset() }
var agree = true
for time in 0..<50 {
  let actions = (0..<lanes).map { Double((time * 7 + $0 * 3) % 10) / 9 }
  actions.withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
  for lane in 0..<lanes {
    let step = twins[lane].step(Vector([actions[lane]]))
    agree = agree && storage.observation(lane) == step.observation.components
      && storage.columns.rewards[lane] == step.reward && storage.columns.costs[lane] == step.costs[0]
  }
}
print("batch: \(lanes) lanes, 50 steps, same bits as \(lanes) simulations: \(agree)")

let results = EnvironmentLaws.check(WaterTank.self, seed: 1)
for result in results where !result.passed { print(result) }
print("laws: \(results.filter(\.passed).count) of \(results.count) hold")
