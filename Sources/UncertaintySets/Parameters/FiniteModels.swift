import RandomStreams

/// A finite list of parameter rows: one model for each.
public struct FiniteModels: ParameterSet, Equatable {
  public let rows: [[Double]]

  /// Throws for an empty list, rows of different lengths or without parameters, or a number that is not
  /// finite.
  public init(rows: [[Double]]) throws(UncertaintySetError) {
    guard let first = rows.first, !first.isEmpty else {
      throw UncertaintySetError("no parameter row in a list of models", remedy: "give at least one")
    }
    for (index, row) in rows.enumerated() {
      try checkParameters(row, width: first.count, name: "model \(index)")
    }
    self.rows = rows
  }

  public var width: Int { rows[0].count }

  public func contains(_ row: Span<Double>, tolerance: Double) -> Bool {
    guard row.count == width else { return false }
    for listed in rows {
      var isEqual = true
      for index in listed.indices where !(abs(listed[index] - row[index]) <= tolerance) {
        isEqual = false
        break
      }
      if isEqual { return true }
    }
    return false
  }

  public func project(_ row: inout MutableSpan<Double>) {
    precondition(row.count == width, "a row of \(row.count) parameters for models of \(width)")
    var nearest = 0
    var least = Double.infinity
    for (index, listed) in rows.enumerated() {
      var square = 0.0
      for place in listed.indices { square += (listed[place] - row[place]) * (listed[place] - row[place]) }
      if square < least { (least, nearest) = (square, index) }
    }
    for place in rows[nearest].indices { row[place] = rows[nearest][place] }
  }

  public func sample(into row: inout MutableSpan<Double>, using stream: inout RandomStream) {
    precondition(row.count == width, "a row of \(row.count) parameters for models of \(width)")
    let chosen = stream.integer(below: rows.count)
    for place in rows[chosen].indices { row[place] = rows[chosen][place] }
  }

  public var corners: [[Double]] { rows }
}
