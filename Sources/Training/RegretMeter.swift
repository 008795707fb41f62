import Agents
import DecisionProcesses

/// The exact regret of a learner's policies, under the robustness and the regularisation that it learns for:
/// sum over episodes of V*_1 - V^{pi_k}_1.
final class RegretMeter {
  private let solver: LinearSolver
  private let temperature: Double?
  private let reference: [Double]?
  /// V*_1.
  let optimum: Double
  /// V^{pi}_1 of the last policy.
  private(set) var value = 0.0
  private(set) var cumulative = 0.0
  /// Episodes whose estimated value was not below the optimum.
  private(set) var optimistic = 0
  private var lastPolicy: [Double] = []

  /// nil where the world is not linear in its features.
  init?(_ model: LinearModel, _ learner: any StagedLearner) throws {
    guard model.factors != nil else { return nil }
    let design = learner.design
    solver = try LinearSolver(model, nature: design.nature, sizes: design.sizes)
    temperature = design.policy.temperature
    reference = design.reference
    optimum = solver.solve(temperature: temperature, reference: reference).firstValue
  }

  /// Adds an episode with the learner's present policy.
  func measure(_ learner: any StagedLearner) {
    let policy = learner.policy
    if policy != lastPolicy {
      value = solver.evaluate(policy, temperature: temperature, reference: reference).firstValue
      lastPolicy = policy
    }
    cumulative += optimum - value
    // What round-off alone puts below does not count.
    if learner.firstValue >= optimum - 1e-12 { optimistic += 1 }
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(value)
    writer.write(cumulative)
    writer.write(UInt64(optimistic))
  }

  func restore(from reader: inout ByteReader) throws(SnapshotError) {
    value = try reader.readDouble()
    cumulative = try reader.readDouble()
    optimistic = Int(clamping: try reader.readInteger(UInt64.self))
  }
}
