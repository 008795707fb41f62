import CGauntlet
import GauntletC
import Testing

/// Actions that are not allowed name their lane, and nothing is stepped.
@Suite struct ActionTests {
  @Test(arguments: [
    ("cart-pole-v1", 2.0, "give a whole number from 0 to 1"),
    ("cart-pole-v1", -1.0, "is -1"),
    ("pendulum-v1", .nan, "is nan; give a finite number in [-2.0, 2.0]"),
    ("pendulum-v1", .infinity, "is inf"),
    ("pendulum-v1", 2.000001, "lane 3: component"),
    ("pendulum-v1", -1e30, "lane 3: component"),
  ])
  func refuses(_ recipe: String, _ value: Double, _ message: String) {
    for isSingle in [false, true] {
      let handle = isSingle ? makeEnvironment(recipe) : makeBatch(recipe).0
      defer { gauntlet_close(handle) }
      let offered = bind(handle)
      #expect(gauntlet_reset(handle, 3) == GAUNTLET_OK)
      let before = offered.written
      let lane = isSingle ? 0 : 3
      offered.setAction(lane, value)
      #expect(gauntlet_step(handle) == GAUNTLET_BAD_ACTION)
      #expect(lastError.contains(isSingle ? message.replacing("lane 3", with: "lane 0") : message), "\(lastError)")
      #expect(offered.written == before)
      offered.setAction(lane, 0)
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
      #expect(offered.written != before)
    }
  }

  @Test func boundsOfSinglePrecisionMayBeMet() {
    // 0.1 has no float of its own: the nearest lies above it.
    let handle = makeBatch("pendulum-v1").0
    defer { gauntlet_close(handle) }
    let offered = bind(handle)
    #expect(gauntlet_reset(handle, 3) == GAUNTLET_OK)
    for lane in 0..<4 { offered.setAction(lane, lane % 2 == 0 ? 2 : -2) }
    #expect(gauntlet_step(handle) == GAUNTLET_OK)
  }

  @Test func stepBeforeResetAndAfterAnEnding() {
    for isSingle in [false, true] {
      let handle =
        isSingle ? makeEnvironment("cart-pole-v1?horizon=3")
        : makeBatch("cart-pole-v1?horizon=3", rule: GAUNTLET_RESET_MANUAL).0
      defer { gauntlet_close(handle) }
      #expect(gauntlet_step(handle) == GAUNTLET_NOT_BOUND)
      let offered = bind(handle)
      #expect(gauntlet_step(handle) == GAUNTLET_NEEDS_RESET)
      #expect(gauntlet_reset_lanes(handle, nil, 0, nil, 0) == (isSingle ? GAUNTLET_OK : GAUNTLET_NEEDS_RESET))
      #expect(gauntlet_reset(handle, 1) == GAUNTLET_OK)
      for _ in 0..<3 { #expect(gauntlet_step(handle) == GAUNTLET_OK) }
      #expect(offered.numbers(offered.columns.endings).allSatisfy { $0 == Double(GAUNTLET_TRUNCATED) })
      #expect(offered.numbers(offered.columns.truncated).allSatisfy { $0 == 1 })
      #expect(offered.numbers(offered.columns.terminated).allSatisfy { $0 == 0 })
      #expect(gauntlet_step(handle) == GAUNTLET_NEEDS_RESET)
      #expect(lastError.contains("lane 0"))
      #expect(gauntlet_reset_lanes(handle, nil, 0, nil, 0) == GAUNTLET_OK)
      #expect(offered.numbers(offered.columns.endings).allSatisfy { $0 == 0 })
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
    }
  }
}
