import ArgumentParser

/// What is shown around the middle of several values at one place.
enum Band: String, ExpressibleByArgument, CaseIterable {
  case se, minmax, quartiles, none
}

/// The middle of several values and the ends of their band.
struct Aggregate: Equatable {
  var middle: Double
  var low: Double
  var high: Double

  /// The mean ± standard error (standard deviation with n − 1, over √n; 0 for one value), the mean between
  /// the extremes, or the median between the quartiles (interpolated linearly between order statistics, type 7 of
  /// R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", 1996, doi:10.2307/2684934).
  ///
  /// Values that are not finite are left out; nil if none is left.
  init?(_ values: [Double], band: Band) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    let count = Double(sorted.count)
    let mean = sorted.reduce(0) { $0 + $1 / count }
    switch band {
    case .none: (middle, low, high) = (mean, mean, mean)
    case .minmax: (middle, low, high) = (mean, least, greatest)
    case .se:
      let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
      (middle, low, high) = (mean, mean - error, mean + error)
    case .quartiles:
      func quantile(_ p: Double) -> Double {
        let place = p * (count - 1)
        let i = min(Int(place), sorted.count - 1)
        let j = min(i + 1, sorted.count - 1)
        return sorted[i] + (place - Double(i)) * (sorted[j] - sorted[i])
      }
      (middle, low, high) = (quantile(0.5), quantile(0.25), quantile(0.75))
    }
  }
}
