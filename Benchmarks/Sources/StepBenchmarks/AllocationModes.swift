import Gauntlet

/// The ways of stepping beside plain steps whose allocations are counted.
extension AllocationSubject {
  /// Prints one line per way; returns whether all are free of allocations.
  static func reportModes() throws -> Bool {
    print("\nheap allocations over 200 and 400 further calls, 64 lanes (1 shard | 2 shards):")
    let recipes = [
      "cart-pole-v1", "point-robot-v0", "frozen-lake-v1", "blackjack-v1", "pest-control-v0",
      "constrained-pendulum-v0 | uncertain(box=all,nature=per-step) | action-delay(steps=1)",
    ]
    var isClean = true
    func line(_ name: String, _ one: (UInt64, UInt64), _ two: (UInt64, UInt64)) {
      isClean = isClean && [one.0, one.1, two.0, two.1].allSatisfy { $0 == 0 }
      print("  \(one.0) \(one.1) | \(two.0) \(two.1)  \(name)")
    }
    for recipe in recipes {
      line("manual reset, \(recipe)", try manual(recipe, 1), try manual(recipe, 2))
      line("rollout, \(recipe)", try rollout(recipe, 1, drawn: false), try rollout(recipe, 2, drawn: false))
      line("drawn rollout, \(recipe)", try rollout(recipe, 1, drawn: true), try rollout(recipe, 2, drawn: true))
      line("ready lanes (no worker | 2), \(recipe)", try ready(recipe, 0), try ready(recipe, 2))
    }
    let seats = "pendulum-v1 | adversary-seat(channel=parameters,box=all) | adversary-seat(channel=action,alpha=0.2)"
    line("nature's column, \(seats)", try nature(seats, 1), try nature(seats, 2))
    return isClean
  }

  private static let lanes = 64

  private static func counts(_ call: () -> Void) -> (UInt64, UInt64) {
    for _ in 0..<100 { call() }
    let start = allocations()
    for _ in 0..<200 { call() }
    let middle = allocations()
    for _ in 0..<400 { call() }
    return (middle - start, allocations() - middle)
  }

  private static func make(_ recipe: String, _ options: BatchOptions) throws -> any BatchEnvironment {
    try EnvironmentCatalog.makeBatch(try Recipe(parsing: recipe), count: lanes, options: options)
  }

  private static func manual(_ recipe: String, _ shards: Int) throws -> (UInt64, UInt64) {
    func play<B: BatchEnvironment>(_ batch: B) -> (UInt64, UInt64) {
      let storage = BatchStorage(for: batch)
      let actions = ActionRows(batch.actionDescription, lanes)
      batch.reset(seed: 7, into: storage.columns)
      var step = 0
      return counts {
        step += 1
        actions[step].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
        batch.reset(where: UnsafeBufferPointer(storage.columns.endings), into: storage.columns)
      }
    }
    return play(try make(recipe, BatchOptions(resetRule: .manual, shards: shards)))
  }

  private static func rollout(_ recipe: String, _ shards: Int, drawn: Bool) throws -> (UInt64, UInt64) {
    func play<B: BatchEnvironment>(_ batch: B) -> (UInt64, UInt64) {
      let (storage, first) = (BatchStorage(for: batch, steps: 16), BatchStorage(for: batch))
      let actions = ActionRows(batch.actionDescription, 16 * lanes, rows: 4)
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: actions[0].count, alignment: 8)
      defer { room.deallocate() }
      batch.reset(seed: 7, into: first.columns)
      var step = 0
      return counts {
        step += 1
        if drawn {
          batch.rollout(steps: 16, drawing: room, into: storage.columns)
        } else {
          actions[step].withUnsafeBytes { batch.rollout(steps: 16, actions: $0, into: storage.columns) }
        }
      }
    }
    return play(try make(recipe, BatchOptions(shards: shards)))
  }

  private static func nature(_ recipe: String, _ shards: Int) throws -> (UInt64, UInt64) {
    func play<B: BatchEnvironment>(_ batch: B) -> (UInt64, UInt64) {
      let storage = BatchStorage(for: batch)
      let actions = ActionRows(batch.actionDescription, lanes)
      let choices = ActionRows(batch.seatDescription, lanes)
      batch.reset(seed: 7, into: storage.columns)
      var step = 0
      return counts {
        step += 1
        actions[step].withUnsafeBytes { agent in
          choices[step].withUnsafeBytes { batch.step(actions: agent, nature: $0, into: storage.columns) }
        }
      }
    }
    return play(try make(recipe, BatchOptions(shards: shards)))
  }

  private static func ready(_ recipe: String, _ workers: Int) throws -> (UInt64, UInt64) {
    let parsed = try Recipe(parsing: recipe)
    let batch = try EnvironmentCatalog.makeAsyncBatch(parsed, count: lanes, workers: workers)
    func storage<B: BatchEnvironment>(_ batch: B) -> BatchStorage { BatchStorage(for: batch) }
    let columns = storage(try make(recipe, BatchOptions()))
    let actions = ActionRows(batch.actionDescription, lanes)
    var found = (0..<Int32(lanes)).map { $0 }
    var count = lanes
    var step = 0
    // Lanes are under way when this ends: the batch, not this scope, has to own what they write to.
    batch.reset(seed: 7, into: columns)
    return counts {
      step += 1
      let bytes = actions[step].count / lanes * count
      actions[step].withUnsafeBytes { all in
        found.withUnsafeMutableBufferPointer { ready in
          batch.send(
            actions: UnsafeRawBufferPointer(rebasing: all[..<bytes]),
            lanes: UnsafeBufferPointer(rebasing: ready[..<count]))
          count = batch.receive(minimum: 32, into: ready)
        }
      }
    }
  }
}
