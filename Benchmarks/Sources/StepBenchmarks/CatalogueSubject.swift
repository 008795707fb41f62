import Gauntlet

/// What the detour through a recipe costs, and how fast each world is through the catalogue.
enum CatalogueSubject {
  static func compareWithStatic() throws {
    print("\ncart-pole, \(BatchSubject.lanes) lanes under rules, static types against a recipe:")
    let cheap = try Batch(
      CartPole(), count: BatchSubject.lanes,
      rules: RulePair(
        RulePair(RuleSlot(Bias(value: 0.01)), RuleSlot(Quantise(step: 0.001))), RuleSlot(Clip())))
    let cheapRecipe = try batch("cart-pole-v1 | bias(value=0.01) | quantise(step=0.001) | clip()")
    report(
      ["bias, quantise, clip: static", "bias, quantise, clip: recipe"],
      alternate(
        units: BatchSubject.steps * BatchSubject.lanes,
        [BatchSubject.runner(cheap), BatchSubject.runner(cheapRecipe)]), goal: [nil, 1.3])
    let noisy = try Batch(
      CartPole(), count: BatchSubject.lanes,
      rules: RulePair(
        RulePair(RuleSlot(GaussianNoise(sigma: 0.05)), RuleSlot(GaussianNoise(sigma: 0.05))),
        RuleSlot(GaussianNoise(sigma: 0.05))))
    let one = "gaussian-noise(sigma=0.05)"
    let noisyRecipe = try batch("cart-pole-v1 | \(one) | \(one) | \(one)")
    report(
      ["three Gaussian rules: static", "three Gaussian rules: recipe"],
      alternate(
        rounds: 7, units: BatchSubject.steps * BatchSubject.lanes,
        [BatchSubject.runner(noisy), BatchSubject.runner(noisyRecipe)]), goal: [nil, 1.3])
  }

  static func batch(_ recipe: String, count: Int = BatchSubject.lanes) throws -> any BatchEnvironment {
    try EnvironmentCatalog.makeBatch(try Recipe(parsing: recipe), count: count)
  }

  /// Steps per second of each world through the catalogue: one lane by one call, and a batch.
  static func listWorlds() throws {
    print("\nthrough the catalogue, random policy, million steps per second: alone, and 256 lanes")
    for entry in EnvironmentCatalog.entries
    where EnvironmentCatalog.playableIdentifiers.contains(entry.identifier) {
      var world = try WorldRun(entry.identifier, lanes: 256)
      // Worlds on the physics engine take a thousand times as long.
      let scale = entry.family == "locomotion" ? 50 : 1
      let (single, many) = (20_000 / scale, 100 / scale)
      let alone = alternate(rounds: 3, units: single, [{ world.stepAlone(single) }])
      let batch = alternate(rounds: 3, units: many * 256, [{ world.stepBatch(many) }])
      let name = entry.identifier + String(repeating: " ", count: 30 - entry.identifier.count)
      print("  \(name)\(fixed(1000 / median(alone[0]), 3))   \(fixed(1000 / median(batch[0]), 3))")
    }
  }
}

/// One world by name, alone and as a batch, with actions drawn beforehand.
struct WorldRun {
  private var environment: RecipeEnvironment
  private let rows: [Row]
  private let batch: any BatchEnvironment
  private let storage: BatchStorage
  private let columns: [[UInt8]]
  private var next = 0

  init(_ recipe: String, lanes: Int, shards: Int = 1) throws {
    environment = try EnvironmentCatalog.make(recipe, seed: 7)
    _ = environment.reset()
    var stream = RandomStream(seed: 3)
    let space = environment.actionSpace
    rows = (0..<64).map { _ in space.sample(using: &stream) }
    batch = try EnvironmentCatalog.makeBatch(
      environment.recipe, count: lanes, options: BatchOptions(shards: shards))
    storage = Self.storage(batch)
    columns = (0..<8).map { _ in
      (0..<lanes).flatMap { _ in Self.bytes(space.sample(using: &stream), space.description.elementType) }
    }
  }

  private static func storage(_ batch: any BatchEnvironment) -> BatchStorage {
    func make<B: BatchEnvironment>(_ batch: B) -> BatchStorage {
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 7, into: storage.columns)
      return storage
    }
    return make(batch)
  }

  private static func bytes(_ row: Row, _ type: ElementType) -> [UInt8] {
    row.values.flatMap { value -> [UInt8] in
      switch type {
      case .int64: withUnsafeBytes(of: Int64(value)) { Array($0) }
      case .float32: withUnsafeBytes(of: Float(value)) { Array($0) }
      case .float64: withUnsafeBytes(of: value) { Array($0) }
      }
    }
  }

  mutating func stepAlone(_ steps: Int) {
    for _ in 0..<steps {
      next = (next + 1) % rows.count
      if environment.step(rows[next]).hasEnded { _ = environment.reset() }
    }
  }

  mutating func stepBatch(_ steps: Int) {
    for _ in 0..<steps {
      next = (next + 1) % columns.count
      columns[next].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
    }
  }
}
