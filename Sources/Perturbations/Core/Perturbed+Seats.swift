import DecisionProcesses

extension Perturbed {
  /// Nature's action row: the components of all seats in the order of the rules, each in [-1, 1].
  public var seatDescription: RowDescription { RowDescription(seats.flatMap(\.components)) }

  /// Writes nature's action row into the seats; it holds for the coming steps of this episode, until it
  /// is written again.
  ///
  /// Values beyond [-1, 1] count as the nearer end.
  ///
  /// - Precondition: `row` is as wide as `seatDescription` and finite.
  public mutating func setSeats(_ row: Row) {
    var next = 0
    for seat in seats {
      for index in seat.components.indices {
        precondition(next < row.count, "nature's row is too short for its seats")
        let value = row[next]
        precondition(value.isFinite, "nature's row must be finite")
        memory[seat.start + index] = min(max(value, -1), 1)
        next += 1
      }
      memory[seat.start + seat.components.count] = 1
    }
    precondition(next == row.count, "nature's row is too long for its seats")
  }
}
