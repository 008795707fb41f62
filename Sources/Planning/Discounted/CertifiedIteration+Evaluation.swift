extension CertifiedIteration {
  /// Sweeps over the greedy policy's rows until their span is a twentieth of the full sweep's, at most 100.
  @inlinable
  mutating func evaluateBySweeps() {
    let goal = max(0.05 * (change.high - change.low), roundOff)
    for _ in 0..<100 {
      let step = perform(.evaluation)
      buffers.exchange()
      evaluationSweeps += 1
      if step.high - step.low <= goal { return }
    }
  }

  /// One evaluation of partial policy iteration: the span falls by discount^2 from policy to policy, or to a
  /// twentieth of the full sweep's, whichever is less.
  ///
  /// Errors that fall faster than the discount keep the rate of robust policy iteration, and no policy but
  /// the last few is evaluated to the end. Sweeps go on while each leaves at most 4/5 of the span.
  @inlinable
  mutating func evaluatePartially() {
    let discount = backup.discount
    partialGoal = min(discount * discount * partialGoal, 0.05 * (change.high - change.low))
    let goal = max(partialGoal, goalOfEvaluation)
    var last = Double.infinity
    while true {
      let step = perform(.evaluation)
      buffers.exchange()
      evaluationSweeps += 1
      let span = step.high - step.low
      if span <= goal || !span.isFinite { return }
      if span > 0.8 * last { break }
      last = span
    }
    evaluateExactly(to: goal)
  }

  /// Evaluates the greedy policy against nature until the span of its sweeps is at most `goal`, by nature's
  /// policy iteration: solve for the policy's values under the kernel that nature plays now, see what nature
  /// plays against those, and again. Values fall from one turn to the next, so no kernel comes back.
  ///
  /// Ends without the goal where twenty turns running bring the span no lower, which round-off makes happen.
  /// Afterwards `buffers.values` is T_policy of `buffers.swept`; tells by how much they differ.
  @inlinable @discardableResult
  mutating func evaluateExactly(to goal: Double) -> SweepChange {
    var least = Double.infinity
    var idle = 0
    while true {
      solveChain()
      let step = perform(.evaluation)
      buffers.exchange()
      evaluationSweeps += 1
      let span = step.high - step.low
      idle = span < 0.9 * least ? 0 : idle + 1
      least = min(least, span)
      if span <= goal || idle == 20 || !span.isFinite { return step }
    }
  }

  /// Solves for the values of the greedy policy against the kernel that the backup plays just now.
  @inlinable
  mutating func solveChain() {
    let count = rows.stateCount
    var chain = self.chain.take() ?? PolicyChain(stateCount: count, entryCapacity: count * rows.longestRow)
    fill(&chain)
    var equations = self.equations.take() ?? ChainEquations(stateCount: count)
    var x = (0..<count).map { buffers.values[$0] }
    equations.solve(chain, discount: backup.discount, right: chain.reward, &x)
    for state in 0..<count where x[state].isFinite { buffers.values[state] = x[state] }
    self.chain = chain
    self.equations = equations
  }

  /// The chain of the greedy policy under the kernel that the backup plays.
  ///
  /// A state's reward is what its worth holds beside its discounted successors, so penalties are in it, and
  /// mass that nature puts where the table has no entry counts as it is worth now.
  @inlinable
  mutating func fill(_ chain: inout PolicyChain) {
    chain.clear()
    let actions = rows.actionCount
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.longestRow * actions) { kernels in
      for state in 0..<rows.stateCount {
        let reward: Double
        if buffers.policy.actions[state] >= 0 {
          let row = state * actions + Int(buffers.policy.actions[state])
          let worth = backup.kernel(
            ofRow: row, in: rows, values: buffers.values, scratch: &work.scratch[0],
            into: kernels.baseAddress!)
          reward = worth - add(row, 1, kernels.baseAddress!, to: &chain)
        } else {
          let mixture = buffers.policy.mixture(of: state)
          let worth = backup.kernels(
            ofMixture: mixture, in: state, of: rows, values: buffers.values, scratch: &work.scratch[0],
            into: kernels.baseAddress!)
          let start = rows.rowStart[state * actions]
          var later = 0.0
          for action in 0..<actions where mixture[action] > 0 {
            let row = state * actions + action
            later += add(
              row, mixture[action], kernels.baseAddress! + (rows.rowStart[row] - start), to: &chain)
          }
          reward = worth - later
        }
        chain.endState(reward: reward)
      }
    }
  }

  /// Adds `weight` times a row of successors; tells what they are worth, discounted.
  @inlinable
  func add(
    _ row: Int, _ weight: Double, _ kernel: UnsafePointer<Double>, to chain: inout PolicyChain
  ) -> Double {
    let start = rows.rowStart[row]
    var sum = 0.0
    for index in 0..<(rows.rowStart[row + 1] - start) {
      let next = rows.next[start + index]
      let probability = weight * kernel[index]
      chain.add(next, probability)
      sum += probability * buffers.values[Int(next)]
    }
    return backup.discount * sum
  }
}
