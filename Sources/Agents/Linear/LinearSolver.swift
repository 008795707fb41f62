import ElementaryFunctions
import UncertaintySets

/// Exact values of a linear model against nature at its factors, by backward induction on the true model.
///
///     Q_h = phi . (theta_h + nu_h),  nu_{h,i} = worst case of V_{h+1} around mu_{h,i},  V_H = 0
///
/// What agents are measured by. Under total variation nature may put mass on every state, under
/// Kullback-Leibler and chi-square on those that a factor reaches.
public struct LinearSolver: Sendable {
  public let model: LinearModel
  private let factors: [Double]
  /// The set of each factor; nil for the nominal one; shape [horizon, d].
  private let sets: [(any UncertaintySet)?]

  /// Throws for a model whose factors are not known, or sizes that make no sense.
  public init(_ model: LinearModel, nature: FactorOperator, sizes: FactorSizes) throws(AgentError) {
    guard let factors = model.factors else {
      throw AgentError(
        "the world is not linear in these features, so that its exact values are not known this way")
    }
    guard sizes.horizon == model.horizon && sizes.featureCount == model.featureCount else {
      throw AgentError(
        "sizes of \(sizes.horizon) steps by \(sizes.featureCount) factors do not fit the model")
    }
    self.model = model
    self.factors = factors
    var sets: [(any UncertaintySet)?] = []
    for (k, size) in sizes.values.enumerated() {
      let place = "step \(k / sizes.featureCount + 1), factor \(k % sizes.featureCount + 1)"
      try nature.check(size: size, place: place)
      do throws(UncertaintySetError) {
        sets.append(try nature.uncertaintySet(size: size))
      } catch {
        throw AgentError("\(place): \(error)")
      }
    }
    self.sets = sets
  }

  /// The optimal values and policy: greedy, or softmax towards the reference at temperature eta.
  ///
  /// - Parameter reference: shape [horizon, states, actions]; nil for uniform.
  public func solve(temperature: Double? = nil, reference: [Double]? = nil) -> LinearSolution {
    induce(reference: reference) { _, q, weights, policy in
      guard let temperature else {
        var best = 0
        for action in q.indices where q[action] > q[best] { best = action }
        policy[best] = 1
        return q[best]
      }
      let most = zip(q, weights).filter { $0.1 > 0 }.map(\.0).max() ?? 0
      var total = 0.0
      for action in q.indices {
        policy[action] =
          weights[action] > 0 ? weights[action] * Elementary.exp((q[action] - most) / temperature) : 0
        total += policy[action]
      }
      for action in q.indices { policy[action] /= total }
      return most + temperature * Elementary.log(total)
    }
  }

  /// The values of `policy`, shape [horizon, states, actions], less eta KL(pi || pi_ref) where a temperature
  /// is given.
  public func evaluate(_ policy: [Double], temperature: Double? = nil, reference: [Double]? = nil)
    -> LinearSolution
  {
    precondition(
      policy.count == model.horizon * model.stateCount * model.actionCount, "a policy of another shape")
    return induce(reference: reference) { first, q, weights, chosen in
      var value = 0.0
      for action in q.indices {
        let p = policy[first + action]
        chosen[action] = p
        guard p > 0 else { continue }
        value += p * q[action]
        if let temperature { value -= temperature * p * Elementary.log(p / weights[action]) }
      }
      return value
    }
  }

  /// Backward induction; `choose(place of the state's first action, Q of the actions, pi_ref, pi)` fills a
  /// state's policy row and gives its value.
  private func induce(
    reference: [Double]?, _ choose: (Int, [Double], [Double], inout [Double]) -> Double
  ) -> LinearSolution {
    let (states, actions, d) = (model.stateCount, model.actionCount, model.featureCount)
    var solution = LinearSolution(model)
    var workspace = SetWorkspace(capacity: states)
    var kernel = Array(repeating: 0.0, count: states)
    var q = Array(repeating: 0.0, count: actions)
    var weights = Array(repeating: 1 / Double(actions), count: actions)
    for step in stride(from: model.horizon - 1, through: 0, by: -1) {
      let next = Array(solution.values[((step + 1) * states)..<((step + 2) * states)])
      for i in 0..<d {
        let first = (step * d + i) * states
        let nominal = Array(factors[first..<(first + states)])
        var target = kernel.mutableSpan
        if let set = sets[step * d + i] {
          solution.factorValues[step * d + i] = set.worstCase(
            of: next.span, around: nominal.span, into: &target, workspace: &workspace)
        } else {
          var sum = 0.0
          for state in 0..<states { sum += nominal[state] * next[state] }
          solution.factorValues[step * d + i] = sum
        }
      }
      for state in 0..<states {
        for action in 0..<actions {
          let pair = state * actions + action
          let row = model.rows.rowOfPair[pair]
          if row < 0 {
            q[action] = model.knownReturn(of: model.groups.ofPair[pair], step: step)
          } else {
            var sum = 0.0
            for k in model.rows.start[row]..<model.rows.start[row + 1] {
              let i = step * d + Int(model.rows.index[k])
              sum += model.rows.value[k] * (model.rewardWeights[i] + solution.factorValues[i])
            }
            q[action] = sum
          }
          let place = step * states * actions + pair
          solution.actionValues[place] = q[action]
          if let reference { weights[action] = reference[place] }
        }
        var row = Array(repeating: 0.0, count: actions)
        let place = (step * states + state) * actions
        solution.values[step * states + state] = choose(place, q, weights, &row)
        for action in 0..<actions { solution.policy[place + action] = row[action] }
      }
    }
    return solution
  }
}

/// Values and a policy of a linear model, in its own units.
public struct LinearSolution: Sendable, Equatable {
  /// nu; shape [horizon, d].
  public internal(set) var factorValues: [Double]
  /// Q; shape [horizon, states, actions].
  public internal(set) var actionValues: [Double]
  /// V; shape [horizon + 1, states].
  public internal(set) var values: [Double]
  /// pi; shape [horizon, states, actions].
  public internal(set) var policy: [Double]
  /// V_1 averaged over first states.
  public var firstValue: Double { zip(initial, values).reduce(0) { $0 + $1.0 * $1.1 } }
  private let initial: [Double]

  init(_ model: LinearModel) {
    let pairs = model.horizon * model.stateCount * model.actionCount
    factorValues = Array(repeating: 0, count: model.horizon * model.featureCount)
    actionValues = Array(repeating: 0, count: pairs)
    values = Array(repeating: 0, count: (model.horizon + 1) * model.stateCount)
    policy = Array(repeating: 0, count: pairs)
    initial = model.initial
  }
}

extension FactorOperator {
  /// The set with which nature's exact problem is solved; nil where nature keeps to the model.
  func uncertaintySet(size: Double) throws(UncertaintySetError) -> (any UncertaintySet)? {
    if self == .nominal || (isPenalty && size == .infinity) || (!isPenalty && size == 0) { return nil }
    switch self {
    case .nominal: return nil
    case .totalVariation: return try TotalVariationBall(radius: size, support: .all)
    case .kullbackLeibler: return try KLBall(radius: size)
    case .chiSquare: return try ChiSquareBall(radius: size)
    case .totalVariationPenalty: return try TotalVariationPenalty(weight: size, support: .all)
    case .kullbackLeiblerPenalty: return try KLPenalty(weight: size)
    case .chiSquarePenalty: return try ChiSquarePenalty(weight: size)
    }
  }
}
