import DecisionProcesses
import Perturbations
import Testing

@Suite struct SnapshotTests {
  static let text =
    "uncertain(nature=fixed) | drift(parameter=gain,sigma=0.1) | periodic-disturbance(parameter=wind,"
    + "amplitude=0.3,period=9) | action-delay(steps=3) | sticky-action(probability=0.3) "
    + "| gaussian-noise(sigma=0.1,budget=2) | dropout(probability=0.1,duration=3) "
    + "| stuck(probability=0.1,duration=4) | observation-delay(steps=2) | reward-delay(steps=2) "
    + "| bias(channel=cost,value=1,schedule=trigger:right) | adversary-seat(channel=action,epsilon=0.2)"

  static func environment(_ text: String = text, seed: UInt64 = 3) throws -> Perturbed<Glider, RuleList> {
    try Perturbed(Simulation(Glider(), seed: seed), rules: rules(text))
  }

  static func advance(_ environment: inout Perturbed<Glider, RuleList>, _ steps: Range<Int>) -> Trace {
    var trace = Trace()
    for t in steps {
      environment.setSeats([Double(t % 3 - 1), 0.5])
      let step = environment.step(Vector([t % 5 < 3 ? 1 : -1, 0.1]))
      trace.add(step.observation.components + [step.reward] + step.costs.values)
    }
    // The next episode shows what persists.
    trace.add(environment.reset().components)
    trace.add([environment.process.gain, environment.process.wind])
    return trace
  }

  static func midway() throws -> Perturbed<Glider, RuleList> {
    var environment = try Self.environment()
    _ = environment.reset(seed: 3)
    _ = advance(&environment, 0..<30)
    for t in 0..<17 { _ = environment.step(Vector([0.3, Double(t) / 20])) }
    return environment
  }

  @Test func copiesBranch() throws {
    var first = try Self.midway()
    var second = first
    var other = first
    _ = other.step(Vector([-1, -1]))
    #expect(Self.advance(&first, 17..<60) == Self.advance(&second, 17..<60))
    #expect(other.trueObservation != second.trueObservation)
  }

  @Test func savedAndRestored() throws {
    var original = try Self.midway()
    let bytes = original.save()
    var restored = try Self.environment(seed: 99)
    _ = restored.reset()
    try restored.restore(bytes)
    #expect(restored.save() == bytes)
    #expect(restored.trueOutcome == original.trueOutcome)
    #expect(restored.executedAction == original.executedAction)
    #expect(Self.advance(&restored, 17..<60) == Self.advance(&original, 17..<60))
  }

  @Test func foreignBytesAreRefused() throws {
    let bytes = try Self.midway().save()
    var environment = try Self.midway()
    let untouched = environment.save()
    func message(_ bytes: [UInt8]) -> String {
      do {
        try environment.restore(bytes)
        return "accepted"
      } catch { return error.message }
    }
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(message(Array(bytes.prefix(count))) != "accepted")
    }
    #expect(message(bytes + [0]).contains("checksum"))
    var broken = bytes
    broken[bytes.count / 2] ^= 1
    #expect(message(broken).contains("checksum"))
    broken = bytes
    broken[0] ^= 1
    #expect(message(broken).contains("not a perturbed environment's snapshot"))
    broken = bytes
    broken[4] = 9
    #expect(message(broken).contains("layout version 9"))
    #expect(environment.save() == untouched)

    var other = try Self.environment("bias(value=1) | stuck(probability=0.1)")
    let error = #expect(throws: SnapshotError.self) { try other.restore(bytes) }
    #expect(error?.message.contains("bias@observation | stuck@observation") == true)
    var glider = Glider()
    glider.gain = 1.5
    var heavier = try Perturbed(Simulation(glider, seed: 3), rules: rules(Self.text))
    #expect(throws: SnapshotError.self) { try heavier.restore(bytes) }
    let later = Self.text.replacing("observation-delay(steps=2)", with: "observation-delay(steps=4)")
    var longer = try Self.environment(later)
    #expect(throws: SnapshotError.self) { try longer.restore(bytes) }
  }
}
