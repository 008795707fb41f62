import CGauntlet
import GauntletC
import Testing

/// What is wrong with columns is said before anything is stepped.
@Suite struct ColumnTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let status: gauntlet_status
    let message: String
    let plant: @Sendable (inout gauntlet_columns) -> Void
    var testDescription: String { name }
  }

  static let faults: [Fault] = [
    Fault(name: "size", status: GAUNTLET_BAD_ARGUMENT, message: "gauntlet_columns.size is 7") { $0.size = 7 },
    Fault(name: "no actions", status: GAUNTLET_BAD_ARGUMENT, message: "'actions' is null") { $0.actions.data = nil },
    Fault(name: "type", status: GAUNTLET_BAD_ARGUMENT, message: "'observations' holds GAUNTLET_FLOAT64; it needs GAUNTLET_FLOAT32") {
      $0.observations.element = GAUNTLET_FLOAT64
    },
    Fault(name: "unknown type", status: GAUNTLET_BAD_ARGUMENT, message: "'rewards' holds 99") { $0.rewards.element = 99 },
    Fault(name: "too short", status: GAUNTLET_BAD_ARGUMENT, message: "'rewards' has 24 bytes; it needs 32") { $0.rewards.bytes = 24 },
    Fault(name: "too long", status: GAUNTLET_BAD_ARGUMENT, message: "'endings' has 5 bytes; it needs 4") { $0.endings.bytes = 5 },
    Fault(name: "far too long", status: GAUNTLET_BAD_ARGUMENT, message: "'costs'") { $0.costs.bytes = .max },
    Fault(name: "misaligned", status: GAUNTLET_BAD_ARGUMENT, message: "'true_rewards' lies at an address that is no multiple of 8") {
      $0.true_rewards.data += 4
    },
    Fault(name: "reserved", status: GAUNTLET_BAD_ARGUMENT, message: "'truncated': reserved is 1") { $0.truncated.reserved = 1 },
    Fault(name: "same memory", status: GAUNTLET_BAD_ARGUMENT, message: "columns 'rewards' and 'true_rewards' overlap") {
      $0.true_rewards.data = $0.rewards.data
    },
    Fault(name: "end of memory", status: GAUNTLET_BAD_ARGUMENT, message: "runs past the end of memory") {
      $0.rewards.data = UnsafeMutableRawPointer(bitPattern: UInt.max - 7)
    },
    Fault(name: "no seats", status: GAUNTLET_UNSUPPORTED, message: "has no seat for nature") {
      $0.nature = gauntlet_source(data: $0.rewards.data, bytes: 8, element: GAUNTLET_FLOAT32, reserved: 0)
    },
  ]

  @Test(arguments: faults) func bindRefuses(_ fault: Fault) {
    let (handle, _) = makeBatch("point-robot-v0")
    defer { gauntlet_close(handle) }
    let offered = Offered(shape(handle))
    var wrong = offered.columns
    fault.plant(&wrong)
    #expect(gauntlet_bind(handle, &wrong) == fault.status)
    #expect(lastError.contains(fault.message), "\(lastError)")
    // Nothing was bound, and the same memory is fine without the fault.
    #expect(gauntlet_reset(handle, 1) == GAUNTLET_NOT_BOUND)
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_OK)
    #expect(gauntlet_reset(handle, 1) == GAUNTLET_OK)
    // A fault leaves what was bound as it was.
    #expect(gauntlet_bind(handle, &wrong) == fault.status)
    #expect(gauntlet_step(handle) == GAUNTLET_OK)
    #expect(gauntlet_step_into(handle, &wrong) == fault.status)
    #expect(gauntlet_step_into(handle, &offered.columns) == GAUNTLET_OK)
    #expect(gauntlet_bind(handle, nil) == GAUNTLET_OK)
    #expect(gauntlet_step(handle) == GAUNTLET_NOT_BOUND)
  }

  @Test func marginsThatAreNotDeclaredCannotBeAskedFor() {
    let environment = makeEnvironment("cart-pole-v1")
    defer { gauntlet_close(environment) }
    let offered = Offered(shape(environment))
    offered.columns.margins = offered.columns.rewards
    #expect(gauntlet_bind(environment, &offered.columns) == GAUNTLET_UNSUPPORTED)
    #expect(lastError.contains("declares no margins"))
  }

  @Test(arguments: ["cart-pole-v1", "point-robot-v0 | gaussian-noise(sigma=0.1)"], [false, true])
  func columnsLeftOutChangeNothing(_ recipe: String, _ isSingle: Bool) {
    func play(_ leaveOut: Bool) -> [UInt8] {
      let handle = isSingle ? makeEnvironment(recipe) : makeBatch(recipe).0
      defer { gauntlet_close(handle) }
      let offered = Offered(shape(handle))
      var columns = offered.columns
      if leaveOut {
        let (size, actions, observations) = (columns.size, columns.actions, columns.observations)
        columns = gauntlet_columns()
        (columns.size, columns.actions, columns.observations) = (size, actions, observations)
      }
      #expect(gauntlet_bind(handle, &columns) == GAUNTLET_OK)
      #expect(gauntlet_reset(handle, 5) == GAUNTLET_OK)
      var seen = offered.bytes(offered.columns.observations)
      for _ in 0..<20 {
        if gauntlet_step(handle) == GAUNTLET_NEEDS_RESET { _ = gauntlet_reset_lanes(handle, nil, 0, nil, 0) }
        seen += offered.bytes(offered.columns.observations)
      }
      return seen
    }
    #expect(play(true) == play(false))
  }
}
