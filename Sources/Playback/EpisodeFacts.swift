import DecisionProcesses
import Perturbations

/// Where an episode stands: everything that numbers can tell about its present step.
///
/// Reward, costs and their sums are the true ones, before reward and cost rules, unless they are called
/// perceived.
public struct EpisodeFacts: Sendable, Equatable {
  public var seed: UInt64
  /// Steps made so far; 0 after the reset.
  public var step: Int
  /// Steps that can be shown without playing on: at least `step`.
  public var recordedSteps: Int
  public var ending: Ending
  /// Reward of the last step; 0 after the reset.
  public var reward: Double
  public var perceivedReward: Double
  /// Sum of rewards.
  public var `return`: Double
  public var perceivedReturn: Double
  /// Costs of the last step, and their sums; one value per cost channel.
  public var costs: [Double]
  public var costSums: [Double]
  /// Sums of costs discounted by the task's discount from the first step on.
  public var discountedCostSums: [Double]
  /// Steps whose cost exceeded the limit, per constraint of the task; 0 for other requirements than
  /// every-step ones.
  public var violations: [Int]
  /// Signed margin per cost channel, positive where violated; empty where the world declares none.
  public var margins: [Double]
  /// The observation row that the agent sees, and the one without rules.
  public var observation: [Double]
  public var trueObservation: [Double]
  /// What the agent chose last, and what the dynamics received; zero after the reset.
  public var action: [Double]
  public var executedAction: [Double]
  /// The process's parameters as they are now, in schema order.
  public var parameters: [Double]
  public var rules: [RuleState]
  /// The action that is held in place of the policy's, if one is.
  public var manualAction: [Double]?
}
