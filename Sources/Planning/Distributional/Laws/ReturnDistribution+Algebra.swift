extension ReturnDistribution {
  /// The law of X + `amount`; values that round to the same number become one atom. O(atoms).
  ///
  /// - Precondition: `amount` is finite.
  public func shifted(by amount: Double) -> ReturnDistribution { moved(scale: 1, shift: amount) }

  /// The law of `factor` * X. O(atoms).
  ///
  /// - Precondition: `factor` is finite.
  public func scaled(by factor: Double) -> ReturnDistribution { moved(scale: factor, shift: 0) }

  private func moved(scale: Double, shift: Double) -> ReturnDistribution {
    precondition(scale.isFinite && shift.isFinite, "a return scaled by \(scale) and shifted by \(shift)")
    var atoms = AtomList()
    append(to: &atoms, weight: 1, scale: scale, shift: shift)
    return atoms.law()
  }

  /// The law of a number drawn from one of `laws`, which is chosen with its weight.
  ///
  /// Throws unless there is a weight for each law and the weights are a distribution within 1e-9, by whose
  /// sum they are divided. O(n log n) in the atoms of all.
  public static func mixture(
    of laws: [ReturnDistribution], weights: [Double]
  ) throws(PlanningError) -> ReturnDistribution {
    guard laws.count == weights.count else {
      throw PlanningError("\(weights.count) weights for \(laws.count) laws")
    }
    let total = weights.reduce(0, +)
    guard weights.allSatisfy({ $0 >= 0 }), abs(total - 1) <= 1e-9 else {
      throw PlanningError("the weights \(weights) of a mixture sum to \(total), not 1")
    }
    var atoms = AtomList()
    for (law, weight) in zip(laws, weights) { law.append(to: &atoms, weight: weight / total) }
    return atoms.law()
  }
}
