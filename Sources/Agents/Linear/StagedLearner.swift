import DecisionProcesses
import RandomStreams

/// A learner over finite steps, states and actions that plans before an episode and is told its transitions.
///
/// Not thread-safe; run each replication with a learner of its own.
public protocol StagedLearner: AnyObject {
  var model: LinearModel { get }
  /// Nature, regularisation and the rest of what it learns for.
  var design: LinearDesign { get }

  /// Makes the policy of the next episode from everything seen so far. O(horizon (d^2 n + pairs)) for n next
  /// states seen at a step, and the operator's own cost.
  func plan()

  /// The policy's action; all randomness comes from `stream`.
  func action(step: Int, state: Int, using stream: inout RandomStream) -> Int

  /// Learns from a transition, whose reward is in the model's units; the episode's later steps do not depend
  /// on it. O(d^2).
  func observe(step: Int, state: Int, action: Int, reward: Double, next: Int)

  /// The estimated value of the start: V_1 averaged over first states.
  var firstValue: Double { get }

  /// V_h(s) as estimated by the last plan, V_H being 0; shape [horizon + 1, states].
  var values: [Double] { get }

  /// pi_h(a | s) of the last plan; shape [horizon, states, actions].
  var policy: [Double] { get }

  /// What a checkpoint has to hold.
  func encode(into writer: inout ByteWriter)
  /// Takes over what `encode` wrote for the same model and settings.
  func restore(from reader: inout ByteReader) throws(SnapshotError)
}

extension StagedLearner {
  /// The estimated value of the first state, V_1 averaged over first states.
  public var firstValue: Double {
    var sum = 0.0
    let values = values
    for state in 0..<model.stateCount { sum += model.initial[state] * values[state] }
    return sum
  }
}
