import ElementaryFunctions

/// Pearson's test of counts against probabilities.
public enum ChiSquare {
  /// P(X > x) for X chi-square distributed with k degrees of freedom: Q(k/2, x/2), the regularised upper
  /// incomplete gamma function, by its series below the mean and its continued fraction above.
  ///
  /// Relative error below 1e-9 down to 1e-200. Source: NIST DLMF 8.11.4 and 8.9.2.
  ///
  /// - Precondition: `degrees >= 1`, `x >= 0`.
  public static func upperTail(_ x: Double, degrees: Int) -> Double {
    precondition(degrees >= 1 && x >= 0, "chi-square needs x >= 0 and at least one degree of freedom")
    let (a, z) = (Double(degrees) / 2, x / 2)
    guard z > 0 else { return 1 }
    let scale = Elementary.exp(a * Elementary.log(z) - z - Elementary.logGamma(a))
    return z < a + 1 ? 1 - scale * series(a, z) : scale * continuedFraction(a, z)
  }

  /// Sum of z^n / (a (a + 1) ... (a + n)).
  private static func series(_ a: Double, _ z: Double) -> Double {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > sum * 1e-17 {
      n += 1
      term *= z / n
      sum += term
    }
    return sum
  }

  /// 1 / (z + 1 - a - 1 (1 - a) / (z + 3 - a - ...)), evaluated forwards by Lentz's method.
  private static func continuedFraction(_ a: Double, _ z: Double) -> Double {
    let tiny = 1e-300
    var b = z + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for k in 1...10_000 {
      let numerator = -Double(k) * (Double(k) - a)
      b += 2
      d = numerator * d + b
      if abs(d) < tiny { d = tiny }
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  /// The probability of counts at least as far from `probabilities`, by Pearson's statistic.
  ///
  /// Cells that expect fewer than five are pooled into one; with a single cell left the answer is 1.
  ///
  /// - Precondition: as many counts as probabilities, which sum to one.
  public static func significance(counts: [Int], probabilities: [Double]) -> Double {
    precondition(counts.count == probabilities.count, "one count per probability")
    let total = Double(counts.reduce(0, +))
    var cells: [(count: Double, expected: Double)] = []
    var rest = (count: 0.0, expected: 0.0)
    for (count, probability) in zip(counts, probabilities) {
      let expected = total * probability
      if expected < 5 {
        rest.count += Double(count)
        rest.expected += expected
      } else {
        cells.append((Double(count), expected))
      }
    }
    // A pool that expects too little itself joins the largest cell.
    if rest.expected >= 5 {
      cells.append(rest)
    } else if let largest = cells.indices.max(by: { cells[$0].expected < cells[$1].expected }) {
      cells[largest].count += rest.count
      cells[largest].expected += rest.expected
    }
    guard cells.count > 1 else { return 1 }
    let statistic = cells.reduce(0.0) { sum, cell in
      sum + (cell.count - cell.expected) * (cell.count - cell.expected) / cell.expected
    }
    return upperTail(statistic, degrees: cells.count - 1)
  }
}
