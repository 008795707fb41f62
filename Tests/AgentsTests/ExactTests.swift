import Agents
import Testing

/// Exact solutions against recorded ones, which agree with linear and conic programs over nature's problem.
@Suite struct ExactTests {
  @Test func solutions() throws {
    let file = try JSON.linear("exact")
    // One action of each of the five levels.
    let shown = file["actions"].list.map(\.integer)
    var count = 0
    for entry in file["cases"].list {
      let model = try linearMDP(xi: entry["xi"].number)
      let sizes = FactorSizes(entry["size"].numbers, horizon: 3, featureCount: 4)
      let solver = try LinearSolver(
        model, nature: FactorOperator(fixture: entry["operator"].text), sizes: sizes)
      let eta = entry["eta"].isNull ? nil : entry["eta"].number
      let solution = solver.solve(temperature: eta)
      let place = "\(entry["operator"].text) \(sizes.values) at eta \(String(describing: eta))"
      #expect(gap(solution.factorValues, entry["nu"].numbers) < 1e-9, "\(place)")
      #expect(gap(solution.values, entry["v"].numbers) < 1e-9, "\(place)")
      let pairs = (0..<15).flatMap { row in shown.map { row * 16 + $0 } }
      #expect(gap(pairs.map { solution.actionValues[$0] }, entry["q"].numbers) < 1e-9, "\(place)")
      #expect(gap(pairs.map { solution.policy[$0] }, entry["policy"].numbers) < 1e-6, "\(place)")
      // The value of the optimal policy is the optimal value.
      let again = solver.evaluate(solution.policy, temperature: eta)
      #expect(gap(again.values, solution.values) < 1e-12, "\(place)")
      count += 1
    }
    #expect(count == 90)
  }

  /// The values of the papers' world that were worked out by hand.
  @Test func sheet() throws {
    let model = try linearMDP(xi: 0.2)
    func solve(_ radius: Double, _ temperature: Double? = nil) throws -> LinearSolution {
      let sizes = try FactorSizes(radius, at: [(0, 3)], elsewhere: 0, horizon: 3, featureCount: 4)
      return try LinearSolver(model, nature: .totalVariation, sizes: sizes).solve(temperature: temperature)
    }
    #expect((try solve(0).firstValue - 1.624250125).magnitude < 1e-8)
    #expect((try solve(0.3).firstValue - 1.324250125).magnitude < 1e-8)
    #expect((try solve(0.5).firstValue - 1.223650225).magnitude < 1e-8)
    #expect((try solve(0.3, 0.05).firstValue - 1.174151674).magnitude < 1e-8)
    let masses = try solve(0.3, 0.05).policy
    let level: (Int) -> Double = { plus in
      (0..<16).filter { $0.nonzeroBitCount == plus }.reduce(0) { $0 + masses[$1] }
    }
    #expect(gap((0..<5).map(level), [0.012872, 0.101372, 0.299380, 0.392957, 0.193420]) < 1e-6)
    // The best first action changes from all +1 to all -1 at radius 0.375749875.
    #expect(try solve(0.3757).policy[15] == 1 && solve(0.3758).policy[0] == 1)
    let penalty = FactorSizes(1, horizon: 3, featureCount: 4)
    let priced = { (nature: FactorOperator) in
      try LinearSolver(model, nature: nature, sizes: penalty).solve().firstValue
    }
    #expect((try priced(.totalVariationPenalty) - 0.9995).magnitude < 1e-8)
    #expect((try priced(.kullbackLeiblerPenalty) - 1.623594813).magnitude < 1e-8)
  }

  /// Two factors, three states: nu and Q of the papers' generic example.
  @Test(arguments: [
    (FactorOperator.totalVariation, 0.0, [1.55, 0.9], [1.85, 1.725, 1.65]),
    (.totalVariation, 0.1, [1.4, 0.75], [1.7, 1.575, 1.5]),
    (.totalVariation, 0.3, [1.1, 0.55], [1.4, 1.325, 1.28]),
    (.chiSquare, 0.05, [1.423015749, 0.769615952], [1.723015749, 1.596315850, 1.520295911]),
  ])
  func twoFactors(nature: FactorOperator, radius: Double, nu: [Double], q: [Double]) throws {
    // The second step pays V = (2, 1, 0.5) through known returns, the first has the factors.
    let model = try LinearModel(
      horizon: 2, features: [1, 0, 0.5, 0.5, 0.2, 0.8] + Array(repeating: 0, count: 18), states: 4,
      actions: 3,
      known: [nil, nil, nil] + [2, 2, 2, 1, 1, 1, 0.5, 0.5, 0.5], rewardWeights: [0.3, 0.7, 1, 1],
      factors: [0, 0.6, 0.3, 0.1, 0, 0.2, 0.2, 0.6, 0, 0.6, 0.3, 0.1, 0, 0.2, 0.2, 0.6],
      initial: [1, 0, 0, 0])
    let solver = try LinearSolver(
      model, nature: nature, sizes: FactorSizes(radius, horizon: 2, featureCount: 2))
    // State 0 itself is worth 1 at the second step, above the least.
    let solution = solver.solve()
    #expect(gap(Array(solution.factorValues[..<2]), nu) < 1e-8)
    #expect(gap(Array(solution.actionValues[..<3]), q) < 1e-8)
  }

  /// eta to 0 is greedy, eta to infinity the reference's value; penalties to infinity and radii to 0 are
  /// nominal; values fall with the radius and rise with the penalty.
  @Test func limits() throws {
    let model = try linearMDP(xi: 0.3)
    let sizes = { (size: Double) in FactorSizes(size, horizon: 3, featureCount: 4) }
    let nominal = try LinearSolver(model, nature: .nominal, sizes: sizes(0)).solve().firstValue
    for nature in FactorOperator.allCases where nature != .nominal {
      let value = { (size: Double) in
        try LinearSolver(model, nature: nature, sizes: sizes(size)).solve().firstValue
      }
      // Where total variation's penalty is above the range of values it is the nominal model exactly.
      #expect((try value(nature.isPenalty ? 1e7 : 0) - nominal).magnitude < 1e-6, "\(nature.rawValue)")
      if nature.isPenalty { #expect(try value(.infinity) == nominal) }
      let ladder = try [0.05, 0.1, 0.2, 0.4, 0.8].map(value)
      for (a, b) in zip(ladder, ladder.dropFirst()) {
        #expect(nature.isPenalty ? a <= b + 1e-12 : a >= b - 1e-12, "\(nature.rawValue): \(ladder)")
      }
    }
    let solver = try LinearSolver(model, nature: .totalVariation, sizes: sizes(0.2))
    let greedy = solver.solve()
    #expect((solver.solve(temperature: 1e-5).firstValue - greedy.firstValue).magnitude < 1e-3)
    let uniform = solver.evaluate(Array(repeating: 1 / 16, count: 240))
    #expect((solver.solve(temperature: 1e5).firstValue - uniform.firstValue).magnitude < 1e-5)
  }
}
