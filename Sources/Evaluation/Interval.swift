import ElementaryFunctions

/// The mean of independent numbers with its 95 % confidence interval, mean +- half: Student's t with n - 1
/// degrees of freedom; `half` is not a number for fewer than two.
public struct Interval: Sendable, Equatable {
  public let mean: Double
  public let half: Double
  public let count: Int

  /// - Precondition: at least one number.
  public init(_ numbers: [Double]) {
    precondition(!numbers.isEmpty, "the mean of no numbers")
    count = numbers.count
    let mean = numbers.reduce(0, +) / Double(count)
    self.mean = mean
    guard count > 1 else {
      half = .nan
      return
    }
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    half = Self.quantile(count - 1) * (squares / Double(count - 1) / Double(count)).squareRoot()
  }

  public var low: Double { mean - half }
  public var high: Double { mean + half }

  /// The 97.5 % quantile of Student's t.
  ///
  /// Source: tabulated to three digits up to 30 degrees of freedom; beyond, the first terms of the expansion
  /// of Fisher and Cornish, whose error is below 1e-4 there.
  static func quantile(_ degrees: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
      2.131,
      2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ]
    if degrees <= table.count { return table[degrees - 1] }
    let (z, n) = (1.959964, Double(degrees))
    let (cube, fifth) = (z * z * z, z * z * z * z * z)
    return z + (cube + z) / (4 * n) + (5 * fifth + 16 * cube + 3 * z) / (96 * n * n)
  }
}

/// The slope of log y on log x by least squares; points that are not positive are left out.
///
/// Returns nil for fewer than two points.
public func logarithmicSlope(_ points: [(x: Double, y: Double)]) -> Double? {
  let kept = points.filter { $0.x > 0 && $0.y > 0 }.map { (Elementary.log($0.x), Elementary.log($0.y)) }
  guard kept.count > 1 else { return nil }
  let (mx, my) = (
    kept.reduce(0) { $0 + $1.0 } / Double(kept.count), kept.reduce(0) { $0 + $1.1 } / Double(kept.count)
  )
  let square = kept.reduce(0) { $0 + ($1.0 - mx) * ($1.0 - mx) }
  guard square > 0 else { return nil }
  return kept.reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / square
}
