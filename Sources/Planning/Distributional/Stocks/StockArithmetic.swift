/// How stocks are counted: in units of the beginning, as an offset plus a key times a unit.
///
/// On a lattice keys are whole numbers and a reward adds a rounded one; otherwise the unit is 1 and a key is
/// the sum of discounted rewards itself, so that equal sums in equal order are equal bits.
struct StockArithmetic: Sendable {
  /// Distance of neighbouring stocks; nil where stocks are exact.
  let spacing: Double?
  /// Stock of key 0.
  let offset: Double
  /// discount^t for t up to the horizon; shape [horizon + 1].
  let scale: [Double]

  init(spacing: Double?, offset: Double, discount: Double, horizon: Int) {
    self.spacing = spacing
    self.offset = offset
    var scale = [1.0]
    scale.reserveCapacity(horizon + 1)
    for step in 0..<horizon { scale.append(scale[step] * discount) }
    self.scale = scale
  }

  var unit: Double { spacing ?? 1 }
  var horizon: Int { scale.count - 1 }

  /// What `reward` in step `step` adds to the key.
  func increment(_ reward: Double, step: Int) -> Double {
    let worth = scale[step] * reward
    guard let spacing else { return worth }
    return (worth / spacing).rounded()
  }

  /// Writes the increments of all entries; O(entries).
  func increments(of table: OutcomeTable, step: Int, into result: inout [Double]) {
    for entry in table.reward.indices { result[entry] = increment(table.reward[entry], step: step) }
  }

  func stock(ofKey key: Double) -> Double { offset + unit * key }

  /// A number of which all `rewards` are multiples within 1e-12 of the largest of them, the greatest that
  /// Euclid's algorithm finds; nil where there is none above a millionth of it. O(rewards).
  static func commonStep(of rewards: [Double]) -> Double? {
    let largest = rewards.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 1 }
    var step = 0.0
    for reward in rewards {
      var (a, b) = (max(step, abs(reward)), min(step, abs(reward)))
      while b > 1e-9 * largest { (a, b) = (b, abs(a - b * (a / b).rounded())) }
      step = a
      guard step > 1e-6 * largest else { return nil }
    }
    // Round-off of the divisions is taken back: the largest reward is a whole number of steps, and a step
    // is a whole number or one over a whole number where that is as good.
    step = largest / (largest / step).rounded()
    for nice in [step.rounded(), 1 / (1 / step).rounded()] where abs(nice - step) <= 1e-9 * step {
      step = nice
    }
    let isCommon = rewards.allSatisfy { abs($0 - step * ($0 / step).rounded()) <= 1e-12 * largest }
    return isCommon ? step : nil
  }
}
