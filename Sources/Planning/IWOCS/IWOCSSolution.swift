/// What an incremental worst-case search went through, and why it ended.
public struct IWOCSSolution<Model: Sendable & Equatable>: Sendable, Equatable {
  /// Why the search ended.
  public enum Ending: String, Sendable, Equatable {
    /// The last candidate's worst value is what Q promised for it.
    case converged
    /// The worst model for the last candidate was solved before, yet its value is not what Q promised.
    case stalled
    /// The iteration limit came first.
    case limit
  }

  /// One iteration.
  public struct Step: Sendable, Equatable {
    /// T_i, the model that was solved.
    public let model: Model
    /// Q_i, the least over the models solved so far of their optimal action values; shape [states, actions].
    public let actionValues: [Double]
    /// Certified bound of the error of every action value.
    public let bound: Double
    /// The candidate: greedy for Q_i, the lowest index among actions that the bound cannot tell apart.
    public let policy: [Int]
    /// What Q_i promises for the candidate from the first states.
    public let promise: Double
    /// T_{i+1}, the model that is worst for the candidate, and what the candidate is worth in it.
    public let worst: ModelValue<Model>
    /// Rows r + discount * P v that the solver computed for T_i; linear systems of policy iteration apart.
    public let rowBackups: Int
  }

  /// In order; at least one.
  public let steps: [Step]
  public let ending: Ending

  /// The last candidate, which is the search's answer.
  public var policy: [Int] { steps[steps.count - 1].policy }
  /// The last candidate's worst model and its worth there.
  public var worst: ModelValue<Model> { steps[steps.count - 1].worst }
  /// Rows computed by the solver over all iterations. O(steps).
  public var rowBackups: Int { steps.reduce(0) { $0 + $1.rowBackups } }

  /// The step whose candidate has the greatest worst value, the first among equals: the safest choice after a
  /// search that did not converge. O(steps).
  public var best: Step {
    steps.dropFirst().reduce(steps[0]) { $1.worst.value > $0.worst.value ? $1 : $0 }
  }
}
