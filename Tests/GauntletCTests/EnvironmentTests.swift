import CGauntlet
import EnvironmentCatalog
import GauntletC
import Scenes
import Testing

/// What only single environments can do.
@Suite struct EnvironmentTests {
  private static let recipe = "point-robot-v0 | action-delay(steps=3) | gaussian-noise(sigma=0.1)"

  private func play(_ handle: gauntlet_handle, _ offered: Offered, _ steps: Int) -> [UInt8] {
    var seen: [UInt8] = []
    for step in 0..<steps {
      offered.setAction(0, Double(step % 5) / 4 - 0.5)
      offered.setAction(1, Double(step % 3) / 2 - 0.5)
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
      seen += offered.written
    }
    return seen
  }

  private func save(_ handle: gauntlet_handle) -> [UInt8] {
    var needed: UInt64 = 0
    #expect(gauntlet_save(handle, nil, 0, &needed) == GAUNTLET_OK)
    var bytes = [UInt8](repeating: 0, count: Int(needed))
    #expect(gauntlet_save(handle, &bytes, needed, nil) == GAUNTLET_OK)
    return bytes
  }

  @Test func cloneAndSnapshotGoOnAlike() {
    let original = makeEnvironment(Self.recipe)
    let offered = bind(original)
    #expect(gauntlet_reset(original, 5) == GAUNTLET_OK)
    _ = play(original, offered, 7)
    var clone: gauntlet_handle = 0
    #expect(gauntlet_clone(original, &clone) == GAUNTLET_OK)
    #expect(gauntlet_step(clone) == GAUNTLET_NOT_BOUND)
    let bytes = save(original)
    let restored = makeEnvironment(Self.recipe)
    #expect(gauntlet_restore(restored, bytes, UInt64(bytes.count)) == GAUNTLET_OK)
    defer { for handle in [original, clone, restored] { gauntlet_close(handle) } }

    let expected = play(original, offered, 9)
    #expect(play(clone, bind(clone), 9) == expected)
    #expect(play(restored, bind(restored), 9) == expected)
    // Back again, in place.
    #expect(gauntlet_restore(original, bytes, UInt64(bytes.count)) == GAUNTLET_OK)
    #expect(play(original, offered, 9) == expected)
  }

  @Test func damagedSnapshotChangesNothing() {
    let handle = makeEnvironment(Self.recipe)
    defer { gauntlet_close(handle) }
    let offered = bind(handle)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    _ = play(handle, offered, 4)
    let bytes = save(handle)
    for position in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[position] ^= 0x10
      #expect(gauntlet_restore(handle, damaged, UInt64(damaged.count)) == GAUNTLET_BAD_SNAPSHOT)
      #expect(gauntlet_restore(handle, bytes, UInt64(position)) == GAUNTLET_BAD_SNAPSHOT)
    }
    #expect(gauntlet_restore(handle, bytes, 1 << 60) == GAUNTLET_BAD_SNAPSHOT)
    #expect(gauntlet_restore(handle, nil, 0) == GAUNTLET_BAD_ARGUMENT)
    #expect(save(handle) == bytes)
    let other = makeEnvironment("point-robot-v0")
    defer { gauntlet_close(other) }
    #expect(gauntlet_restore(other, bytes, UInt64(bytes.count)) == GAUNTLET_BAD_SNAPSHOT)
    #expect(lastError.contains("cannot restore"))
  }

  @Test func clockTells() {
    let handle = makeEnvironment(Self.recipe)
    defer { gauntlet_close(handle) }
    var clock = gauntlet_clock()
    clock.size = UInt64(MemoryLayout<gauntlet_clock>.size)
    #expect(gauntlet_get_clock(handle, &clock) == GAUNTLET_OK && clock.is_running == 0)
    let offered = bind(handle)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    #expect(gauntlet_reset_lanes(handle, nil, 0, nil, 0) == GAUNTLET_OK)
    _ = play(handle, offered, 4)
    #expect(gauntlet_get_clock(handle, &clock) == GAUNTLET_OK)
    #expect(clock.seed == 5 && clock.episode == 1 && clock.step == 4 && clock.is_running == 1)
    var mask: UInt8 = 0
    #expect(gauntlet_reset_lanes(handle, &mask, 1, nil, 0) == GAUNTLET_OK)
    #expect(gauntlet_get_clock(handle, &clock) == GAUNTLET_OK && clock.step == 4)
    var (seed, one): (UInt64, UInt8) = (9, 1)
    #expect(gauntlet_reset_lanes(handle, &one, 1, &seed, 1) == GAUNTLET_OK)
    #expect(gauntlet_get_clock(handle, &clock) == GAUNTLET_OK)
    #expect(clock.seed == 9 && clock.episode == 0 && clock.step == 0)
    clock.size = 8
    #expect(gauntlet_get_clock(handle, &clock) == GAUNTLET_BAD_ARGUMENT)
  }

  private func read(_ handle: gauntlet_handle, _ what: Int32) -> [Double] {
    var needed: UInt64 = 0
    #expect(gauntlet_read(handle, what, nil, 0, &needed) == GAUNTLET_OK)
    var values = [Double](repeating: .nan, count: Int(needed))
    if needed > 1 { #expect(gauntlet_read(handle, what, &values, needed - 1, nil) == GAUNTLET_TOO_SMALL) }
    #expect(gauntlet_read(handle, what, &values, needed, nil) == GAUNTLET_OK)
    return values
  }

  @Test func parametersAreReadAndSet() throws {
    let handle = makeEnvironment("cart-pole-v1")
    defer { gauntlet_close(handle) }
    let environment = try EnvironmentCatalog.make("cart-pole-v1")
    #expect(read(handle, GAUNTLET_PARAMETERS) == environment.parameters)
    #expect(gauntlet_set_parameter(handle, 1, 1.25) == GAUNTLET_OK)
    #expect(read(handle, GAUNTLET_PARAMETERS)[1] == 1.25)
    for (index, value) in [(6, 1.0), (UInt64.max, 1), (0, .nan), (0, 1e300), (0, -.infinity)] {
      #expect(gauntlet_set_parameter(handle, index, value) == GAUNTLET_BAD_ARGUMENT)
    }
    #expect(read(handle, GAUNTLET_PARAMETERS)[0] == environment.parameters[0])
    var needed: UInt64 = 0
    #expect(gauntlet_read(handle, 99, nil, 0, &needed) == GAUNTLET_BAD_ARGUMENT)
  }

  @Test func truthBehindTheRules() throws {
    let recipe = "pendulum-v1 | action-delay(steps=1) | bias(channel=observation,value=0.5)"
    let handle = makeEnvironment(recipe)
    defer { gauntlet_close(handle) }
    let offered = bind(handle)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    offered.setAction(0, 1.5)
    #expect(gauntlet_step(handle) == GAUNTLET_OK)
    #expect(read(handle, GAUNTLET_EXECUTED_ACTION) == [0])
    let truth = read(handle, GAUNTLET_TRUE_OBSERVATION)
    #expect(offered.numbers(offered.columns.observations) == truth.map { Double(Float($0 + 0.5)) })
  }

  @Test func natureTakesItsSeats() throws {
    let recipe = "cart-pole-v1 | adversary-seat(channel=parameters)"
    var environment = try EnvironmentCatalog.make(recipe)
    let handle = makeEnvironment(recipe)
    defer { gauntlet_close(handle) }
    let offered = bind(handle)
    let width = Int(offered.shape.nature_width)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    _ = environment.reset(seed: 5)
    for step in 0..<5 {
      var row = [Double](repeating: 0, count: width)
      for index in 0..<width {
        row[index] = Double(Float(Double((step + index) % 5) / 2 - 1))
        offered.setNature(index, row[index])
      }
      environment.setSeats(.init(row))
      #expect(gauntlet_step(handle) == GAUNTLET_OK)
      let expected = environment.step([0])
      #expect(offered.numbers(offered.columns.observations) == expected.observation.values.map { Double(Float($0)) })
      #expect(read(handle, GAUNTLET_PARAMETERS) == environment.parameters)
    }
    for wrong in [1.5, -.infinity, .nan] {
      offered.setNature(width - 1, wrong)
      #expect(gauntlet_step(handle) == GAUNTLET_BAD_ACTION)
      #expect(lastError.contains("nature"))
    }
  }

  @Test(arguments: [UInt32(3), 4]) func drawsWhatTheRasteriserDraws(_ channels: UInt32) throws {
    let handle = makeEnvironment("cliff-walk-v1")
    defer { gauntlet_close(handle) }
    var environment = try EnvironmentCatalog.make("cliff-walk-v1")
    _ = environment.reset(seed: 5)
    _ = bind(handle)
    #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
    var rasterizer = SoftwareRasterizer()
    for (width, height) in [(120, 80), (33, 17)] {
      let image = rasterizer.render(try #require(environment.scene), width: width, height: height)
      var pixels = [UInt8](repeating: 7, count: width * height * Int(channels))
      #expect(
        gauntlet_render(handle, UInt64(width), UInt64(height), channels, &pixels, UInt64(pixels.count)) == GAUNTLET_OK)
      #expect(pixels == (channels == 3 ? image.rgb : image.pixels))
    }
  }

  @Test(arguments: [
    (0, 10, 3, 0), (4097, 1, 3, 12_291), (UInt64.max, 2, 3, 1), (10, 10, 2, 200), (10, 10, 3, 299), (10, 10, 4, 300),
  ] as [(UInt64, UInt64, UInt32, UInt64)])
  func picturesOfWrongSizes(_ width: UInt64, _ height: UInt64, _ channels: UInt32, _ bytes: UInt64) {
    let handle = makeEnvironment("cliff-walk-v1")
    defer { gauntlet_close(handle) }
    var pixels = [UInt8](repeating: 7, count: 100_000)
    #expect(gauntlet_render(handle, width, height, channels, &pixels, bytes) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_render(handle, 10, 10, 3, nil, 300) == GAUNTLET_BAD_ARGUMENT)
    #expect(pixels.allSatisfy { $0 == 7 })
  }
}
