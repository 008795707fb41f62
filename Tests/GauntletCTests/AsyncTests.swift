import CGauntlet
import GauntletC
import Testing

/// Lanes that are stepped as they become ready, and rollouts.
@Suite struct AsyncTests {
  private func makeAsync(
    _ recipe: String, lanes: UInt64, threads: UInt32, rule: Int32 = GAUNTLET_RESET_SAME_STEP
  ) -> (gauntlet_handle, gauntlet_status) {
    var options = batchOptions(lanes: lanes, threads: threads, rule: rule)
    var handle: gauntlet_handle = 0
    let status = gauntlet_make_async(recipe, &options, &handle)
    return (handle, status)
  }

  private func send(_ handle: gauntlet_handle, _ lanes: [Int32], _ actions: [Int64]) -> gauntlet_status {
    gauntlet_send(handle, lanes, UInt64(lanes.count), actions, UInt64(actions.count * 8))
  }

  private func receive(_ handle: gauntlet_handle, _ minimum: UInt64, room: Int) -> [Int32]? {
    var lanes = [Int32](repeating: -1, count: room)
    var received: UInt64 = 0
    guard gauntlet_receive(handle, minimum, &lanes, UInt64(room), &received) == GAUNTLET_OK else { return nil }
    return Array(lanes[..<Int(received)])
  }

  /// Columns that live as long as the program: lanes under way are written until the handle is closed.
  private func lasting(_ shape: gauntlet_shape) -> Offered {
    let offered = Offered(shape)
    _ = Unmanaged.passRetained(offered)
    return offered
  }

  /// The action of a lane in its step of that number.
  private func action(_ lane: Int, _ step: Int) -> Int64 { Int64((lane * 7 + step * step) % 3 % 2) }

  @Test(arguments: [0, 2] as [UInt32])
  func lanesAreThoseOfABatch(_ threads: UInt32) throws {
    let (count, steps) = (9, 60)
    let seeds = (0..<UInt64(count)).map { 100 + $0 }
    let recipe = "cart-pole-v1 | gaussian-noise(sigma=0.1)"
    let (batch, made) = makeBatch(recipe, lanes: UInt64(count))
    let (handle, status) = makeAsync(recipe, lanes: UInt64(count), threads: threads)
    try #require(made == GAUNTLET_OK && status == GAUNTLET_OK)
    defer {
      gauntlet_close(batch)
      gauntlet_close(handle)
    }
    let together = bind(batch)
    #expect(gauntlet_reset_lanes(batch, nil, 0, seeds, UInt64(count)) == GAUNTLET_OK)
    var expected = [[[UInt8]]](repeating: [], count: count)
    for step in 0..<steps {
      for lane in 0..<count { together.setAction(lane, Double(action(lane, step))) }
      #expect(gauntlet_step(batch) == GAUNTLET_OK)
      for lane in 0..<count { expected[lane].append(row(together, lane, count)) }
    }

    let offered = lasting(shape(handle))
    offered.columns.actions.data = nil
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_OK)
    #expect(gauntlet_reset_lanes(handle, nil, 0, seeds, UInt64(count)) == GAUNTLET_OK)
    var done = [Int](repeating: 0, count: count)
    #expect(send(handle, Array(0..<Int32(count)), (0..<count).map { action($0, 0) }) == GAUNTLET_OK)
    while let next = done.min(), next < steps {
      let ready = try #require(receive(handle, 1, room: 4))
      #expect(!ready.isEmpty)
      for lane in ready.map(Int.init) {
        if done[lane] < steps { #expect(row(offered, lane, count) == expected[lane][done[lane]]) }
        done[lane] += 1
      }
      #expect(send(handle, ready, ready.map { action(Int($0), done[Int($0)]) }) == GAUNTLET_OK)
    }
  }

  /// What a step wrote of one lane, as bytes.
  private func row(_ offered: Offered, _ lane: Int, _ count: Int) -> [UInt8] {
    [
      offered.columns.observations, offered.columns.rewards, offered.columns.endings, offered.columns.terminated,
      offered.columns.truncated,
    ].flatMap { column in
      let bytes = offered.bytes(column)
      return bytes[lane * bytes.count / count..<(lane + 1) * bytes.count / count]
    }
  }

  @Test func refusals() throws {
    #expect(makeAsync("cart-pole-v1", lanes: 2, threads: 1, rule: GAUNTLET_RESET_MANUAL).1 == GAUNTLET_BAD_ARGUMENT)
    #expect(lastError.contains("GAUNTLET_RESET_SAME_STEP"))
    let (handle, status) = makeAsync("cart-pole-v1", lanes: 3, threads: 1)
    try #require(status == GAUNTLET_OK)
    #expect(shape(handle).kind == GAUNTLET_ASYNC)
    #expect(send(handle, [0], [1]) == GAUNTLET_NOT_BOUND)
    let offered = lasting(shape(handle))
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_UNSUPPORTED)
    #expect(lastError.contains("gauntlet_send"))
    offered.columns.actions.data = nil
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_OK)
    #expect(send(handle, [0], [1]) == GAUNTLET_NEEDS_RESET)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    #expect(gauntlet_step(handle) == GAUNTLET_UNSUPPORTED)
    #expect(gauntlet_step_into(handle, &offered.columns) == GAUNTLET_UNSUPPORTED)
    #expect(send(handle, [0, 3], [1, 1]) == GAUNTLET_BAD_ARGUMENT)
    #expect(lastError == "lanes[1] is 3; use 0 to 2")
    #expect(send(handle, [0, 1], [1, 2]) == GAUNTLET_BAD_ACTION)
    #expect(send(handle, [0, 1, 0], [1, 1, 1]) == GAUNTLET_BAD_ARGUMENT)
    #expect(lastError == "lane 0 is under way already; receive it before it is sent again")
    #expect(receive(handle, 1, room: 3) == nil)
    #expect(lastError.contains("0 lanes are under way"))
    #expect(send(handle, [2, 0], [1, 1]) == GAUNTLET_OK)
    #expect(send(handle, [0], [1]) == GAUNTLET_BAD_ARGUMENT)
    #expect(receive(handle, 2, room: 1) == nil)
    #expect(receive(handle, 2, room: 3)?.sorted() == [0, 2])
    // Rebinding while lanes are under way waits for them and asks for a reset.
    #expect(send(handle, [1], [1]) == GAUNTLET_OK)
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_OK)
    #expect(send(handle, [1], [1]) == GAUNTLET_NEEDS_RESET)
    var needed: UInt64 = 0
    #expect(gauntlet_save(handle, nil, 0, &needed) == GAUNTLET_UNSUPPORTED)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    #expect(send(handle, [0, 1, 2], [0, 1, 0]) == GAUNTLET_OK)
    #expect(gauntlet_close(handle) == GAUNTLET_OK)
  }

  @Test(arguments: [1, 2] as [UInt32])
  func rolloutsAreSteps(_ threads: UInt32) throws {
    let (lanes, steps) = (70, 25)
    let recipe = "point-robot-v0?horizon=12 | action-delay(steps=1)"
    let (single, made) = makeBatch(recipe, lanes: UInt64(lanes))
    let (rolled, status) = makeBatch(recipe, lanes: UInt64(lanes), threads: threads)
    try #require(made == GAUNTLET_OK && status == GAUNTLET_OK)
    defer {
      gauntlet_close(single)
      gauntlet_close(rolled)
    }
    let (one, _) = (bind(single), bind(rolled))
    var rows = one.shape
    rows.lanes = UInt64(lanes * steps)
    let all = Offered(rows)
    let width = Int(one.shape.action_width)
    for index in 0..<lanes * steps * width { all.setAction(index, Double((index * 37) % 41) / 20.5 - 1) }
    #expect(gauntlet_rollout_into(rolled, UInt64(steps), &all.columns) == GAUNTLET_NEEDS_RESET)
    for handle in [single, rolled] { #expect(gauntlet_reset(handle, 3) == GAUNTLET_OK) }
    #expect(gauntlet_rollout_into(rolled, 0, &all.columns) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_rollout_into(rolled, .max, &all.columns) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_rollout_into(rolled, 2, &all.columns) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_rollout_into(rolled, UInt64(steps), &all.columns) == GAUNTLET_OK)
    for step in 0..<steps {
      for index in 0..<lanes * width {
        one.setAction(index, Double(((step * lanes * width + index) * 37) % 41) / 20.5 - 1)
      }
      #expect(gauntlet_step(single) == GAUNTLET_OK)
      func part(_ column: gauntlet_target) -> [UInt8] {
        let bytes = all.bytes(column)
        return Array(bytes[step * bytes.count / steps..<(step + 1) * bytes.count / steps])
      }
      #expect(part(all.columns.observations) == one.bytes(one.columns.observations))
      #expect(part(all.columns.rewards) == one.bytes(one.columns.rewards))
      #expect(part(all.columns.costs) == one.bytes(one.columns.costs))
      #expect(part(all.columns.truncated) == one.bytes(one.columns.truncated))
      #expect(part(all.columns.margins) == one.bytes(one.columns.margins))
    }
    // The bound columns still serve, and both go on alike.
    #expect(gauntlet_step(single) == GAUNTLET_OK)
    #expect(gauntlet_rollout_into(makeEnvironment(recipe), 1, &all.columns) == GAUNTLET_BAD_ARGUMENT)
  }
}
