import DecisionProcesses
import ElementaryFunctions
import LinearAlgebra
import RandomStreams

/// Least-squares value iteration with a bonus, with or without nature: the learner of every agent here but
/// We-DRIVE-U.
///
/// Source: C. Jin et al., "Provably efficient reinforcement learning with linear function approximation", COLT 2020
/// (the pass); Z. Liu, P. Xu, AISTATS 2024 (nature in it).
public final class RegressionLearner: StagedLearner {
  public let model: LinearModel
  public let design: LinearDesign
  let moments: LinearMoments
  private let estimator: FactorEstimator
  /// nu, or the whole weight of nominal agents; shape [horizon, d].
  let estimates: NumberBuffer
  /// V; shape [horizon + 1, states].
  let stateValues: NumberBuffer
  /// Q by group; shape [horizon, groups].
  let groupValues: NumberBuffer
  /// pi by group; shape [horizon, groups].
  let groupPolicy: NumberBuffer
  /// The best group; shape [horizon, states].
  private let best: UnsafeMutablePointer<Int32>
  private let choice: GroupChoice
  private let rowValues: NumberBuffer
  private let weights: NumberBuffer
  private let scratch: NumberBuffer

  /// Throws for settings that make no sense for the model.
  public init(_ model: LinearModel, design: LinearDesign) throws(AgentError) {
    try design.check(for: model)
    self.model = model
    self.design = design
    moments = try LinearMoments(model, ridge: design.ridge)
    estimator = FactorEstimator(model)
    let groups = model.groups.count
    estimates = NumberBuffer(model.horizon * model.featureCount)
    stateValues = NumberBuffer((model.horizon + 1) * model.stateCount)
    groupValues = NumberBuffer(model.horizon * groups)
    groupPolicy = NumberBuffer(model.horizon * groups)
    let places = model.horizon * model.stateCount
    best = UnsafeMutablePointer<Int32>.allocate(capacity: places)
    best.initialize(repeating: 0, count: places)
    choice = GroupChoice(model, reference: design.reference)
    rowValues = NumberBuffer(model.rows.count)
    weights = NumberBuffer(model.featureCount)
    scratch = NumberBuffer(model.featureCount)
    // Mirror descent starts from the reference.
    for k in 0..<groupPolicy.count { groupPolicy[k] = choice.mass(k) }
  }

  deinit { best.deallocate() }

  public func plan() {
    for step in stride(from: model.horizon - 1, through: 0, by: -1) {
      estimate(step)
      valueRows(step)
      valueStates(step)
    }
  }

  /// nu of a step and the weights of its action values.
  private func estimate(_ step: Int) {
    let d = model.featureCount
    let next = stateValues.base + (step + 1) * model.stateCount
    let nu = estimates.base + step * d
    design.sizes.values.withUnsafeBufferPointer { sizes in
      estimator.estimate(
        moments, step: step, values: next, nature: design.nature, sizes: sizes.baseAddress! + step * d,
        mean: design.mean, fallsToLeastSeen: design.fallsToLeastSeen, into: nu)
    }
    if design.nature == .nominal {
      let sums = moments.rewards.base + step * d
      moments.matrices[step].withInverse { inverse in
        for i in 0..<d {
          var sum = 0.0
          for j in 0..<d { sum += inverse[i * d + j] * sums[j] }
          nu[i] += sum
          weights[i] = nu[i]
        }
      }
    } else {
      for i in 0..<d { weights[i] = model.rewardWeights[step * d + i] + nu[i] }
    }
  }

  /// Clipped values of the distinct feature rows.
  private func valueRows(_ step: Int) {
    let d = model.featureCount
    let scale = design.outlook.sign * design.bonusScale
    let ceiling = Double(design.isCeilingWhole ? model.horizon : model.horizon - step)
    let bottom = design.hasLowerClip ? 0 : -Double.infinity
    let (layout, kind) = (model.layout, design.width)
    let (weights, roots, results) = (weights.base, scratch.base, rowValues.base)
    moments.matrices[step].withInverse { inverse in
      let inverse = inverse.baseAddress!
      if kind == .sum { for i in 0..<d { roots[i] = inverse[i * (d + 1)].squareRoot() } }
      for row in 0..<layout.rowCount {
        let range = layout.entries(row)
        var (q, width) = (0.0, 0.0)
        for k in range {
          let (i, share) = (Int(layout.index[k]), layout.value[k])
          q += share * weights[i]
          switch kind {
          case .sum: width += share * roots[i]
          case .root: width += share * share * inverse[i * (d + 1)]
          case .norm: for l in range { width += share * layout.value[l] * inverse[i * d + Int(layout.index[l])] }
          }
        }
        if kind != .sum { width = width.squareRoot() }
        results[row] = max(min(q + scale * width, ceiling), bottom)
      }
    }
  }

  /// Q of the groups, the policy and V of a step.
  private func valueStates(_ step: Int) {
    let layout = model.layout
    let first = step * layout.groupCount
    let values = stateValues.base + step * model.stateCount
    let (q, p, rows) = (groupValues.base + first, groupPolicy.base + first, rowValues.base)
    for group in 0..<layout.groupCount {
      let row = Int(layout.groupRow[group])
      q[group] = row >= 0 ? rows[row] : model.knownReturn(of: group, step: step)
    }
    if let fail = model.failState { for group in layout.groups(fail) { q[group] = 0 } }
    switch design.policy {
    case .greedy:
      let best = best + step * model.stateCount
      for state in 0..<model.stateCount {
        let range = layout.groups(state)
        var chosen = range.lowerBound
        for group in range where q[group] > q[chosen] { chosen = group }
        best[state] = Int32(truncatingIfNeeded: chosen)
        values[state] = q[chosen]
      }
    case .softmax(let temperature):
      for state in 0..<model.stateCount {
        values[state] = choice.softmax(q, into: p, layout.groups(state), step: step, temperature: temperature)
      }
    case .mirrorDescent(let temperature, let size):
      for state in 0..<model.stateCount {
        values[state] = choice.mirror(
          q, last: p, layout.groups(state), step: step, temperature: temperature, size: size)
      }
    }
  }

  public func action(step: Int, state: Int, using stream: inout RandomStream) -> Int {
    if case .greedy = design.policy {
      return Int(model.layout.firstAction[Int(best[step * model.stateCount + state])])
    }
    return choice.draw(groupPolicy.base + step * model.groups.count, step: step, state: state, using: &stream)
  }

  public func observe(step: Int, state: Int, action: Int, reward: Double, next: Int) {
    observe(step: step, state: state, action: action, reward: reward, next: next, weight: 1)
  }

  /// The same with a weight, the inverse of a variance. What is known is not regressed on.
  func observe(step: Int, state: Int, action: Int, reward: Double, next: Int, weight: Double) {
    let row = Int(model.layout.rowOfPair[state * model.actionCount + action])
    guard row >= 0 else { return }
    moments.add(model, row: row, step: step, next: next, reward: reward, weight: weight)
  }

  public var values: [Double] { stateValues.array }

  public var policy: [Double] {
    let groups = model.groups.count
    return choice.actionPolicy { step, group in
      if self.design.policy != .greedy { return .mass(self.groupPolicy[step * groups + group]) }
      let state = self.choice.state(of: group)
      return self.best[step * self.model.stateCount + state] == group ? .first : .none
    }
  }

  /// Q_h(s, a) of the last plan.
  public func actionValue(step: Int, state: Int, action: Int) -> Double {
    groupValues[step * model.groups.count + model.groups.ofPair[state * model.actionCount + action]]
  }

  /// nu of the last plan; of nominal agents the whole weight, reward included. Shape [horizon, d].
  public var factorEstimates: [Double] { estimates.array }

  /// The diagonal of Lambda at a step.
  public func designDiagonal(step: Int) -> [Double] {
    let d = model.featureCount
    return moments.matrices[step].withMatrix { matrix in (0..<d).map { matrix[$0 * d + $0] } }
  }

  public func encode(into writer: inout ByteWriter) {
    moments.encode(into: &writer)
    writer.write(groupPolicy.array)
  }

  public func restore(from reader: inout ByteReader) throws(SnapshotError) {
    try moments.restore(from: &reader)
    groupPolicy.copy(from: try reader.readNumbers(groupPolicy.count))
  }
}
