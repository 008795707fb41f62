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
    if policy.count > 0 {
      _ = worstCase(
        of: worths, around: nominal, starts: starts, under: policy, into: &kernel, workspace: &workspace)
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: starts.count - 1) { weights in
      weights.initialize(repeating: 0)
      var best = weights.mutableSpan
      _ = optimum(
        of: worths, around: nominal, starts: starts, policy: &best, into: &kernel, workspace: &workspace)
    }
  }

  /// A point on the chord between two extreme kernels: the worst ones of two lists of standard normal worths
  /// under two random policies, mixed by a uniform weight.
  public func sampleRows(
    first: Int, nominal: Span<Double>, starts: Span<Int>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: inout RandomStream
  ) {
    let (count, actions) = (nominal.count, starts.count - 1)
    withScratch(2 * count + actions) { scratch in
      let worths = UnsafeMutableBufferPointer(rebasing: scratch[..<count])
      let other = UnsafeMutableBufferPointer(rebasing: scratch[count..<(2 * count)])
      let policy = UnsafeMutableBufferPointer(rebasing: scratch[(2 * count)..<(2 * count + actions)])
      for isSecond in [false, true] {
        for index in 0..<count { worths[index] = stream.normal() }
        var weights = policy.mutableSpan
        stream.dirichlet(concentration: 1, into: &weights)
        _ = worstCase(
          of: Span(_unsafeElements: UnsafeBufferPointer(worths)), around: nominal, starts: starts,
          under: Span(_unsafeElements: UnsafeBufferPointer(policy)), into: &kernel, workspace: &workspace)
        if !isSecond {
          for index in 0..<count { other[index] = kernel[index] }
        }
      }
      let weight = stream.uniform()
      for index in 0..<count { kernel[index] = weight * other[index] + (1 - weight) * kernel[index] }
    }
  }

  public func contains(
    _ kernel: Span<Double>, first: Int, nominal: Span<Double>, starts: Span<Int>, tolerance: Double
  ) -> Bool {
    var spent = 0.0
    for action in 0..<(starts.count - 1) {
      let row = starts[action]..<starts[action + 1]
      var difference = 0.0
      for index in row {
        guard kernel[index] >= -tolerance else { return false }
        guard support == .all || nominal[index] > 0 || kernel[index] <= tolerance else { return false }
        difference += kernel[index] - nominal[index]
      }
      guard abs(difference) <= tolerance + 4 * .ulpOfOne * Double(row.count) else { return false }
      spent += distance(of: kernel.extracting(row), from: nominal.extracting(row), row: first + action)
    }
    return spent <= budget + tolerance
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>, row index: Int) -> Double {
    var sum = 0.0
    for i in 0..<row.count {
      let change = row[i] - nominal[i]
      switch measure {
      case .l1: sum += abs(change)
      case .chiSquare:
        if change != 0 { sum += nominal[i] > 0 ? change * change / nominal[i] : .infinity }
      case .kl:
        // q log(q / p) - q + p has no negative terms that cancel.
        if nominal[i] > 0 {
          let (q, p) = (max(row[i], 0), nominal[i])
          sum += q > 0 ? q * Elementary.log(q / p) - q + p : p
        } else if row[i] > 0 {
          sum = .infinity
        }
      }
    }
    return max(sum, 0)
  }
}
