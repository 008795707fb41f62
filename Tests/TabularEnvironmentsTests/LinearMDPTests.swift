import DecisionProcesses
import Planning
import TabularEnvironments
import Testing
import UncertaintySets

@Suite struct LinearMDPTests {
  /// Solutions by an independent program, checked there against conic programs.
  struct Solution: Decodable {
    let xi: Double
    let `operator`: String
    let size: [[Size]]
    let eta: Double?
    /// Shape [step][state][level], the first action of each level.
    let policy: [[[Double]]]
    /// Shape [step][state].
    let v: [[Double]]

    var isNominal: Bool { self.operator == "nominal" && eta == nil }
    var name: String { "xi \(xi), \(self.operator), \(size[0].map(\.value)), eta \(eta ?? 0)" }
  }

  /// A radius or weight; JSON has no infinity.
  struct Size: Decodable {
    let value: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      value = (try? container.decode(Double.self)) ?? .infinity
    }
  }

  struct Returns: Decodable {
    let xi: Double
    let `operator`: String
    let size: [[Size]]
    let eta: Double?
    let returns: [Double]

    func belongs(to solution: Solution) -> Bool {
      xi == solution.xi && self.operator == solution.operator && eta == solution.eta
        && size.map { $0.map(\.value) } == solution.size.map { $0.map(\.value) }
    }
  }

  struct Reference: Decodable {
    let actions: [Int]
    let levels: [Int]
    let cases: [Solution]
    let returns: [Returns]
  }

  private func reference() throws -> Reference { try fixture("linear/exact.json") }

  private func world(xi: Double = 0.2, leakAtStart: Double = 0.001, q: Double = 0) -> LinearMDP {
    var world = LinearMDP()
    (world.xi, world.leakAtStart, world.q) = (xi, leakAtStart, q)
    return world
  }

  /// A nominal world and worlds with every parameter away from it, q of 1 among them.
  private var worlds: [LinearMDP] {
    var odd = world(xi: 0.3, leakAtStart: 0.07, q: 0.35)
    (odd.delta, odd.leak) = (0.45, 0.02)
    return [world(), odd, world(leakAtStart: 0, q: 1)]
  }

  /// The states met at each step.
  private let met = [[0], [1, 3, 4], [2, 3, 4]]

  private func features(_ world: LinearMDP, _ state: Int, _ action: Int) -> [Double] {
    var row = Array(repeating: Double.nan, count: world.featureCount)
    var span = row.mutableSpan
    #expect(world.writeFeatures(of: state, action: action, into: &span))
    return row
  }

  @Test func featuresAreASimplexAndEqualWithinLevels() throws {
    let levels = try reference().levels
    for world in worlds {
      for state in 0..<5 {
        for action in 0..<16 {
          let phi = features(world, state, action)
          #expect(phi.allSatisfy { $0 >= 0 } && abs(phi.reduce(0, +) - 1) < 1e-15)
          let first = try #require(levels.firstIndex(of: levels[action]))
          #expect(phi == features(world, state, first), "state \(state), action \(action)")
        }
      }
    }
  }

  /// P = sum_i phi_i mu_i and r = phi . theta wherever the process can come.
  @Test func rowsAndRewardsAreLinear() throws {
    for world in worlds {
      for step in 0..<3 {
        let factors = try #require(world.factors(step: step))
        let weights = world.rewardWeights(step: step)
        for state in met[step] {
          for action in 0..<16 {
            let phi = features(world, state, action)
            var row = Array(repeating: 0.0, count: 5)
            var rewards: Set<Double> = []
            world.enumerateTransitions(from: state, by: action) { transition in
              row[transition.next] += transition.probability
              rewards.insert(transition.outcome.reward)
              return true
            }
            for next in 0..<5 {
              let mixed = (0..<4).reduce(0.0) { $0 + phi[$1] * factors[$1][next] }
              #expect(abs(row[next] - mixed) < 1e-15, "step \(step), \(state), \(action) to \(next)")
            }
            #expect(rewards == [zip(phi, weights).reduce(0.0) { $0 + $1.0 * $1.1 }])
          }
        }
      }
    }
  }

  @Test func metStatesAreTheseAndFactorsAreStationaryWithoutTheTrap() {
    var states: Set<Int> = [0]
    let table = TransitionTable(world(q: 0.5))
    for step in 0..<3 {
      #expect(states.sorted() == met[step])
      states = Set(
        states.flatMap { state in
          (0..<16).flatMap { action in table.row(state, action).map { table.next[$0] } }
        })
    }
    #expect(world().factors(step: 0) == world().factors(step: 2))
    #expect(world(q: 0.5).factors(step: 0) != world(q: 0.5).factors(step: 1))
  }

  @Test func nominalValuesAreTheReferences() throws {
    let solutions = try reference().cases.filter(\.isNominal)
    #expect(solutions.map(\.xi) == [0.1, 0.2, 0.3])
    for solution in solutions {
      let world = world(xi: solution.xi)
      let found = try BackwardInduction(horizon: 3).solve(TransitionTable(world), discount: 1)
      for step in 0..<3 {
        for state in met[step] {
          #expect(abs(found.values[step][state] - solution.v[step][state]) < 1e-12)
        }
      }
      #expect(found.policy[0].actions?[0] == world.scriptedAction(for: 0))
    }
  }

  /// The returns of 81 policies, robust and regularised ones too, in the eleven targets of the sweep.
  @Test func returnsInTheTargetsAreTheReferences() throws {
    let reference = try reference()
    let sweep = try #require(LinearMDP.targetSweep)
    #expect(sweep.parameter == "q" && sweep.held == ["leakAtStart": 0] && sweep.values.count == 11)
    #expect(reference.returns.count == 81)
    for recorded in reference.returns {
      let solution = try #require(reference.cases.first { recorded.belongs(to: $0) })
      let policy = try (0..<3).map { step in
        TablePolicy.probabilities(
          try solution.policy[step].flatMap { try spread($0, solution.eta == nil, reference) })
      }
      for (q, expected) in zip(sweep.values, recorded.returns) {
        let table = try SolverTable(TransitionTable(world(xi: solution.xi, leakAtStart: 0, q: q)))
        let found = try BackwardInduction(horizon: 3).values(
          of: policy, in: table, backup: NominalBackup(discount: 1))
        #expect(abs(found.values[0][0] - expected) < 1e-12, "\(solution.name), q \(q)")
      }
    }
  }

  /// The mass of every action from that of each level's first one: greedy policies take that one alone.
  private func spread(_ masses: [Double], _ isGreedy: Bool, _ reference: Reference) throws -> [Double] {
    (0..<16).map { action in
      let level = reference.levels[action]
      return isGreedy && reference.actions[level] != action ? 0 : masses[level]
    }
  }

  @Test(arguments: [
    (0.0, 1.624875, 1.324775), (0.2, 1.424875, 1.284775), (0.5, 1.124875, 1.224775), (1, 0.624875, 1.124775),
  ])
  func targetReturnsAreKnown(q: Double, plus: Double, minus: Double) throws {
    #expect(abs(try value(of: 15, q: q) - plus) < 1e-12)
    #expect(abs(try value(of: 0, q: q) - minus) < 1e-12)
  }

  @Test func theTwoFirstActionsChangePlacesWhereKnown() throws {
    #expect(abs(try value(of: 15, q: 0.375125) - value(of: 0, q: 0.375125)) < 1e-12)
  }

  /// The return in target `q` of `first` and then all plus.
  private func value(of first: Int, q: Double) throws -> Double {
    let policy = [first, 15, 15].map { TablePolicy.actions(Array(repeating: $0, count: 5)) }
    let table = try SolverTable(TransitionTable(world(leakAtStart: 0, q: q)))
    let found = try BackwardInduction(horizon: 3).values(
      of: policy, in: table, backup: NominalBackup(discount: 1))
    return found.values[0][0]
  }

  /// A robust backward pass over factors and features: nu_i against `set` where `disturbs`, else nominal.
  private func robustValues(
    _ set: (some UncertaintySet)?, _ disturbs: (DisturbedFactor) -> Bool
  ) throws -> (q: [Double], nu: [[Double]]) {
    let world = world()
    var workspace = SetWorkspace(capacity: 5)
    var values = Array(repeating: 0.0, count: 5)
    var q: [Double] = []
    var nu: [[Double]] = []
    for step in (0..<3).reversed() {
      let factors = try #require(world.factors(step: step))
      let worst = factors.enumerated().map { index, factor in
        let nominal = zip(factor, values).reduce(0.0) { $0 + $1.0 * $1.1 }
        guard let set, disturbs(DisturbedFactor(step: step, factor: index)) else { return nominal }
        var kernel = factor
        var target = kernel.mutableSpan
        return set.worstCase(of: values.span, around: factor.span, into: &target, workspace: &workspace)
      }
      let weights = zip(world.rewardWeights(step: step), worst).map { $0 + $1 }
      let rows = (0..<5).map { state in
        (0..<16).map { zip(features(world, state, $0), weights).reduce(0.0) { $0 + $1.0 * $1.1 } }
      }
      values = rows.map { $0.max()! }
      q = rows[0]
      nu.insert(worst, at: 0)
    }
    return (q, nu)
  }

  private func isDisturbed(_ factor: DisturbedFactor) -> Bool { LinearMDP.disturbedFactors.contains(factor) }

  /// Values at the start, one for each level, and the factors' values, worked out by hand.
  @Test func robustValuesAreKnown() throws {
    let (q, nu) = try robustValues(TotalVariationBall(radius: 0, support: .all), isDisturbed)
    let known = [1.323650225, 1.3988002, 1.473950175, 1.54910015, 1.624250125]
    for (action, value) in zip([0, 1, 3, 7, 15], known) { #expect(abs(q[action] - value) < 1e-12) }
    #expect(abs(nu[0][0] - 1.24850025) < 1e-12 && abs(nu[0][3] - 2) < 1e-12)
    for (rho, value, best) in [(0.3, 1.324250125, 15), (0.5, 1.223650225, 0)] {
      let (q, nu) = try robustValues(TotalVariationBall(radius: rho, support: .all), isDisturbed)
      #expect(abs(q.max()! - value) < 1e-12 && q.firstIndex(of: q.max()!) == best)
      #expect(abs(nu[0][3] - 2 * (1 - rho)) < 1e-12)
    }
    let (flat, _) = try robustValues(TotalVariationBall(radius: 0.375749875, support: .all), isDisturbed)
    #expect(flat.max()! - flat.min()! < 1e-12)
  }

  @Test func penalisedValuesAreKnown() throws {
    let tv = try robustValues(TotalVariationPenalty(weight: 1, support: .all)) { _ in true }
    #expect(abs(tv.q.max()! - 0.9995) < 1e-12)
    let kl = try robustValues(KLPenalty(weight: 1)) { _ in true }
    #expect(abs(kl.q.max()! - 1.623594813) < 1e-9)
  }

  @Test func actionsAreNamedBySigns() {
    #expect([0, 5, 8, 15].map { LinearMDP().name(ofAction: $0) } == ["----", "-+-+", "+---", "++++"])
  }
}
