/// What nature plays in every row of a finite process: a probability for each outcome.
///
/// Made by `RobustModel`, and meaningful for rows like those that it was made for. Outcomes without
/// probability are left out.
public struct Kernel: Sendable, Equatable {
  /// Shape [states * actions + 1].
  let rowStart: [Int]
  /// Outcome of each entry, counted within its row.
  let outcome: [Int32]
  /// Probability of each entry.
  let probability: [Double]
  /// Outcomes of each row.
  let widths: [Int32]
  /// How far each row is from the nominal one in the set's own measure; 0 where it is the nominal one within
  /// round-off. Shape [states * actions].
  public let distances: [Double]

  /// The probability of each outcome of `row`; row (s, a) has the index s * actions + a.
  public func probabilities(ofRow row: Int) -> [Double] {
    var probabilities = [Double](repeating: 0, count: Int(widths[row]))
    for entry in rowStart[row]..<rowStart[row + 1] { probabilities[Int(outcome[entry])] = probability[entry] }
    return probabilities
  }

  /// Number of rows.
  public var rowCount: Int { widths.count }
}

/// Collects the rows of a kernel in order.
struct KernelBuilder {
  private var rowStart: [Int] = [0]
  private var outcome: [Int32] = []
  private var probability: [Double] = []
  private var widths: [Int32] = []
  private var distances: [Double] = []

  /// Appends a row; round-off below zero is cut off.
  mutating func add(_ row: UnsafeBufferPointer<Double>, distance: Double) {
    for (index, p) in row.enumerated() where p > 0 {
      outcome.append(Int32(index))
      probability.append(p)
    }
    rowStart.append(outcome.count)
    widths.append(Int32(row.count))
    distances.append(distance)
  }

  var kernel: Kernel {
    Kernel(
      rowStart: rowStart, outcome: outcome, probability: probability, widths: widths, distances: distances)
  }
}

/// Whether two rows are the same within round-off: what mixing a row with itself may do to it.
@usableFromInline
func isSame(_ row: UnsafeBufferPointer<Double>, _ nominal: UnsafeBufferPointer<Double>) -> Bool {
  for index in row.indices where abs(row[index] - nominal[index]) > 4 * .ulpOfOne { return false }
  return true
}
