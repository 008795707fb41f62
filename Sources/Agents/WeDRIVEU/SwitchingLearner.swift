import DecisionProcesses
import ElementaryFunctions
import LinearAlgebra
import RandomStreams

/// The learner of We-DRIVE-U: variance-weighted regression, an upper and a lower value, and a new policy only
/// when the determinant of some Sigma_h has doubled.
///
///     Q_up  = min(phi . (theta + nu(V_up)) + beta Gamma, Q_up before, H - h)
///     Q_low = max(phi . (theta + nu(V_low)) - beta Gamma, Q_low before, 0)
///
/// both under total variation, Gamma = sum_i phi_i sqrt((Sigma^-1)_ii); greedy in Q_up. The weight of a
/// transition is 1 / s2 with s2 = max(1, V + error E + difference D, norm 2 d^3 H^2 |phi|_{Sigma^-1}), where
///
///     z(f) = Sigma^-1 sum phi f / s2,   n = |phi|_{Sigma^-1}
///     V = [phi z(V_up^2)]_[0, H^2] - [phi z(V_up)]_[0, H]^2
///     E = min(beta H n, H^2) + min(2 H beta n, H^2)
///     D = min(4 d^3 H^2 (phi z(V_up) - phi z(V_low) + 2 beta n), d^3 H^3)
///
/// Source: Z. Liu, W. Wang, P. Xu, arXiv 2409.20521, of which we could read no more than the abstract: the
/// order of operations and the weights follow LSVI-UCB++ (J. He et al., ICML 2023) and are a reconstruction.
public final class SwitchingLearner: StagedLearner {
  public let model: LinearModel
  public let design: LinearDesign
  public let weighting: VarianceWeighting
  private let moments: LinearMoments
  private let estimator: FactorEstimator
  /// Policies so far.
  public private(set) var switchCount = 0
  /// Whether the last plan made a new policy.
  public private(set) var hasSwitched = false
  /// log det Sigma at the last switch, by step.
  private var logarithms: [Double]
  private let upper: Side
  private let lower: Side
  private var best: [Int32]
  private let scratch: NumberBuffer
  private let weights: NumberBuffer

  /// One of the two values: Q by group [horizon, groups], V [horizon + 1, states], nu [horizon, d].
  private final class Side {
    let groupValues: NumberBuffer
    let values: NumberBuffer
    let estimates: NumberBuffer

    init(_ model: LinearModel) {
      groupValues = NumberBuffer(model.horizon * model.groups.count)
      values = NumberBuffer((model.horizon + 1) * model.stateCount)
      estimates = NumberBuffer(model.horizon * model.featureCount)
    }
  }

  /// Throws for settings that make no sense for the model.
  ///
  /// - Parameter design: its nature, sizes, bonus scale, ridge and mean are used; the rest is the agent's own.
  public init(_ model: LinearModel, design: LinearDesign, weighting: VarianceWeighting) throws(AgentError) {
    try design.check(for: model)
    try weighting.check()
    self.model = model
    self.design = design
    self.weighting = weighting
    moments = try LinearMoments(model, ridge: design.ridge)
    estimator = FactorEstimator(model)
    logarithms = Array(repeating: -.infinity, count: model.horizon)
    upper = Side(model)
    lower = Side(model)
    best = Array(repeating: 0, count: model.horizon * model.stateCount)
    scratch = NumberBuffer(model.featureCount)
    weights = NumberBuffer(model.featureCount)
    for step in 0..<model.horizon {
      for group in 0..<model.groups.count {
        upper.groupValues[step * model.groups.count + group] = Double(model.horizon - step)
      }
    }
  }

  public func plan() {
    let doubled = 0.6931471805599453
    hasSwitched = (0..<model.horizon).contains {
      moments.matrices[$0].logarithmOfDeterminant >= logarithms[$0] + doubled
    }
    guard hasSwitched else { return }
    for step in stride(from: model.horizon - 1, through: 0, by: -1) {
      tighten(upper, step: step, sign: 1)
      tighten(lower, step: step, sign: -1)
      valueStates(step)
    }
    for step in 0..<model.horizon { logarithms[step] = moments.matrices[step].logarithmOfDeterminant }
    switchCount += 1
  }

  private func tighten(_ side: Side, step: Int, sign: Double) {
    let d = model.featureCount
    let groups = model.groups
    let nu = side.estimates.base + step * d
    design.sizes.values.withUnsafeBufferPointer { sizes in
      estimator.estimate(
        moments, step: step, values: side.values.base + (step + 1) * model.stateCount, nature: design.nature,
        sizes: sizes.baseAddress! + step * d, mean: design.mean, fallsToLeastSeen: false, into: nu)
    }
    for i in 0..<d { weights[i] = model.rewardWeights[step * d + i] + nu[i] }
    moments.matrices[step].withInverse { inverse in
      for i in 0..<d { scratch[i] = inverse[i * d + i].squareRoot() }
    }
    let (q, layout) = (side.groupValues.base + step * groups.count, model.layout.view)
    for group in 0..<groups.count {
      let row = groups.row[group]
      guard row >= 0 else {
        q[group] = model.knownReturn(of: group, step: step)
        continue
      }
      var (value, width) = (0.0, 0.0)
      for k in layout.entries(row) {
        value += layout.value[k] * weights[Int(layout.index[k])]
        width += layout.value[k] * scratch[Int(layout.index[k])]
      }
      value += sign * design.bonusScale * width
      q[group] = sign > 0 ? min(value, q[group], Double(model.horizon - step)) : max(value, q[group], 0)
    }
    if let fail = model.failState {
      for group in groups.start[fail]..<groups.start[fail + 1] { q[group] = 0 }
    }
  }

  private func valueStates(_ step: Int) {
    let groups = model.groups
    let first = step * groups.count
    for state in 0..<model.stateCount {
      var chosen = groups.start[state]
      var most = -Double.infinity
      for group in groups.start[state]..<groups.start[state + 1] {
        if upper.groupValues[first + group] > upper.groupValues[first + chosen] { chosen = group }
        most = max(most, lower.groupValues[first + group])
      }
      let place = step * model.stateCount + state
      best[place] = Int32(chosen)
      upper.values[place] = upper.groupValues[first + chosen]
      lower.values[place] = most
    }
  }

  public func action(step: Int, state: Int, using stream: inout RandomStream) -> Int {
    Int(model.layout.view.firstAction[Int(best[step * model.stateCount + state])])
  }

  public func observe(step: Int, state: Int, action: Int, reward: Double, next: Int) {
    let row = model.rows.rowOfPair[state * model.actionCount + action]
    guard row >= 0 else { return }
    moments.add(
      model.layout.view, row: row, step: step, next: next, reward: reward,
      weight: 1 / variance(step: step, row: row))
  }

  /// s2 of a transition at `step` out of (`state`, `action`), from the data before it and the last switch's
  /// values; nil where the return is known.
  public func variance(step: Int, state: Int, action: Int) -> Double? {
    let row = model.rows.rowOfPair[state * model.actionCount + action]
    return row >= 0 ? variance(step: step, row: row) : nil
  }

  private func variance(step: Int, row: Int) -> Double {
    let norm = moments.squaredLength(model.layout.view, row: row, step: step, into: scratch.base).squareRoot()
    let next = (step + 1) * model.stateCount
    let above = moments.nextMoments(of: upper.values.base + next, step: step, along: scratch.base)
    let below = moments.nextMoments(of: lower.values.base + next, step: step, along: scratch.base)
    return weighting.variance(
      spread: moments.spread(above), difference: above.first - below.first, norm: norm,
      beta: design.bonusScale,
      d: Double(model.featureCount), horizon: Double(model.horizon))
  }

  public var values: [Double] { upper.values.array }
  /// The lower values of the last switch; shape [horizon + 1, states].
  public var lowerValues: [Double] { lower.values.array }
  /// nu of the last switch for the upper and the lower values; shape [horizon, d].
  public var factorEstimates: (upper: [Double], lower: [Double]) {
    (upper.estimates.array, lower.estimates.array)
  }

  /// Upper and lower Q_h(s, a) of the last switch.
  public func actionValues(step: Int, state: Int, action: Int) -> (upper: Double, lower: Double) {
    let place = step * model.groups.count + model.groups.ofPair[state * model.actionCount + action]
    return (upper.groupValues[place], lower.groupValues[place])
  }

  public var policy: [Double] {
    var result = Array(repeating: 0.0, count: model.horizon * model.stateCount * model.actionCount)
    for place in best.indices {
      result[place * model.actionCount + model.groups.actions[model.groups.actionStart[Int(best[place])]]] = 1
    }
    return result
  }

  public func encode(into writer: inout ByteWriter) {
    moments.encode(into: &writer)
    writer.write(UInt64(switchCount))
    for logarithm in logarithms { writer.write(logarithm) }
    for group in best { writer.write(UInt32(group)) }
    for side in [upper, lower] {
      for number in side.groupValues.array { writer.write(number) }
      for number in side.values.array { writer.write(number) }
      for number in side.estimates.array { writer.write(number) }
    }
  }

  public func restore(from reader: inout ByteReader) throws(SnapshotError) {
    try moments.restore(from: &reader)
    switchCount = Int(try reader.readInteger(UInt64.self))
    logarithms = try reader.readNumbers(model.horizon)
    for place in best.indices {
      let offset = reader.offset
      let group = try reader.readInteger(UInt32.self)
      guard Int(group) < model.groups.count else {
        throw SnapshotError("group \(group) of \(model.groups.count): bytes of another model", offset: offset)
      }
      best[place] = Int32(group)
    }
    for side in [upper, lower] {
      side.groupValues.copy(from: try reader.readNumbers(side.groupValues.count))
      side.values.copy(from: try reader.readNumbers(side.values.count))
      side.estimates.copy(from: try reader.readNumbers(side.estimates.count))
    }
  }
}

/// How variances become weights: factors of the terms of `SwitchingLearner`, 1 in the theory and 0 as tuned.
public struct VarianceWeighting: Sendable, Equatable {
  public var error: Double
  public var difference: Double
  public var norm: Double
  /// Added to the variance.
  public var offset: Double

  public init(error: Double = 0, difference: Double = 0, norm: Double = 0, offset: Double = 0) {
    (self.error, self.difference, self.norm, self.offset) = (error, difference, norm, offset)
  }

  /// The factors of the theory, with which weights are so small that nothing is learnt in worlds of this
  /// size.
  public static let theoretical = VarianceWeighting(error: 1, difference: 1, norm: 1)

  func check() throws(AgentError) {
    for (name, value) in [("error", error), ("difference", difference), ("norm", norm), ("offset", offset)] {
      guard value >= 0 && value.isFinite else {
        throw AgentError("factor \(value) of the \(name) term: give a number from 0 on")
      }
    }
  }

  func variance(
    spread: Double, difference gap: Double, norm length: Double, beta: Double, d: Double, horizon: Double
  ) -> Double {
    let square = horizon * horizon
    let errors = min(beta * horizon * length, square) + min(2 * horizon * beta * length, square)
    let cube = d * d * d
    let gaps = min(4 * cube * square * (gap + 2 * beta * length), cube * square * horizon)
    let variance = spread + error * errors + difference * gaps + offset
    return max(variance, 1, norm * 2 * cube * square * length)
  }
}
