import ClassicControlEnvironments
import DecisionProcesses
import Testing

/// Misuse traps; each runs in a process of its own.
@Suite struct PreconditionTests {
  @Test func stepBeforeReset() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation(Probe(), seed: 1)
      _ = simulation.step(Vector([0]))
    }
  }

  @Test func stepAfterTheEnd() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation(Probe(), seed: 1, horizon: 1)
      _ = simulation.reset()
      _ = simulation.step(Vector([0]))
      _ = simulation.step(Vector([0]))
    }
  }

  @Test func actionOutsideTheSpace() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation(CartPole(), seed: 1)
      _ = simulation.reset()
      _ = simulation.step(2)
    }
  }

  /// The same calls in the right order end well, so the tests above see the misuse.
  @Test func rightUse() async {
    await #expect(processExitsWith: .success) {
      var simulation = Simulation(CartPole(), seed: 1)
      _ = simulation.reset()
      _ = simulation.step(1)
    }
  }
}
