import DecisionProcesses
import ElementaryFunctions
import LinearAlgebra
import RandomStreams

/// Least-squares value iteration with a bonus, with or without nature: the learner of every agent here but
/// We-DRIVE-U.
///
/// Source: C. Jin et al., "Provably efficient reinforcement learning with linear function approximation",
/// COLT 2020 (the pass); Z. Liu, P. Xu, AISTATS 2024 (nature in it).
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
  /// log(pi / pi_ref) by group of mirror descent; shape [horizon, groups].
  private let groupLogarithms: NumberBuffer
  /// The best group; shape [horizon, states].
  private let best: UnsafeMutablePointer<Int32>
  private let choice: GroupChoice
  private let layout: ModelLayout.View
  /// Whether plans are made for all states, as after one that the model cannot meet, or for those alone that
  /// it can.
  private var plansAll: Bool
  private var isComplete = true
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
    layout = model.layout.view
    var isMirror = false
    if case .mirrorDescent = design.policy { isMirror = true }
    // Mirror descent takes its steps everywhere.
    plansAll = !layout.knowsMet || isMirror
    rowValues = NumberBuffer(model.rows.count)
    weights = NumberBuffer(model.featureCount)
    scratch = NumberBuffer(model.featureCount)
    // Mirror descent starts from the reference.
    groupLogarithms = NumberBuffer(isMirror ? model.horizon * groups : 0)
    for k in 0..<groupPolicy.count { groupPolicy[k] = choice.mass(k) }
  }

  deinit { best.deallocate() }

  public func plan() {
    for step in stride(from: model.horizon - 1, through: 0, by: -1) {
      estimate(step)
      value(step, list: plansAll ? model.horizon : step)
    }
    isComplete = plansAll
  }

  /// Values of a step's states in a list of the layout.
  @inline(__always)
  private func value(_ step: Int, list: Int) {
    weigh(step)
    valueRows(step, layout.rows[list])
    valueStates(step, layout.states[list], layout.groups[list])
  }

  /// Plans for everything from now on, if the data hold a state that the model cannot meet: the world differs
  /// from it.
  @inline(__always)
  private func meet(_ state: Int, step: Int) {
    if !plansAll, !layout.isMet[step * model.stateCount + state] {
      complete()
      plansAll = true
    }
  }

  /// Values what is never met, where somebody wants to see it.
  private func complete() {
    guard !isComplete else { return }
    // States that can be met keep what the last plan said of them, whatever was observed since.
    for step in 0..<model.horizon { value(step, list: model.horizon + 1 + step) }
    isComplete = true
  }

  /// nu of a step; of nominal agents the whole weight.
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
        }
      }
    }
  }

  /// Weights of the action values of a step.
  private func weigh(_ step: Int) {
    let d = model.featureCount
    let nu = estimates.base + step * d
    if design.nature == .nominal {
      for i in 0..<d { weights[i] = nu[i] }
    } else {
      let theta = layout.rewardWeights + step * d
      for i in 0..<d { weights[i] = theta[i] + nu[i] }
    }
  }

  /// Clipped values of the feature rows in `list`.
  @inline(__always)
  private func valueRows(_ step: Int, _ list: UnsafeBufferPointer<Int32>) {
    let d = model.featureCount
    let scale = design.outlook.sign * design.bonusScale
    let ceiling = Double(design.isCeilingWhole ? model.horizon : model.horizon - step)
    let bottom = design.hasLowerClip ? 0 : -Double.infinity
    let (layout, kind) = (layout, design.width)
    let (weights, roots, results) = (weights.base, scratch.base, rowValues.base)
    moments.matrices[step].withInverse { inverse in
      let inverse = inverse.baseAddress!
      if kind == .sum { for i in 0..<d { roots[i] = inverse[i * (d + 1)].squareRoot() } }
      for entry in list {
        let row = Int(entry)
        let range = layout.entries(row)
        var (q, width) = (0.0, 0.0)
        for k in range {
          let (i, share) = (Int(layout.index[k]), layout.value[k])
          q += share * weights[i]
          switch kind {
          case .sum: width += share * roots[i]
          case .root: width += share * share * inverse[i * (d + 1)]
          case .norm:
            for l in range { width += share * layout.value[l] * inverse[i * d + Int(layout.index[l])] }
          }
        }
        if kind != .sum { width = width.squareRoot() }
        results[row] = max(min(q + scale * width, ceiling), bottom)
      }
    }
  }

  /// Q of the groups, the policy and V of the states in the lists.
  @inline(__always)
  private func valueStates(
    _ step: Int, _ states: UnsafeBufferPointer<Int32>, _ list: UnsafeBufferPointer<Int32>
  ) {
    let layout = layout
    let first = step * layout.groupCount
    let values = stateValues.base + step * model.stateCount
    let (q, p, rows) = (groupValues.base + first, groupPolicy.base + first, rowValues.base)
    for entry in list {
      let group = Int(entry)
      let row = Int(layout.groupRow[group])
      q[group] = row >= 0 ? rows[row] : model.knownReturn(of: group, step: step)
    }
    if let fail = model.failState { for group in layout.groups(of: fail) { q[group] = 0 } }
    switch design.policy {
    case .greedy:
      let best = best + step * model.stateCount
      for entry in states {
        let state = Int(entry)
        let range = layout.groups(of: state)
        var chosen = range.lowerBound
        for group in range where q[group] > q[chosen] { chosen = group }
        best[state] = Int32(truncatingIfNeeded: chosen)
        values[state] = q[chosen]
      }
    case .softmax(let temperature):
      for entry in states {
        let state = Int(entry)
        values[state] = choice.softmax(
          q, into: p, layout.groups(of: state), step: step, temperature: temperature)
      }
    case .mirrorDescent(let temperature, let size):
      for entry in states {
        let state = Int(entry)
        values[state] = choice.mirror(
          q, last: groupLogarithms.base + first, into: p, layout.groups(of: state), step: step,
          temperature: temperature, size: size)
      }
    }
  }

  public func action(step: Int, state: Int, using stream: inout RandomStream) -> Int {
    meet(state, step: step)
    if case .greedy = design.policy {
      return Int(layout.firstAction[Int(best[step * model.stateCount + state])])
    }
    return choice.draw(groupPolicy.base + step * model.groups.count, step: step, state: state, using: &stream)
  }

  public func observe(step: Int, state: Int, action: Int, reward: Double, next: Int) {
    observe(step: step, state: state, action: action, reward: reward, next: next, weight: 1)
  }

  /// The same with a weight, the inverse of a variance. What is known is not regressed on.
  func observe(step: Int, state: Int, action: Int, reward: Double, next: Int, weight: Double) {
    let row = Int(layout.rowOfPair[state * model.actionCount + action])
    guard row >= 0 else { return }
    meet(state, step: step)
    meet(next, step: step + 1)
    moments.add(layout, row: row, step: step, next: next, reward: reward, weight: weight)
  }

  public var values: [Double] {
    complete()
    return stateValues.array
  }

  public var firstValue: Double {
    var sum = 0.0
    for state in 0..<model.stateCount where model.initial[state] > 0 {
      sum += model.initial[state] * stateValues[state]
    }
    return sum
  }

  public var policy: [Double] {
    complete()
    let groups = model.groups.count
    return choice.actionPolicy { step, group in
      if self.design.policy != .greedy { return .mass(self.groupPolicy[step * groups + group]) }
      let state = self.choice.state(of: group)
      return self.best[step * self.model.stateCount + state] == group ? .first : .none
    }
  }

  /// Q_h(s, a) of the last plan.
  public func actionValue(step: Int, state: Int, action: Int) -> Double {
    complete()
    return groupValues[step * model.groups.count + model.groups.ofPair[state * model.actionCount + action]]
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
    for number in groupLogarithms.array { writer.write(number) }
  }

  public func restore(from reader: inout ByteReader) throws(SnapshotError) {
    try moments.restore(from: &reader)
    for step in 0..<model.horizon {
      for k in 0..<moments.seenCount[step] {
        meet(Int(moments.seen[step * model.stateCount + k]), step: step + 1)
      }
    }
    groupLogarithms.copy(from: try reader.readNumbers(groupLogarithms.count))
  }
}
