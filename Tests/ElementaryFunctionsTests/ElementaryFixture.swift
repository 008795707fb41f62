import Foundation
import Testing

/// One exact value computed outside: `value + remainder` is `function(x)` or `function(x, y)`.
struct ElementaryCase: Sendable {
  let function: String
  let x: Double
  let y: Double
  let value: Double
  let remainder: Double

  /// The distance of `result` from the exact value in units in its last place.
  func error(of result: Double) -> Double {
    abs((result - value) - remainder) / value.ulp
  }

  static func load() throws -> [ElementaryCase] {
    let url = try #require(
      Bundle.module.url(forResource: "elementary-functions", withExtension: "csv", subdirectory: "Fixtures"))
    let lines = try String(contentsOf: url, encoding: .ascii).split(separator: "\n")
    return try lines.filter { !$0.hasPrefix("#") }.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return ElementaryCase(
        function: fields[0], x: try #require(Double(fields[1])),
        y: fields[2].isEmpty ? .nan : try #require(Double(fields[2])),
        value: try #require(Double(fields[3])), remainder: try #require(Double(fields[4])))
    }
  }
}
