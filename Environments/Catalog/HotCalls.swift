import DecisionProcesses
import Perturbations

/// The calls of every step, compiled for one world.
///
/// A witness of a generic type is not specialised: a step through `any RecipeSimulation` looks up metadata
/// over and over. These closures are made where the world's type is known, so their bodies are compiled for
/// it; they get the simulation's address.
struct HotCalls: Sendable {
  typealias Address = UnsafeMutableRawPointer

  let reset: @Sendable (Address, UInt64?, inout MutableSpan<Double>) -> Void
  let step: @Sendable (Address, borrowing Span<Double>, inout MutableSpan<Double>) -> Outcome
  let writeDiagnostics: @Sendable (Address, inout MutableSpan<Double>) -> Void

  /// - Parameter widens: whether rules append components to the observation.
  @inline(__always)
  init<W: World>(_ world: W.Type, widens: Bool) {
    if widens {
      reset = { address, seed, row in
        Self.simulation(of: world, at: address).pointee.reset(seed: seed, into: &row)
      }
      step = { address, action, row in
        Self.simulation(of: world, at: address).pointee.step(action, into: &row)
      }
    } else {
      reset = { address, seed, row in
        Self.simulation(of: world, at: address).pointee.reset(seed: seed).write(to: &row, at: 0)
      }
      step = { address, action, row in
        let typed = W.Action(reading: action, at: 0, width: action.count)
        let step = Self.simulation(of: world, at: address).pointee.step(typed)
        step.observation.write(to: &row, at: 0)
        return step.outcome
      }
    }
    writeDiagnostics = { address, row in
      let simulation = Self.simulation(of: world, at: address)
      for index in row.indices {
        row[index] = simulation.pointee.process.diagnostic(index, of: simulation.pointee.state)
      }
    }
  }

  @inline(__always)
  private static func simulation<W: World>(
    of world: W.Type, at address: Address
  ) -> UnsafeMutablePointer<Perturbed<W, RuleList>> {
    address.assumingMemoryBound(to: Perturbed<W, RuleList>.self)
  }
}
