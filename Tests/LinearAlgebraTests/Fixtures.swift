import Foundation
import LinearAlgebra
import Testing

/// Matrices with exact inverses, written by Scripts/record-linear-algebra-fixtures.py.
struct FactorCase: Decodable, CustomTestStringConvertible, Sendable {
  let order: Int
  let condition: Double
  /// Lower triangles, row by row.
  let matrix, inverse: [Double]
  /// Two columns, row by row.
  let rightSide, solution: [Double]
  let logarithmOfDeterminant: Double

  var testDescription: String { "order \(order), condition \(condition)" }

  /// What backward-stable methods may be wrong by, relative to the largest entry of the inverse.
  var tolerance: Double { 8 * Double(order) * condition * 0x1p-53 }

  static let all: [FactorCase] = load("factors")
}

/// Rows that are added again and again, and the exact inverse of their sum.
struct UpdateCase: Decodable, CustomTestStringConvertible, Sendable {
  let name: String
  let order: Int
  let ridge: Double
  let updates: Int
  let condition: Double
  let rows: [[Double]]
  let weights: [Double]
  /// Of the inverse.
  let diagonal: [Double]
  let logarithmOfDeterminant: Double

  var testDescription: String { name }

  static let all: [UpdateCase] = load("updates")

  /// What a build without optimisation adds up in seconds.
  static let quick: [UpdateCase] = {
    #if DEBUG
      all.filter { $0.order < 10 }
    #else
      all
    #endif
  }()
}

private struct File<Case: Decodable>: Decodable { let cases: [Case] }

private func load<Case: Decodable>(_ name: String) -> [Case] {
  let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures")!
  return try! JSONDecoder().decode(File<Case>.self, from: Data(contentsOf: url)).cases
}

/// A full square from its lower triangle.
func square(_ lower: [Double], order n: Int) -> [Double] {
  (0..<(n * n)).map { place in
    let (i, j) = (max(place / n, place % n), min(place / n, place % n))
    return lower[i * (i + 1) / 2 + j]
  }
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } : .infinity
}

func largest(_ a: [Double]) -> Double { a.reduce(0) { max($0, $1.magnitude) } }

/// LAPACK for tests that need it.
enum TestedLAPACK {
  /// `.ci/run` sets GAUNTLET_REQUIRE_LAPACK, so that there a missing library fails instead of skipping; the
  /// debug pass of `make test` is built without it.
  static let isExpected: Bool = {
    #if DEBUG && !LAPACK
      let isRequired = false
    #else
      let isRequired = ProcessInfo.processInfo.environment["GAUNTLET_REQUIRE_LAPACK"] == "1"
    #endif
    return isRequired || LinearAlgebraBackend.lapackProblem == nil
  }()

  static let backends: [LinearAlgebraBackend] = isExpected ? [.portable, .lapack] : [.portable]
}
