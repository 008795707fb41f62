/// The laws of the returns of a policy, by the distributional Bellman equation
///
///     G(s) = R + discount * G'(s'),  a drawn by the policy, (R, s') by p(., . | s, a)
///
/// from G = 0 after the last step. Finite horizons are exact, discounted or not, unless atoms are merged; the
/// endless return is found to a guaranteed Wasserstein-1 error.
///
/// Source: M. Bellemare, W. Dabney, M. Rowland, "Distributional Reinforcement Learning", MIT Press 2023,
/// chapters 4 and 5, doi:10.7551/mitpress/14207.001.0001.
public struct ReturnEvaluation: Sendable {
  /// In (0, 1].
  public var discount: Double
  /// Atoms within this distance above the least of them are merged at every step, in units of reward; see
  /// `ReturnDistribution.merged(within:)`. At 0 only equal numbers are.
  public var resolution: Double
  /// Most atoms of a law, kept by `ReturnDistribution.compressed(to:)`; nil for no limit.
  public var atomLimit: Int?

  /// Most atoms of all states together, lest memory run out.
  static let largestLayer = 20_000_000

  public init(discount: Double = 1, resolution: Double = 0, atomLimit: Int? = nil) {
    self.discount = discount
    self.resolution = resolution
    self.atomLimit = atomLimit
  }

  /// The laws of the sum over t below `horizon` of discount^t r_t under a stationary policy.
  ///
  /// Throws for settings out of range, a policy that does not fit the table, and laws of too many atoms.
  /// O(horizon * entries * atoms), with a factor log(row).
  public func laws(
    of policy: TablePolicy, in table: OutcomeTable, horizon: Int
  ) throws(PlanningError) -> EvaluatedReturns {
    guard horizon >= 0 else { throw PlanningError("horizon \(horizon) is negative") }
    return try laws(of: Array(repeating: policy, count: horizon), in: table)
  }

  /// The same under a policy for each step; as many steps as policies.
  public func laws(
    of steps: [TablePolicy], in table: OutcomeTable
  ) throws(PlanningError) -> EvaluatedReturns {
    guard discount > 0, discount <= 1 else { throw PlanningError("discount \(discount) lies outside (0, 1]") }
    guard resolution >= 0, resolution.isFinite else {
      throw PlanningError("resolution \(resolution); give a finite number, at least 0")
    }
    if let atomLimit, atomLimit < 1 { throw PlanningError("atom limit \(atomLimit); give at least 1") }
    var layer = EvaluatedReturns(
      laws: Array(repeating: ReturnDistribution(certain: 0), count: table.stateCount),
      errors: Array(repeating: 0, count: table.stateCount), initial: table.initial)
    for (index, policy) in steps.enumerated() {
      if index == 0 || policy != steps[index - 1] { try table.validate(policy) }
    }
    for policy in steps.reversed() { layer = try backup(layer, policy, table) }
    return layer
  }

  /// The laws of the endless discounted return of a stationary policy, each within `tolerance` in the
  /// Wasserstein-1 distance.
  ///
  /// The sum is cut after H steps, which leaves at most discount^H max|r| / (1 - discount), half of the
  /// tolerance; the other half goes to merged atoms, (1 - discount) times the tolerance apart, whatever
  /// `resolution` says. Throws as above, for a discount outside (0, 1), for a tolerance that is not
  /// positive, and where an atom limit forbids it.
  public func laws(
    of policy: TablePolicy, in table: OutcomeTable, tolerance: Double
  ) throws(PlanningError) -> EvaluatedReturns {
    guard discount > 0, discount < 1 else { throw PlanningError("discount \(discount) lies outside (0, 1)") }
    let largest = table.reward.reduce(0) { max($0, abs($1)) }
    let cut = try EndlessCut(discount: discount, largestReward: largest, tolerance: tolerance / 2)
    var evaluation = self
    evaluation.resolution = tolerance * (1 - discount)
    let layer = try evaluation.laws(of: policy, in: table, horizon: cut.horizon)
    let certified = EvaluatedReturns(
      laws: layer.laws, errors: layer.errors.map { $0 + cut.remainder }, initial: layer.initial)
    guard certified.error <= tolerance else {
      throw PlanningError(
        "\(atomLimit ?? 0) atoms leave an error of \(certified.error), not \(tolerance); allow more atoms",
        kind: .toleranceOutOfReach)
    }
    return certified
  }

  private func backup(
    _ later: EvaluatedReturns, _ policy: TablePolicy, _ table: OutcomeTable
  ) throws(PlanningError) -> EvaluatedReturns {
    var laws: [ReturnDistribution] = []
    var errors: [Double] = []
    var atoms = AtomList()
    var total = 0
    for state in 0..<table.stateCount {
      var error = 0.0
      var mass = 0.0
      atoms.removeAll()
      policy.forEachAction(in: state, actionCount: table.actionCount) { mass += $1 }
      policy.forEachAction(in: state, actionCount: table.actionCount) { action, weight in
        for entry in table.row(state, action) {
          let p = weight / mass * table.probability[entry]
          guard table.next[entry] < table.stateCount else {
            atoms.add(table.reward[entry], p)
            continue
          }
          let next = table.next[entry]
          later.laws[next].append(to: &atoms, weight: p, scale: discount, shift: table.reward[entry])
          error += p * discount * later.errors[next]
        }
      }
      var law = atoms.law()
      if resolution > 0 {
        let merged = law.merged(within: resolution)
        law = merged.law
        error += merged.distance
      }
      if let atomLimit {
        let compressed = law.compressed(to: atomLimit)
        law = compressed.law
        error += compressed.distance
      }
      total += law.count
      guard total <= Self.largestLayer else {
        throw PlanningError(
          "the laws have more than \(Self.largestLayer) atoms; give a resolution, an atom limit or fewer "
            + "steps")
      }
      laws.append(law)
      errors.append(error)
    }
    return EvaluatedReturns(laws: laws, errors: errors, initial: table.initial)
  }
}

/// Laws of returns from every state.
public struct EvaluatedReturns: Sendable, Equatable {
  /// Shape [states].
  public let laws: [ReturnDistribution]
  /// Certified Wasserstein-1 distance of each law from the true one, round-off apart; shape [states].
  public let errors: [Double]
  let initial: [Double]

  /// The largest of the errors.
  public var error: Double { errors.reduce(0, max) }

  /// The law from the table's first states. O(n log n) in the atoms of all.
  public var initialLaw: ReturnDistribution {
    var atoms = AtomList()
    for (law, weight) in zip(laws, initial) { law.append(to: &atoms, weight: weight) }
    return atoms.law()
  }
}

/// Where an endless discounted sum is cut.
struct EndlessCut {
  let horizon: Int
  /// discount^horizon max|r| / (1 - discount): what the rest can add or take away.
  let remainder: Double

  /// The least number of steps whose remainder is within `tolerance`, at least one.
  init(discount: Double, largestReward: Double, tolerance: Double) throws(PlanningError) {
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    var horizon = 1
    var remainder = discount * largestReward / (1 - discount)
    while remainder > tolerance {
      horizon += 1
      remainder *= discount
      guard horizon <= 1_000_000 else {
        throw PlanningError(
          "more than \(horizon - 1) steps are needed to come within \(tolerance); ask for less or lower the "
            + "discount \(discount)", kind: .toleranceOutOfReach)
      }
    }
    self.horizon = horizon
    self.remainder = remainder
  }
}
