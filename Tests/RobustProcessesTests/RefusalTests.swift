import DecisionProcesses
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// What does not go together is refused, with the place and the remedy.
@Suite struct RefusalTests {
  private static let world = RandomWorld(states: 4, actions: 2, seed: 1)

  private func refuse(_ words: String..., attempt: () throws -> Void) throws {
    let error = #expect(throws: RobustProcessError.self) { try attempt() }
    let text = try #require(error).description
    for word in words { #expect(text.contains(word), "\(text)") }
    #expect(text.contains("; "), "\(text)")
  }

  private func process(_ probability: [Double], reward: [Double] = [0, 0]) -> TableProcess {
    TableProcess(
      TransitionTable(
        stateCount: 2, actionCount: 1, costCount: 0, initial: [1, 0], rowStart: [0, 1, 2], next: [1, 0],
        probability: probability, reward: reward, costs: [], ending: [[], []]),
      task: TaskDescription(horizon: 9, discount: 0.9, rewardRange: 0...1, isDeterministic: false))
  }

  @Test func rowsThatAreNoDistributions() throws {
    let set = try L1Ball(radius: 0.1, support: .nominal)
    try refuse("state 1, action 0", "sums to 0.5", "sum to 1") {
      _ = try RobustModel(process([1, 0.5]), set)
    }
    try refuse("state 0, action 0", "reward nan", "finite") {
      _ = try RobustModel(process([1, 1], reward: [.nan, 0]), set)
    }
  }

  /// A transition that the nominal row lacks has no reward where rewards follow successors.
  @Test func rewardsUnknownOutsideTheSupport() throws {
    try refuse("state 0, action 0", "depend on the successor", "nominal support") {
      _ = try RobustProcess(Self.world, L1Ball(radius: 0.1, support: .all), NominalNature())
    }
    try refuse("depend on the successor") {
      _ = try RobustProcess(FrozenLake(), L1Ball(radius: 0.1, support: .all), NominalNature())
    }
  }

  @Test func setsWithListsOfOtherLengths() throws {
    try refuse("state 0, action 0", "3 weights") {
      _ = try RobustModel(
        Garnet(), WeightedL1Ball(radius: 0.1, weights: [1, 2, 3], support: .all))
    }
    try refuse("sets for 3 rows", "8", "each of 4 states by 2 actions") {
      let sets = try RowwiseSet(Array(repeating: L1Ball(radius: 0.1, support: .all), count: 3))
      _ = try RobustModel(Self.world, sets)
    }
  }

  @Test func natureListsThatDoNotFit() throws {
    let set = try L1Ball(radius: 0.1, support: .nominal)
    try refuse("3 values for 4 states") {
      _ = try RobustProcess(Self.world, set, DynamicWorstCase(against: [1, 2, 3], discount: 0.9))
    }
    try refuse("state 1", "inf", "finite") {
      _ = try RobustProcess(Self.world, set, DynamicWorstCase(against: [1, .infinity, 3, 4], discount: 0.9))
    }
    try refuse("discount 1.5", "from 0 to 1") {
      _ = try RobustProcess(Self.world, set, DynamicWorstCase(against: [1, 2, 3, 4], discount: 1.5))
    }
    try refuse("state 0", "sum to 1.1") {
      _ = try RobustProcess(
        Self.world, SharedBudget(.l1, budget: 0.1, support: .nominal),
        DynamicWorstCase(
          against: [1, 2, 3, 4], discount: 0.9, under: [0.5, 0.6, 1, 0, 1, 0, 1, 0]))
    }
    let model = try RobustModel(Self.world, set)
    try refuse("1 kernels with values for 2") {
      _ = try StaticWorstCase(among: [model.nominalKernel], values: [[1, 2, 3, 4], [1, 2, 3, 4]])
    }
    try refuse("values for 3 states") {
      _ = try RobustProcess(
        Self.world, set, StaticWorstCase(among: [model.nominalKernel], values: [[1, 2, 3]]))
    }
    let wide = try RobustModel(Self.world, L1Ball(radius: 0.5, support: .nominal))
    let kernel = try wide.worstKernel(against: [1, 2, 3, 4], discount: 0.9)
    try refuse("kernel 0 lies outside the set") {
      _ = try RobustProcess(Self.world, set, FixedKernel(kernel))
    }
    try refuse("kernel 0", "other outcomes") {
      _ = try RobustProcess(Forest(), set, FixedKernel(kernel))
    }
    try refuse("kernel of 3 states", "4 by 2") { _ = try model.kernel(of: Forest()) }
  }

  @Test func parametersThatDoNotFit() throws {
    try refuse("no parameter 'mass'", "known: fire") { _ = try BoxSet(of: Forest(), parameters: ["mass"]) }
    try refuse("radius 2.0") { _ = try BoxSet(of: Forest(), radius: 2) }
    try refuse("row 0", "'fire' is 0.9", "0.05 to 0.15") { _ = try Forest().models(at: [[0.9]]) }
    try refuse("row 1 has 2 parameters") { _ = try Forest().models(at: [[0.1], [0.1, 0.1]]) }
    let box = try BoxSet(of: Forest(), radius: 0.5)
    try refuse("[0.2]", "outside the set") {
      _ = try ParametricRobustProcess(Forest(), box, FixedParameters([0.2]))
    }
    try refuse("2 parameters for a set of 1") {
      _ = try ParametricRobustProcess(Forest(), box, FixedParameters([0.1, 0.1]))
    }
    try refuse("2 parameters for a process of 1") {
      _ = try ParametricRobustProcess(
        Forest(), BoxSet(lower: [0, 0], upper: [1, 1]), NominalParameters())
    }
    try refuse("without rows") { _ = try ScheduledParameters([], period: 3) }
    try refuse("period of 0") { _ = try ScheduledParameters([[0.1]], period: 0) }
    try refuse("2 rows", "1 worths") { _ = try FixedParameters(worstOf: [[1], [2]], worths: [1]) }
    try refuse("row 0 is NaN") { _ = try FixedParameters(worstOf: [[1]], worths: [.nan]) }
  }
}
