import RandomStreams

/// The parameter rows with lower_i <= theta_i <= upper_i.
///
/// Parameters whose two bounds are equal stand still.
public struct BoxSet: ParameterSet, Equatable {
  /// Least value of each parameter.
  public let lower: [Double]
  /// Greatest value of each parameter.
  public let upper: [Double]
  /// Parameters that may move, ascending.
  public let free: [Int]

  /// Throws for lists of different lengths or none, and for bounds that are not finite, not in order, or so
  /// far apart that their difference is not finite.
  public init(lower: [Double], upper: [Double]) throws(UncertaintySetError) {
    guard !lower.isEmpty else {
      throw UncertaintySetError("a box without parameters", remedy: "give the bounds of at least one")
    }
    try checkParameters(lower, width: lower.count, name: "the lower corner of the box")
    try checkParameters(upper, width: lower.count, name: "the upper corner of the box")
    for index in lower.indices {
      guard lower[index] <= upper[index], (upper[index] - lower[index]).isFinite else {
        throw UncertaintySetError(
          "bounds \(lower[index]) and \(upper[index]) of parameter \(index) of the box",
          remedy: "give lower <= upper, with a finite difference")
      }
    }
    self.lower = lower
    self.upper = upper
    free = lower.indices.filter { lower[$0] < upper[$0] }
  }

  public var width: Int { lower.count }

  public func contains(_ row: Span<Double>, tolerance: Double) -> Bool {
    guard row.count == width else { return false }
    for index in lower.indices {
      guard row[index] >= lower[index] - tolerance, row[index] <= upper[index] + tolerance else {
        return false
      }
    }
    return true
  }

  public func project(_ row: inout MutableSpan<Double>) {
    precondition(row.count == width, "a row of \(row.count) parameters for a box of \(width)")
    for index in lower.indices { row[index] = min(max(row[index], lower[index]), upper[index]) }
  }

  public func sample(into row: inout MutableSpan<Double>, using stream: inout RandomStream) {
    precondition(row.count == width, "a row of \(row.count) parameters for a box of \(width)")
    for index in lower.indices {
      // Two words a parameter, whether it may move or not: a wider box shifts nobody's luck.
      let u = stream.uniform()
      row[index] = min(lower[index] + u * (upper[index] - lower[index]), upper[index])
    }
  }

  /// The 2^k rows with every one of k free parameters at an end; the first free parameter changes fastest.
  ///
  /// - Precondition: at most 20 free parameters.
  public var corners: [[Double]] {
    precondition(free.count <= 20, "\(free.count) free parameters have too many corners to list")
    return (0..<(1 << free.count)).map { code in
      var row = lower
      for (bit, index) in free.enumerated() where code >> bit & 1 == 1 { row[index] = upper[index] }
      return row
    }
  }

  /// `points` evenly spaced values of each free parameter, both ends included, in all combinations; the
  /// first free parameter changes fastest.
  ///
  /// - Precondition: `points` is at least 2, and there are at most 10^7 combinations.
  public func grid(points: Int) -> [[Double]] {
    precondition(points >= 2, "a grid of \(points) points has no two ends")
    var count = 1
    for _ in free {
      count *= points
      precondition(count <= 10_000_000, "a grid of more than 10^7 rows")
    }
    return (0..<count).map { code in
      var row = lower
      var rest = code
      for index in free {
        let step = rest % points
        rest /= points
        // The last point is the upper bound itself, not a sum that may miss it.
        row[index] =
          step == points - 1
          ? upper[index] : lower[index] + (upper[index] - lower[index]) * Double(step) / Double(points - 1)
      }
      return row
    }
  }
}
