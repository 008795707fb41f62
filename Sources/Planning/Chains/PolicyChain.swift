/// The Markov chain that a policy makes of a process, as rows of successors.
///
/// Kept between evaluations: filling it again allocates nothing once it has grown.
@usableFromInline
struct PolicyChain {
  @usableFromInline let stateCount: Int
  /// Shape [states + 1].
  @usableFromInline var rowStart: [Int]
  /// Successors; entries that end the episode are left out, for the end is worth 0.
  @usableFromInline var next: [Int32]
  @usableFromInline var probability: [Double]
  /// Expected reward of each state.
  @usableFromInline var reward: [Double]

  @usableFromInline
  init(stateCount: Int, entryCapacity: Int) {
    self.stateCount = stateCount
    rowStart = []
    next = []
    probability = []
    reward = []
    rowStart.reserveCapacity(stateCount + 1)
    next.reserveCapacity(entryCapacity)
    probability.reserveCapacity(entryCapacity)
    reward.reserveCapacity(stateCount)
  }

  @usableFromInline
  mutating func clear() {
    rowStart.removeAll(keepingCapacity: true)
    rowStart.append(0)
    next.removeAll(keepingCapacity: true)
    probability.removeAll(keepingCapacity: true)
    reward.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func add(_ successor: Int32, _ p: Double) {
    if p != 0 && Int(successor) < stateCount {
      next.append(successor)
      probability.append(p)
    }
  }

  @inlinable
  mutating func endState(reward r: Double) {
    rowStart.append(next.count)
    reward.append(r)
  }

  /// result = x - discount * P x, or with the transpose of P. O(entries).
  func residualOperator(
    _ x: [Double], discount: Double, transposed: Bool, into result: inout [Double]
  ) {
    if transposed {
      for state in 0..<stateCount { result[state] = x[state] }
      for state in 0..<stateCount {
        let mass = discount * x[state]
        for entry in rowStart[state]..<rowStart[state + 1] {
          result[Int(next[entry])] -= mass * probability[entry]
        }
      }
    } else {
      for state in 0..<stateCount {
        var sum = 0.0
        for entry in rowStart[state]..<rowStart[state + 1] {
          sum += probability[entry] * x[Int(next[entry])]
        }
        result[state] = x[state] - discount * sum
      }
    }
  }
}
