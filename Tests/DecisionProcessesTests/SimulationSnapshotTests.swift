import ClassicControlEnvironments
import DecisionProcesses
import Testing

@Suite struct SimulationSnapshotTests {
  static func midway(_ probe: Probe = Probe()) -> Simulation<Probe> {
    var simulation = Simulation(probe, seed: 3, lane: 1)
    _ = simulation.reset()
    _ = simulation.reset()
    _ = simulation.step(Vector([0.25]))
    return simulation
  }

  @Test func restoredSimulationsContinueEqually() throws {
    var original = Self.midway(Probe(gain: 1.5))
    var restored = Simulation(Probe(), seed: 77)
    try restored.restore(original.save())
    #expect(restored.process.gain == 1.5)
    #expect(restored.state == original.state)
    #expect(restored.clock == original.clock)
    #expect(restored.save() == original.save())
    for _ in 0..<2 {
      while original.isRunning { #expect(restored.step(Vector([0.5])) == original.step(Vector([0.5]))) }
      #expect(!restored.isRunning)
      #expect(restored.reset() == original.reset())
    }
  }

  /// A simulation that has not begun restores as one: its first reset is still episode 0.
  @Test func freshSimulations() throws {
    var restored = Self.midway()
    try restored.restore(Simulation(Probe(), seed: 5).save())
    #expect(!restored.isRunning)
    _ = restored.reset()
    #expect(restored.clock == Clock(seed: 5))
  }

  /// The message of the refusal; nothing may change.
  static func refusal(_ bytes: [UInt8], by simulation: Simulation<Probe> = midway()) -> String? {
    var target = simulation
    let error = #expect(throws: SnapshotError.self) { try target.restore(bytes) }
    #expect(target.save() == simulation.save())
    #expect(target.isRunning == simulation.isRunning)
    return error?.message
  }

  @Test func cutAndLongerBytes() {
    let bytes = Self.midway().save()
    for count in 0..<bytes.count { #expect(Self.refusal(Array(bytes.prefix(count))) != nil) }
    #expect(Self.refusal(bytes + [0])?.contains("checksum") == true)
    #expect(Self.refusal(Self.sealed(bytes.dropLast(8) + [0]))?.contains("left over") == true)
  }

  @Test func garbage() {
    #expect(Self.refusal([])?.contains("4 bytes expected, 0 left") == true)
    #expect(Self.refusal(Array(repeating: 0xAB, count: 200)) == "this is not a simulation's snapshot")
  }

  @Test func otherVersions() {
    var bytes = Self.midway().save()
    bytes[4] = 2
    #expect(Self.refusal(bytes)?.contains("layout version 2") == true)
  }

  @Test func otherProcesses() {
    var other = Simulation(CartPole(), seed: 3)
    _ = other.reset()
    #expect(Self.refusal(other.save()) == "a snapshot of CartPole cannot restore Probe")
  }

  @Test func otherHorizons() {
    let longer = Simulation(Probe(), seed: 3, horizon: 7)
    #expect(Self.refusal(longer.save())?.contains("horizon 7") == true)
  }

  @Test func statesThatTheProcessRefuses() {
    var broken = Self.midway()
    broken.state.sum = .nan
    #expect(Self.refusal(broken.save())?.contains("is not a state of Probe") == true)
  }

  @Test func parametersThatAreNotFinite() {
    #expect(Self.refusal(Self.midway(Probe(gain: .infinity)).save())?.contains("do not fit") == true)
  }

  /// A value beyond the interval is believed only where the process has it already.
  @Test func parametersOutsideTheirInterval() throws {
    let wild = Self.midway(Probe(gain: 1e9))
    #expect(Self.refusal(wild.save()) == "gain is 1000000000.0, outside its interval")
    var same = Simulation(Probe(gain: 1e9), seed: 1)
    try same.restore(wild.save())
    #expect(same.clock == wild.clock)
  }

  /// Offset of the phase: magic 4, version 2, name 4 + 5, parameters 4 + 8, horizon 4, clock 24.
  @Test func unknownPhases() {
    var bytes = Array(Self.midway().save().dropLast(8))
    #expect(bytes[55] == 1)
    bytes[55] = 3
    #expect(Self.refusal(Self.sealed(bytes)) == "unknown phase")
  }

  /// `bytes` with the checksum that belongs to them, as a writer that made them would have added it.
  static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    for byte in bytes { writer.write(byte) }
    writer.writeChecksum()
    return writer.bytes
  }
}
