/// How far apart outcomes are, for moving mass between them.
public struct GroundMetric: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case discrete
    case line
    /// Outcomes in increasing position, and the positions in that order.
    case positions(order: [Int], sorted: [Double])
    case matrix([Double])
  }

  let kind: Kind
  /// Number of outcomes; nil where any number fits.
  let count: Int?

  /// Distance 1 between any two outcomes: mass moved is the total variation.
  public static var discrete: GroundMetric { GroundMetric(kind: .discrete, count: nil) }

  /// Distance |i - j|.
  public static var line: GroundMetric { GroundMetric(kind: .line, count: nil) }

  /// Distance |x_i - x_j| of given positions. Throws for a position that is not finite.
  public static func positions(_ positions: [Double]) throws(UncertaintySetError) -> GroundMetric {
    for (index, position) in positions.enumerated() where !position.isFinite {
      throw UncertaintySetError(
        "position \(position) of outcome \(index) of the metric", remedy: "give finite numbers")
    }
    return sorted(positions)
  }

  /// Distance `matrix[i][j]`.
  ///
  /// Throws unless the matrix is square, its entries finite, positive off the diagonal and zero on it,
  /// symmetric, and no way round is shorter (to 1e-12 relative). O(n^3).
  public static func matrix(_ matrix: [[Double]]) throws(UncertaintySetError) -> GroundMetric {
    let n = matrix.count
    func refuse(_ i: Int, _ j: Int, _ remedy: String) -> UncertaintySetError {
      UncertaintySetError("distance \(matrix[i][j]) in row \(i), column \(j) of the metric", remedy: remedy)
    }
    for i in 0..<n {
      guard matrix[i].count == n else {
        throw UncertaintySetError(
          "row \(i) of the metric has \(matrix[i].count) distances for \(n) rows",
          remedy: "give as many columns as rows")
      }
      for j in 0..<n {
        guard matrix[i][j].isFinite else { throw refuse(i, j, "give finite numbers") }
        guard i == j ? matrix[i][j] == 0 : matrix[i][j] > 0 else {
          throw refuse(i, j, "give 0 on the diagonal and positive numbers elsewhere")
        }
        guard j >= i || matrix[i][j] == matrix[j][i] else { throw refuse(i, j, "make it symmetric") }
      }
    }
    for k in 0..<n {
      for i in 0..<n {
        for j in 0..<n where matrix[i][j] > (matrix[i][k] + matrix[k][j]) * (1 + 1e-12) {
          throw refuse(i, j, "give at most the way over outcome \(k), \(matrix[i][k] + matrix[k][j])")
        }
      }
    }
    return GroundMetric(kind: .matrix(matrix.flatMap { $0 }), count: n)
  }

  private static func sorted(_ positions: [Double]) -> GroundMetric {
    let order = positions.indices.sorted { (positions[$0], $0) < (positions[$1], $1) }
    return GroundMetric(
      kind: .positions(order: order, sorted: order.map { positions[$0] }), count: positions.count)
  }

  /// The distance of outcomes `i` and `j`. O(n) for positions, otherwise O(1).
  func distance(_ i: Int, _ j: Int) -> Double {
    switch kind {
    case .discrete: return i == j ? 0 : 1
    case .line: return Double(abs(i - j))
    case .positions(let order, let sorted):
      let (a, b) = (order.firstIndex(of: i), order.firstIndex(of: j))
      guard let a, let b else { preconditionFailure("outcomes \(i), \(j) of a metric of \(order.count)") }
      return abs(sorted[a] - sorted[b])
    case .matrix(let entries): return entries[i * (count ?? 0) + j]
    }
  }

  /// The metric among the given outcomes.
  func restricted(to outcomes: [Int]) -> GroundMetric {
    switch kind {
    case .discrete: return self
    case .line: return Self.sorted(outcomes.map(Double.init))
    case .positions(let order, let sorted):
      var position = [Double](repeating: 0, count: order.count)
      for (rank, outcome) in order.enumerated() { position[outcome] = sorted[rank] }
      return Self.sorted(outcomes.map { position[$0] })
    case .matrix:
      let entries = outcomes.flatMap { i in outcomes.map { j in distance(i, j) } }
      return GroundMetric(kind: .matrix(entries), count: outcomes.count)
    }
  }
}
