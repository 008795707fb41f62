import LinearAlgebra

/// The data of a run as sums over transitions, for each step h:
///
///     Lambda = ridge I + sum phi phi^T / s2     M[s', i] = sum phi_i 1{s'} / s2     b = sum phi r / s2
///
/// so that Lambda^-1 sum phi f(s') / s2 = Lambda^-1 M^T f for any f without another look at the data: the
/// cost of an episode does not grow with those before it.
package final class LinearMoments {
  let horizon: Int
  let stateCount: Int
  let featureCount: Int
  /// Lambda and its inverse, of each step.
  package let matrices: UnsafeMutablePointer<RidgeMatrix>
  /// M; shape [horizon, states, features].
  let arrivals: NumberBuffer
  /// b; shape [horizon, features].
  let rewards: NumberBuffer
  /// Next states that were seen, by step; the first seenCount of each block of `stateCount`.
  let seen: UnsafeMutablePointer<Int32>
  let seenCount: UnsafeMutablePointer<Int>
  private let isSeen: UnsafeMutablePointer<Bool>

  package init(_ model: LinearModel, ridge: Double) throws(AgentError) {
    (horizon, stateCount, featureCount) = (model.horizon, model.stateCount, model.featureCount)
    let empty: RidgeMatrix
    do throws(LinearAlgebraError) {
      empty = try RidgeMatrix(order: featureCount, ridge: ridge)
    } catch {
      throw AgentError(error.message)
    }
    matrices = .allocate(capacity: horizon)
    matrices.initialize(repeating: empty, count: horizon)
    arrivals = NumberBuffer(horizon * stateCount * featureCount)
    rewards = NumberBuffer(horizon * featureCount)
    seen = .allocate(capacity: horizon * stateCount)
    seen.initialize(repeating: 0, count: horizon * stateCount)
    seenCount = .allocate(capacity: horizon)
    seenCount.initialize(repeating: 0, count: horizon)
    isSeen = .allocate(capacity: horizon * stateCount)
    isSeen.initialize(repeating: false, count: horizon * stateCount)
  }

  deinit {
    matrices.deinitialize(count: horizon)
    matrices.deallocate()
    seen.deallocate()
    seenCount.deallocate()
    isSeen.deallocate()
  }

  /// One transition out of a pair with feature row `row`, of weight 1 / s2.
  @inline(__always)
  package func add(_ layout: ModelLayout.View, row: Int, step: Int, next: Int, reward: Double, weight: Double)
  {
    let d = featureCount
    let range = layout.entries(row)
    let (indices, values) = (layout.index, layout.value)
    do throws(LinearAlgebraError) {
      try matrices[step].add(
        Span(_unsafeElements: UnsafeBufferPointer(start: values + range.lowerBound, count: range.count)),
        at: Span(_unsafeElements: UnsafeBufferPointer(start: indices + range.lowerBound, count: range.count)),
        weight: weight)
    } catch {
      // Features of the simplex and weights of at most 1 keep the sum far from any limit.
      preconditionFailure(error.message)
    }
    let (target, sums) = (arrivals.base + (step * stateCount + next) * d, rewards.base + step * d)
    for k in range {
      let scaled = weight * values[k]
      target[Int(indices[k])] += scaled
      sums[Int(indices[k])] += scaled * reward
    }
    if !isSeen[step * stateCount + next] { see(next, step: step) }
  }

  func see(_ next: Int, step: Int) {
    isSeen[step * stateCount + next] = true
    seen[step * stateCount + seenCount[step]] = Int32(next)
    seenCount[step] += 1
  }

  /// Forgets everything but the given matrices.
  func begin(with matrices: [RidgeMatrix]) {
    for step in 0..<horizon { self.matrices[step] = matrices[step] }
    arrivals.base.update(repeating: 0, count: arrivals.count)
    for step in 0..<horizon { seenCount[step] = 0 }
    isSeen.update(repeating: false, count: horizon * stateCount)
  }

  /// phi z(f) and phi z(f^2) for next values f, shape [states], with u = Lambda^-1 phi as `squaredLength`
  /// gives it and z as above.
  @inline(__always)
  func nextMoments(
    of values: UnsafePointer<Double>, step: Int, along u: UnsafePointer<Double>
  ) -> (first: Double, second: Double) {
    let d = featureCount
    var (first, second) = (0.0, 0.0)
    for k in 0..<seenCount[step] {
      let state = Int(seen[step * stateCount + k])
      let column = arrivals.base + (step * stateCount + state) * d
      var weight = 0.0
      for i in 0..<d { weight += u[i] * column[i] }
      first += weight * values[state]
      second += weight * values[state] * values[state]
    }
    return (first, second)
  }

  /// The estimated variance [phi z(f^2)]_[0, H^2] - [phi z(f)]_[0, H]^2.
  func spread(_ moments: (first: Double, second: Double)) -> Double {
    let horizon = Double(horizon)
    let mean = min(max(moments.first, 0), horizon)
    return min(max(moments.second, 0), horizon * horizon) - mean * mean
  }

  /// phi^T Lambda^-1 phi of a feature row, and u = Lambda^-1 phi in `u`.
  @inline(__always)
  func squaredLength(_ layout: ModelLayout.View, row: Int, step: Int, into u: UnsafeMutablePointer<Double>)
    -> Double
  {
    let d = featureCount
    let range = layout.entries(row)
    return matrices[step].withInverse { inverse in
      for i in 0..<d {
        let line = inverse.baseAddress! + i * d
        var sum = 0.0
        for k in range { sum += line[Int(layout.index[k])] * layout.value[k] }
        u[i] = sum
      }
      var length = 0.0
      for k in range { length += layout.value[k] * u[Int(layout.index[k])] }
      return length
    }
  }
}
