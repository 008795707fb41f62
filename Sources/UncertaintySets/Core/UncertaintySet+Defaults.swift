import RandomStreams

extension UncertaintySet {
  public func check(nominal: Span<Double>) throws(UncertaintySetError) {}

  public func isSaturated(around nominal: Span<Double>) -> Bool { false }

  public var holdsNominal: Bool { true }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    workspace.admit(values.count)
    let kernel = UnsafeMutableBufferPointer(start: workspace.other, count: values.count)
    var row = kernel.mutableSpan
    return worstCase(of: values, around: nominal, into: &row, workspace: &workspace)
  }

  public func restricted(to outcomes: [Int]) -> Self { self }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    l1Distance(row, nominal)
  }

  /// - max over q of sum of q_i v_i = - min over q of sum of q_i (-v_i); a penalty is then subtracted.
  public func bestCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    workspace.admit(values.count)
    let negated = UnsafeMutableBufferPointer(start: workspace.signed, count: values.count)
    for index in 0..<values.count { negated[index] = -values[index] }
    return -worstCase(
      of: Span(_unsafeElements: UnsafeBufferPointer(negated)), around: nominal, into: &kernel,
      workspace: &workspace)
  }

  /// A point on the chord between two extreme rows: the minimisers for two lists of standard normal values,
  /// mixed by a uniform weight. Every neighbourhood in a convex set has positive probability; the
  /// distribution is not uniform.
  public func sample(
    around nominal: Span<Double>, into row: inout MutableSpan<Double>, workspace: inout SetWorkspace,
    using stream: inout RandomStream
  ) {
    let count = nominal.count
    workspace.admit(count)
    let values = UnsafeMutableBufferPointer(start: workspace.signed, count: count)
    let other = UnsafeMutableBufferPointer(start: workspace.other, count: count)
    for index in 0..<count { values[index] = stream.normal() }
    _ = worstCase(
      of: Span(_unsafeElements: UnsafeBufferPointer(values)), around: nominal, into: &row,
      workspace: &workspace)
    for index in 0..<count {
      other[index] = row[index]
      values[index] = stream.normal()
    }
    _ = worstCase(
      of: Span(_unsafeElements: UnsafeBufferPointer(values)), around: nominal, into: &row,
      workspace: &workspace)
    let weight = stream.uniform()
    for index in 0..<count { row[index] = weight * other[index] + (1 - weight) * row[index] }
  }

  /// Pulls `row` straight towards `nominal` until it lies in the set; a member stays as it is.
  ///
  /// The largest t in [0, 1] for which p + t (row - p) is a member, by 60 halvings: the nearest member on
  /// that line, not the nearest of all.
  ///
  /// - Precondition: `row` is a distribution on admitted outcomes, the set is convex and holds `nominal`.
  public func pull(
    _ row: inout MutableSpan<Double>, to nominal: Span<Double>, workspace: inout SetWorkspace
  ) {
    let count = nominal.count
    workspace.admit(count)
    let start = UnsafeMutableBufferPointer(start: workspace.other, count: count)
    for index in 0..<count { start[index] = row[index] }
    if contains(row.span, around: nominal, tolerance: 0) { return }
    var inside = 0.0
    var outside = 1.0
    for _ in 0..<60 {
      let middle = 0.5 * (inside + outside)
      for index in 0..<count { row[index] = nominal[index] + middle * (start[index] - nominal[index]) }
      // Rounding may take a row off the simplex by an ulp, which is no reason to pull it further.
      if contains(row.span, around: nominal, tolerance: 1e-15 * Double(count)) {
        inside = middle
      } else {
        outside = middle
      }
    }
    for index in 0..<count { row[index] = nominal[index] + inside * (start[index] - nominal[index]) }
  }

  /// `worstCase` for arrays, for scripts and tests: allocates the kernel and a workspace.
  ///
  /// Throws where the row is no distribution, a value is not finite, lengths differ, or the set's lists do
  /// not fit.
  public func worstCase(
    of values: [Double], around nominal: [Double]
  ) throws(UncertaintySetError) -> (value: Double, kernel: [Double]) {
    try extremeCase(of: values, around: nominal, isBest: false)
  }

  /// `bestCase` for arrays; as `worstCase(of:around:)`.
  public func bestCase(
    of values: [Double], around nominal: [Double]
  ) throws(UncertaintySetError) -> (value: Double, kernel: [Double]) {
    try extremeCase(of: values, around: nominal, isBest: true)
  }

  private func extremeCase(
    of values: [Double], around nominal: [Double], isBest: Bool
  ) throws(UncertaintySetError) -> (value: Double, kernel: [Double]) {
    try checkRow(nominal, values: values)
    try check(nominal: nominal.span)
    var workspace = SetWorkspace(capacity: nominal.count)
    var kernel = [Double](repeating: 0, count: nominal.count)
    var span = kernel.mutableSpan
    let value =
      isBest
      ? bestCase(of: values.span, around: nominal.span, into: &span, workspace: &workspace)
      : worstCase(of: values.span, around: nominal.span, into: &span, workspace: &workspace)
    return (value, kernel)
  }
}
