import ElementaryFunctions

extension RandomStream {
  /// Fills `row` with a draw from the Dirichlet distribution: gamma draws over their sum.
  ///
  /// The gamma draws are kept as logarithms and scaled by the largest before they are summed, so tiny
  /// concentrations give rows near a corner of the simplex, never NaN. The row sums to one within
  /// round-off. A variable number of words.
  ///
  /// - Precondition: as many concentrations as components, at least one, each from 1e-300 up and finite.
  public mutating func dirichlet(_ concentrations: Span<Double>, into row: inout MutableSpan<Double>) {
    precondition(
      concentrations.count == row.count,
      "dirichlet: \(concentrations.count) concentrations for a row of \(row.count)")
    for index in 0..<row.count { row[index] = logarithmOfGamma(shape: concentrations[index]) }
    normaliseLogarithms(&row)
  }

  /// Fills `row` with a draw from the symmetric Dirichlet distribution, every concentration the same.
  ///
  /// - Precondition: a row of at least one component; a concentration from 1e-300 up and finite.
  public mutating func dirichlet(concentration: Double, into row: inout MutableSpan<Double>) {
    for index in 0..<row.count { row[index] = logarithmOfGamma(shape: concentration) }
    normaliseLogarithms(&row)
  }

  /// Replaces logarithms by what they are the logarithms of, scaled to sum to one.
  private func normaliseLogarithms(_ row: inout MutableSpan<Double>) {
    precondition(row.count > 0, "dirichlet: an empty row has no distribution")
    var largest = row[0]
    for index in 1..<row.count { largest = Swift.max(largest, row[index]) }
    var sum = 0.0
    for index in 0..<row.count {
      row[index] = Elementary.exp(row[index] - largest)
      sum += row[index]
    }
    for index in 0..<row.count { row[index] /= sum }
  }
}
