import Batching
import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import GauntletC
import RandomStreams
import Recipes
import Testing

/// The same seed and actions give the same bytes from C as from Swift.
@Suite struct SameBytesTests {
  static let recipes = [
    "cart-pole-v1", "pendulum-v1 | action-delay(steps=2)", "frozen-lake-v1 | sticky-action(probability=0.3)",
    "point-robot-v0 | gaussian-noise(sigma=0.1) | uncertain(box=all,nature=per-episode)",
    "double-integrator-v0?horizon=9 | gaussian-noise(channel=cost,sigma=0.1)",
  ]

  @Test(arguments: recipes, [1, 2]) func batches(_ recipe: String, _ threads: UInt32) throws {
    let lanes = 33
    let batch = try EnvironmentCatalog.makeBatch(
      Recipe(parsing: recipe), count: lanes, options: BatchOptions(shards: 1))
    let storage = BatchStorage(for: batch, keepsTruth: true)
    let (handle, status) = makeBatch(recipe, lanes: UInt64(lanes), threads: threads)
    try #require(status == GAUNTLET_OK)
    defer { gauntlet_close(handle) }
    let offered = bind(handle)

    func compare() {
      let columns = storage.columns
      #expect(offered.bytes(offered.columns.observations) == Array(columns.observations))
      #expect(offered.bytes(offered.columns.rewards) == Array(UnsafeRawBufferPointer(columns.rewards)))
      #expect(offered.bytes(offered.columns.costs) == Array(UnsafeRawBufferPointer(columns.costs)))
      #expect(offered.bytes(offered.columns.endings) == Array(columns.endings))
      #expect(offered.bytes(offered.columns.terminated) == columns.endings.map { $0 & 1 })
      #expect(offered.bytes(offered.columns.truncated) == columns.endings.map { $0 >> 1 & 1 })
      #expect(offered.bytes(offered.columns.true_rewards) == Array(UnsafeRawBufferPointer(columns.trueRewards!)))
      #expect(offered.bytes(offered.columns.true_costs) == Array(UnsafeRawBufferPointer(columns.trueCosts!)))
      #expect(offered.bytes(offered.columns.final_observations) == Array(columns.finalObservations!))
    }

    #expect(gauntlet_reset(handle, 11) == GAUNTLET_OK)
    batch.reset(seed: 11, into: storage.columns)
    #expect(offered.bytes(offered.columns.observations) == Array(storage.columns.observations))
    var luck = RandomStream(seed: 3, purpose: .policy)
    let space = RowSpace(batch.actionDescription)
    for _ in 0..<40 {
      for lane in 0..<lanes {
        for component in 0..<space.description.width {
          let value = space.sampleComponent(component, using: &luck)
          offered.setAction(lane * space.description.width + component, value)
        }
      }
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
      let actions = offered.columns.actions
      batch.step(actions: UnsafeRawBufferPointer(start: actions.data, count: Int(actions.bytes)), into: storage.columns)
      compare()
    }
  }

  @Test(arguments: recipes) func environments(_ recipe: String) throws {
    var environment = try EnvironmentCatalog.make(recipe)
    let handle = makeEnvironment(recipe)
    try #require(handle != 0)
    defer { gauntlet_close(handle) }
    let offered = bind(handle)

    func compare(_ observation: Row) {
      let isSingle = offered.shape.observation_element == GAUNTLET_FLOAT32
      let expected = observation.values.map { isSingle ? Double(Float($0)) : $0 }
      #expect(offered.numbers(offered.columns.observations) == expected)
      #expect(offered.numbers(offered.columns.margins) == environment.margins)
      #expect(offered.numbers(offered.columns.diagnostics) == environment.diagnostics.map(\.value))
    }

    #expect(gauntlet_reset(handle, 11) == GAUNTLET_OK)
    compare(environment.reset(seed: 11))
    var luck = RandomStream(seed: 3, purpose: .policy)
    let space = environment.actionSpace
    for _ in 0..<60 {
      if !environment.isRunning {
        #expect(gauntlet_step(handle) == GAUNTLET_NEEDS_RESET)
        #expect(gauntlet_reset_lanes(handle, nil, 0, nil, 0) == GAUNTLET_OK)
        compare(environment.reset())
      }
      var action = space.sample(using: &luck)
      for component in 0..<action.count {
        offered.setAction(component, action[component])
        // What travels in single precision is what is played.
        if offered.shape.action_element == GAUNTLET_FLOAT32 { action[component] = Double(Float(action[component])) }
      }
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
      let step = environment.step(action)
      compare(step.observation)
      #expect(offered.numbers(offered.columns.rewards) == [step.reward])
      #expect(offered.numbers(offered.columns.costs) == step.costs.values)
      #expect(offered.numbers(offered.columns.endings) == [Double(step.ending.rawValue)])
      #expect(offered.numbers(offered.columns.true_rewards) == [environment.trueOutcome.reward])
      #expect(offered.numbers(offered.columns.true_costs) == environment.trueOutcome.costs.values)
      if step.hasEnded {
        #expect(offered.bytes(offered.columns.final_observations) == offered.bytes(offered.columns.observations))
      }
    }
  }
}
