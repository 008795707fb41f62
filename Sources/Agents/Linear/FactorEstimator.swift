import LinearAlgebra

/// What nature makes of next values, factor by factor, as the data tell it.
///
/// Owns the scratch of one thread's passes; allocates nothing once made.
package final class FactorEstimator {
  private let stateCount: Int
  private let featureCount: Int
  private let failState: Int?
  private let cap: Double
  /// Seen next states by ascending value.
  private let order: UnsafeMutablePointer<Int32>
  private let sorted: NumberBuffer
  /// Lambda^-1 M^T in that order; shape [features, seen].
  private let weights: NumberBuffer

  package init(_ model: LinearModel) {
    stateCount = model.stateCount
    featureCount = model.featureCount
    failState = model.failState
    cap = Double(model.horizon)
    order = .allocate(capacity: model.stateCount)
    order.initialize(repeating: 0, count: model.stateCount)
    sorted = NumberBuffer(model.stateCount)
    weights = NumberBuffer(model.stateCount * model.featureCount)
  }

  deinit { order.deallocate() }

  /// Writes nu of `step` for the next `values`, shape [states], into `nu`, shape [features].
  ///
  /// - Parameter sizes: radii or penalties of this step; shape [features].
  package func estimate(
    _ moments: LinearMoments, step: Int, values: UnsafePointer<Double>, nature: FactorOperator,
    sizes: UnsafePointer<Double>, mean: ExponentialMean, fallsToLeastSeen: Bool,
    into nu: UnsafeMutablePointer<Double>
  ) {
    let n = sortSeen(moments, step: step, values: values)
    let least = leastValue(values)
    if n == 0 || (least == 0 && sorted[n - 1] == 0 && sorted[0] == 0), isZeroOfZeros(nature) {
      nu.update(repeating: 0, count: featureCount)
      return
    }
    solve(moments, step: step, count: n)
    // Features sum to 1, so a constant is regressed exactly: what the ridge takes counts as the least value,
    // not as 0. Values that fall to what the data hold stay as they are.
    let shift = failState == nil && !fallsToLeastSeen ? least : 0
    let floor = fallsToLeastSeen && n > 0 ? sorted[0] : 0
    if shift != 0 { for k in 0..<n { sorted.base[k] -= shift } }
    for i in 0..<featureCount {
      let factor = EstimatedFactor(
        weights: weights.base + i * n, values: sorted.base, count: n, floor: floor, least: least - shift,
        cap: cap - shift)
      nu[i] = shift + factor.value(nature, size: sizes[i], mean: mean)
    }
  }

  /// Whether values that are all 0 are worth 0, whatever the weights.
  private func isZeroOfZeros(_ nature: FactorOperator) -> Bool {
    switch nature {
    case .nominal, .totalVariation, .totalVariationPenalty: return true
    case .kullbackLeibler, .chiSquare, .kullbackLeiblerPenalty, .chiSquarePenalty: return false
    }
  }

  private func leastValue(_ values: UnsafePointer<Double>) -> Double {
    var least = values[0]
    for state in 1..<max(stateCount, 1) { least = min(least, values[state]) }
    return least
  }

  /// Sorts the seen next states by value, equal ones by number, so that their order has no history.
  private func sortSeen(_ moments: LinearMoments, step: Int, values: UnsafePointer<Double>) -> Int {
    let n = moments.seenCount[step]
    let seen = moments.seen + step * stateCount
    for k in 0..<n {
      let state = seen[k]
      let value = values[Int(state)]
      var place = k
      while place > 0 {
        let other = order[place - 1]
        let otherValue = values[Int(other)]
        guard otherValue > value || (otherValue == value && other > state) else { break }
        order[place] = other
        place -= 1
      }
      order[place] = state
    }
    for k in 0..<n { sorted.base[k] = values[Int(order[k])] }
    return n
  }

  /// Lambda^-1 M^T, its columns in the order of the values.
  private func solve(_ moments: LinearMoments, step: Int, count n: Int) {
    let d = featureCount
    let arrivals = moments.arrivals.base + step * stateCount * d
    moments.matrices[step].withInverse { inverse in
      for k in 0..<n {
        let column = arrivals + Int(order[k]) * d
        for i in 0..<d {
          let row = inverse.baseAddress! + i * d
          var sum = 0.0
          for j in 0..<d { sum += row[j] * column[j] }
          weights.base[i * n + k] = sum
        }
      }
    }
  }
}
