import ElementaryFunctions

/// A law of finitely many returns: atoms at increasing values with positive probabilities.
///
/// Source: M. Bellemare, W. Dabney, M. Rowland, "Distributional Reinforcement Learning", MIT Press 2023,
/// doi:10.7551/mitpress/14207.001.0001.
public struct ReturnDistribution: Sendable, Equatable {
  /// Strictly increasing, in units of reward; shape [atoms].
  public let values: [Double]
  /// Positive; the sum is one within round-off; shape [atoms].
  public let probabilities: [Double]

  /// The law with these atoms, in any order.
  ///
  /// Equal values become one atom, 0 and -0 being equal; atoms of probability zero are dropped.
  /// Probabilities whose sum is one within 1e-9 are divided by it. Throws for lists of different lengths,
  /// numbers that are not finite, negative probabilities and other sums. O(n log n).
  public init(values: [Double], probabilities: [Double]) throws(PlanningError) {
    guard values.count == probabilities.count else {
      throw PlanningError("\(values.count) values for \(probabilities.count) probabilities")
    }
    var total = 0.0
    for (index, p) in probabilities.enumerated() {
      guard values[index].isFinite else {
        throw PlanningError("atom \(index): the value \(values[index]) is not finite")
      }
      guard p >= 0, p.isFinite else {
        throw PlanningError("atom \(index): probability \(p); give a number from 0 to 1")
      }
      total += p
    }
    guard abs(total - 1) <= 1e-9 else { throw PlanningError("the probabilities sum to \(total), not 1") }
    let isRoundOff = abs(total - 1) <= 0.5 * Double.ulpOfOne * Double(values.count)
    var atoms = AtomList()
    for (value, p) in zip(values, probabilities) { atoms.add(value, isRoundOff ? p : p / total) }
    self = atoms.law()
  }

  /// The law of a number that is known.
  ///
  /// - Precondition: `value` is finite.
  public init(certain value: Double) {
    precondition(value.isFinite, "a return of \(value)")
    self.init(increasing: [value], [1])
  }

  /// Atoms that obey the rules already.
  init(increasing values: [Double], _ probabilities: [Double]) {
    self.values = values
    self.probabilities = probabilities
  }

  /// Number of atoms.
  public var count: Int { values.count }

  /// O(atoms).
  public var mean: Double {
    var sum = 0.0
    for (value, p) in zip(values, probabilities) { sum += p * value }
    return sum
  }

  /// Sum of p (x - mean)^2; O(atoms).
  public var variance: Double {
    let mean = mean
    var sum = 0.0
    for (value, p) in zip(values, probabilities) { sum += p * (value - mean) * (value - mean) }
    return sum
  }

  /// P(X <= `value`); O(atoms).
  public func cumulativeProbability(at value: Double) -> Double {
    var sum = 0.0
    for (atom, p) in zip(values, probabilities) where atom <= value { sum += p }
    return min(sum, 1)
  }

  /// The least x with P(X <= x) >= `level`, where a miss by round-off, 4 ulp for each atom, still counts.
  /// O(atoms).
  ///
  /// - Precondition: 0 <= level <= 1.
  public func quantile(_ level: Double) -> Double {
    precondition(level >= 0 && level <= 1, "quantile(\(level)): give a number from 0 to 1")
    let goal = level - 4 * Double.ulpOfOne * Double(count)
    var sum = 0.0
    for (value, p) in zip(values, probabilities) {
      sum += p
      if sum >= goal { return value }
    }
    return values[count - 1]
  }

  /// The law as a list of atoms that others join.
  func append(to atoms: inout AtomList, weight: Double, scale: Double = 1, shift: Double = 0) {
    for (value, p) in zip(values, probabilities) { atoms.add(scale * value + shift, weight * p) }
  }
}

/// Atoms in any order, on their way to a law.
struct AtomList {
  struct Atom {
    var value: Double
    var probability: Double
  }

  var atoms: [Atom] = []

  mutating func add(_ value: Double, _ probability: Double) {
    if probability > 0 { atoms.append(Atom(value: value, probability: probability)) }
  }

  mutating func removeAll() { atoms.removeAll(keepingCapacity: true) }

  /// Sorts the atoms and makes equal values one atom. O(n log n), less where they come in sorted runs.
  mutating func merge() {
    atoms.sort { $0.value < $1.value }
    var last = -1
    for index in atoms.indices {
      if last >= 0, atoms[last].value == atoms[index].value {
        atoms[last].probability += atoms[index].probability
      } else {
        last += 1
        atoms[last] = atoms[index]
      }
    }
    atoms.removeLast(atoms.count - last - 1)
  }

  /// The law of the atoms; their probabilities must sum to one.
  mutating func law() -> ReturnDistribution {
    merge()
    return ReturnDistribution(increasing: atoms.map(\.value), atoms.map(\.probability))
  }
}
