import Foundation
import Testing

/// Bin edges, probabilities and critical values computed by SciPy at significance 1e-3.
struct DistributionFixture: Sendable {
  struct Row: Sendable, CustomTestStringConvertible {
    let kind: String
    let name: String
    let a: Double
    let b: Double
    let critical: Double
    let values: [Double]
    var testDescription: String { "\(name)(\(a), \(b))" }
  }

  let rows: [Row]

  static let shared = load()

  private static func load() -> DistributionFixture {
    guard
      let url = Bundle.module.url(
        forResource: "distributions", withExtension: "csv", subdirectory: "Fixtures"),
      let text = try? String(contentsOf: url, encoding: .ascii)
    else { preconditionFailure("Fixtures/distributions.csv is not in the test bundle") }
    let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(
        kind: fields[0], name: fields[1], a: Double(fields[2]) ?? 0, b: Double(fields[3]) ?? 0,
        critical: Double(fields[4]) ?? 0, values: fields[5].split(separator: ";").compactMap { Double($0) })
    }
    return DistributionFixture(rows: rows)
  }

  static func rows(_ kind: String) -> [Row] { shared.rows.filter { $0.kind == kind } }

  /// The chi-square critical value for `degrees` of freedom.
  static func critical(degrees: Int) throws -> Double {
    try #require(rows("chi-square").first { $0.name == "\(degrees)" }).critical
  }
}

/// Pearson's statistic, the sum of (observed - expected)^2 / expected.
func chiSquare(_ observed: [Int], expected: [Double]) -> Double {
  zip(observed, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
}

/// Pearson's statistic of counts that should all be the same.
func chiSquareUniform(_ observed: [Int]) -> Double {
  let expected = Double(observed.reduce(0, +)) / Double(observed.count)
  return chiSquare(observed, expected: observed.map { _ in expected })
}
