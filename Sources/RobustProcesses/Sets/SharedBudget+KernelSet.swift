import ElementaryFunctions
import RandomStreams
import UncertaintySets

/// What a state's actions spend together is limited; nature chooses for all of them at once.
extension SharedBudget: KernelSet {
  public static var couplesActions: Bool { true }

  /// With the support `all`.
  public var spansStates: Bool { support == .all }

  public func check(_ nominal: Span<Double>, row: Int) throws(UncertaintySetError) {}

  public func worstRows(
    first: Int, worths: Span<Double>, nominal: Span<Double>, starts: Span<Int>, policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace
  ) {
    let actions = starts.count - 1
    var own = SharedBudgetWorkspace(actions: actions, entries: worths.count)
    if policy.count > 0 {
      _ = worstCase(
        of: worths, around: nominal, starts: starts, under: policy, into: &kernel, workspace: &own)
      return
    }
    var best = [Double](repeating: 0, count: actions)
    var weights = best.mutableSpan
    _ = optimum(
      of: worths, around: nominal, starts: starts, policy: &weights, into: &kernel, workspace: &own)
  }

  /// A random row of the action's own ball, whose radius is its share of the budget: shares are uniform over
  /// all ways to share it out, and those of one stream are parts of one whole.
  public func sampleRow(
    _ index: Int, actionCount: Int, nominal: Span<Double>, into row: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: RandomStream
  ) {
    let action = index % actionCount
    var shares = stream
    var (own, sum) = (0.0, 0.0)
    for other in 0..<actionCount {
      // Weights of an exponential distribution: their shares are uniform on the simplex.
      let weight = -Elementary.log(1 - shares.uniform())
      sum += weight
      if other == action { own = weight }
    }
    let share = sum > 0 ? budget * (own / sum) : 0
    var luck = stream.substream(StreamPurpose(code: UInt32(truncatingIfNeeded: action)))
    sample(within: share, around: nominal, into: &row, workspace: &workspace, using: &luck)
  }

  /// A random row of the ball that a budget of `share` is for one action.
  private func sample(
    within share: Double, around nominal: Span<Double>, into row: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: inout RandomStream
  ) {
    do throws(UncertaintySetError) {
      switch measure {
      case .l1:
        try L1Ball(radius: min(share, 2), support: support)
          .sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
      case .lInfinity:
        try LInfinityBall(radius: min(share, 1), support: support)
          .sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
      case .chiSquare:
        try ChiSquareBall(radius: share)
          .sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
      case .kl:
        try KLBall(radius: share)
          .sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
      case .cvar:
        try CVaRSet(level: 1 / (1 + share))
          .sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
      }
    } catch {
      preconditionFailure("a share \(share) of the budget \(budget): \(error)")
    }
  }

  public func contains(
    _ kernel: Span<Double>, first: Int, nominal: Span<Double>, starts: Span<Int>, tolerance: Double
  ) -> Bool {
    contains(kernel, around: nominal, starts: starts, tolerance: tolerance)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>, row index: Int) -> Double {
    let starts: InlineArray<2, Int> = [0, row.count]
    return cost(of: row, around: nominal, starts: starts.span)
  }
}
