import Gauntlet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Batches of locomotion worlds beside a bare loop of the physics engine, threads, and grids of models.
enum LocomotionSubject {
  static func measure() throws {
    if let problem = PhysicsLibrary.problem {
      print("locomotion is left out: \(problem)")
      return
    }
    try measureGrid()
    print("\nlocomotion, one thread, processor time per environment step; bare: mj_step alone, 64 lanes:")
    try compare(Hopper.self)
    try compare(HalfCheetah.self)
    try compare(Ant.self)
    try compare(Humanoid.self)
    try compareThreads()
  }

  private static let steps = 4096

  private static func compare<W: LocomotionWorld>(_ world: W.Type) throws
  where W.Action: RowConvertible, W.Observation: RowConvertible {
    let bare = try BareLoop(world)
    var names = ["\(W.identifier), bare"]
    var subjects: [() -> Void] = [{ bare.run(steps) }]
    for lanes in [1, 64, 1024] {
      names.append("\(W.identifier), batch of \(lanes)")
      subjects.append(try player(W.identifier, lanes: lanes, shards: 1, steps: max(steps / lanes, 4)))
    }
    if let box = W.boxes.first(where: { $0.name == "iwocs-3d" }) {
      names.append("\(W.identifier), 64 lanes in \(box.name), anew each episode")
      subjects.append(
        try player(
          "\(W.identifier) | uncertain(box=\(box.name),nature=per-episode)", lanes: 64, shards: 1,
          steps: steps / 64))
    }
    report(names, alternate(rounds: 7, units: steps, subjects), goal: [nil, nil, 1 / 0.95])
  }

  private static func compareThreads() throws {
    print("half-cheetah and ant, wall time per environment step, 1 thread and 2 (goal 1 / 1.8 = 0.56):")
    for id in ["half-cheetah-v5", "ant-v5"] {
      for lanes in [64, 1024] {
        let subjects = try [1, 2].map {
          try player(id, lanes: lanes, shards: $0, steps: max(steps / lanes, 4))
        }
        report(
          ["\(id), \(lanes) lanes, 1 thread", "\(id), \(lanes) lanes, 2 threads"],
          alternate(rounds: 9, units: steps, by: .wall, subjects))
      }
    }
  }

  /// Plays `steps` steps of a batch per call, after lanes have come to differ in age.
  private static func player(
    _ recipe: String, lanes: Int, shards: Int, steps: Int
  ) throws -> () -> Void {
    let batch = try EnvironmentCatalog.makeBatch(
      try Recipe(parsing: recipe), count: lanes, options: BatchOptions(shards: shards))
    func make<B: BatchEnvironment>(_ batch: B) -> () -> Void {
      let storage = BatchStorage(for: batch)
      let actions = ActionRows(batch.actionDescription, lanes)
      batch.reset(seed: 7, into: storage.columns)
      var step = 0
      let play = { (count: Int) in
        for _ in 0..<count {
          step += 1
          actions[step].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
        }
      }
      play(max(16, 6400 / lanes))
      return { play(steps) }
    }
    return make(batch)
  }

  /// A thousand models of hopper, made and not yet played.
  private static func measureGrid() throws {
    _ = try EnvironmentCatalog.make("hopper-v5")
    let before = residentBytes()
    let start = Stopwatch.wall.now
    var environments: [RecipeEnvironment] = []
    for mass in 0..<40 {
      for friction in 0..<25 {
        environments.append(
          try EnvironmentCatalog.make(
            "hopper-v5?torsoMass=\(0.1 + 2.9 * Double(mass) / 39),footFriction=\(0.1 + 2.9 * Double(friction) / 24)"))
      }
    }
    let made = Stopwatch.wall.now - start
    let after = residentBytes()
    for index in environments.indices { _ = environments[index].reset(seed: 1) }
    let begun = Stopwatch.wall.now - start
    print(
      "a grid of \(environments.count) hoppers: made in \(fixed(made / 1e6, 1)) ms (goal 50) and "
        + "\(fixed((after - before) / 1e6, 1)) MB (goal 50); all reset after \(fixed(begun / 1e6, 1)) ms, "
        + "\(fixed((residentBytes() - before) / 1e6, 1)) MB")
    let small = try EnvironmentCatalog.makeBatch(
      try Recipe(parsing: "hopper-v5 | uncertain(box=iwocs-2d,nature=fixed)"), count: 64)
    let low = residentBytes()
    let large = try EnvironmentCatalog.makeBatch(
      try Recipe(parsing: "hopper-v5 | uncertain(box=iwocs-2d,nature=fixed)"), count: 64 + 4096)
    func play<B: BatchEnvironment>(_ batch: B) {
      let storage = BatchStorage(for: batch)
      let actions = ActionRows(batch.actionDescription, batch.count)
      batch.reset(seed: 7, into: storage.columns)
      for step in 0..<3 { actions[step].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) } }
    }
    play(large)
    print(
      "a lane of hopper with parameters of its own: \(fixed((residentBytes() - low) / 4160 / 1000, 1)) KB (goal 20)")
    withExtendedLifetime((small, large)) {}
  }

  /// Bytes of memory in use, as the system counts.
  private static func residentBytes() -> Double {
    #if os(Linux)
      guard let file = fopen("/proc/self/statm", "r") else { return 0 }
      defer { fclose(file) }
      var text = [CChar](repeating: 0, count: 100)
      guard fgets(&text, 100, file) != nil else { return 0 }
      let words = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
      return (Double(words[1]) ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE)))
    #else
      return 0
    #endif
  }
}

/// The engine alone: 64 lanes, each with a model and memory of its own, random controls, a fresh start after a fall
/// or a thousand steps.
private final class BareLoop<W: LocomotionWorld> {
  private let model: PhysicsModel
  private let process = W()
  private var stream = RandomStream(seed: 3)
  private var ages = [Int](repeating: 0, count: 64)
  private var hasBegun = false

  init(_ world: W.Type) throws { model = try W.physics.get() }

  func run(_ steps: Int) { borrow([], steps) }

  /// Borrows engines one inside the other; they come back in the same order each time.
  private func borrow(_ engines: [PhysicsEngine], _ steps: Int) {
    guard engines.count < ages.count else { return play(engines, steps) }
    model.withEngine { borrow(engines + [$0], steps) }
  }

  private func play(_ engines: [PhysicsEngine], _ steps: Int) {
    let layout = W.facts.layout
    var numbers = [Double](repeating: 0, count: layout.warmStart)
    if !hasBegun { for engine in engines { begin(engine) } }
    hasBegun = true
    for _ in 0..<steps / engines.count {
      for (lane, engine) in engines.enumerated() {
        let view = engine.view
        for motor in 0..<layout.actionCount { view.ctrl[motor] = stream.uniform(in: -1, 1) }
        _ = engine.step(process.settings.frameSkip, withWrenches: false)
        ages[lane] += 1
        for index in 0..<layout.positionCount { numbers[index] = view.qpos[index] }
        for index in 0..<layout.velocityCount { numbers[layout.velocities + index] = view.qvel[index] }
        if ages[lane] == 1000 || process.hasFallen(numbers) {
          ages[lane] = 0
          begin(engine)
        }
      }
    }
  }

  private func begin(_ engine: PhysicsEngine) {
    let (view, layout) = (engine.view, W.facts.layout)
    let state = process.initialState(using: &stream)
    for index in 0..<layout.positionCount { view.qpos[index] = state.numbers[index] }
    for index in 0..<layout.velocityCount {
      view.qvel[index] = state.numbers[layout.velocities + index]
      view.warmstart[index] = 0
    }
  }
}
