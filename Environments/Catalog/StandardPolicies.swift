import DecisionProcesses
import Planning
import RandomStreams

/// The policies that every world has by name.
public enum StandardPolicy: String, CaseIterable, Sendable {
  /// Uniform over the action space.
  case random
  /// The zero action.
  case zero
  /// The world's own hand-written policy; for finite worlds the nominal optimal one.
  case scripted
}

/// Uniform over a row's space.
struct UniformRowPolicy: RowPolicy {
  let space: RowSpace

  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    for index in 0..<space.description.width {
      action[index] = space.sampleComponent(index, using: &stream)
    }
  }
}

/// Always the same row.
struct ConstantRowPolicy: RowPolicy {
  let action: [Double]

  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    for index in self.action.indices { action[index] = self.action[index] }
  }
}

/// A world's scripted policy on rows.
struct ScriptedRowPolicy<P: ScriptedProcess>: RowPolicy {
  let process: P
  let width: Int

  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    let typed = P.Observation(reading: observation, at: 0, width: width)
    process.scriptedAction(for: typed).write(to: &action, at: 0)
  }
}

/// An action per state of a finite world.
struct TableRowPolicy: RowPolicy {
  let actions: [Int]

  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    action[0] = Double(actions[Int(observation[0])])
  }
}

/// The standard policy of `process`; nil where it has no scripted one.
func standardPolicy<P: DecisionProcess>(_ policy: StandardPolicy, for process: P) -> (any RowPolicy)? {
  switch policy {
  case .random: return UniformRowPolicy(space: RowSpace(process.actionSpace.description))
  case .zero: return ConstantRowPolicy(action: process.actionSpace.zero.components)
  case .scripted:
    if let scripted = process as? any ScriptedProcess { return scriptedPolicy(scripted) }
    if let tabular = process as? any TabularProcess { return optimalPolicy(tabular) }
    if let robust = process as? any NominalProviding { return optimalPolicy(robust.nominal) }
    return nil
  }
}

private func scriptedPolicy<P: ScriptedProcess>(_ process: P) -> any RowPolicy {
  ScriptedRowPolicy(process: process, width: process.observationSpace.description.width)
}

private func optimalPolicy<P: TabularProcess>(_ process: P) -> (any RowPolicy)? {
  let solution = try? ValueIteration().solve(TransitionTable(process), discount: process.task.discount)
  return solution.map { TableRowPolicy(actions: $0.policy) }
}
