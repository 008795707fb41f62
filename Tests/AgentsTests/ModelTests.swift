import Agents
import DecisionProcesses
import RandomStreams
import TabularEnvironments
import Testing

/// Models of worlds and of features, and what is wrong with them.
@Suite struct ModelTests {
  @Test func world() throws {
    var world = LinearMDP()
    let xi = LinearMDP.schema.firstIndex { $0.name == "xi" }!
    world[parameter: xi] = 0.1
    let model = try LinearModel(world)
    let written = try linearMDP(xi: 0.1)
    #expect(model.horizon == 3 && model.featureCount == 4 && model.failState == 3)
    for state in 0..<5 {
      for action in 0..<16 {
        #expect(
          gap(model.features(of: state, action: action)!, written.features(of: state, action: action)!)
            < 1e-15)
      }
    }
    #expect(gap(model.factors!, written.factors!) < 1e-15)
    // x1 pays nothing at the first step, x5 from the second on.
    #expect(
      model.reward(step: 0, state: 0, action: 15) == 0 && model.reward(step: 1, state: 4, action: 3) == 1)
  }

  @Test func put() throws {
    let model = try LinearModel(AmericanPut())
    #expect(model.horizon == 20 && model.featureCount == 30 && model.factors == nil)
    // Exercising needs no features: at 98 it is worth 2.
    #expect(model.features(of: 1, action: 1) == nil)
    #expect((model.reward(step: 1, state: 1, action: 1) - 2).magnitude < 1e-12)
  }

  /// One tabular world through one-hot, hat and random features: exact values beside NumPy's.
  @Test func features() throws {
    let file = try JSON.linear("features")
    let kernel = file["kernel"].list.map { $0.list.map { $0.list.map(\.numbers) } }
    let reward = file["reward"].list.map { $0.list.map(\.numbers) }
    let (horizon, states, actions) = (kernel.count, 5, 3)
    for entry in file["phi"].list {
      let phi = entry["phi"].numbers
      let d = phi.count / (states * actions)
      var (mu, theta): ([Double], [Double]) = ([], [])
      for h in 0..<horizon {
        for i in 0..<d {
          var (weight, row, pay) = (0.0, Array(repeating: 0.0, count: states), 0.0)
          for pair in 0..<(states * actions) {
            let share = phi[pair * d + i]
            weight += share
            pay += share * reward[h][pair / actions][pair % actions]
            for next in 0..<states { row[next] += share * kernel[h][pair / actions][pair % actions][next] }
          }
          mu += row.map { $0 / weight }
          theta.append(pay / weight)
        }
      }
      let model = try LinearModel(
        horizon: horizon, features: phi, states: states, actions: actions, rewardWeights: theta, factors: mu,
        initial: [1, 0, 0, 0, 0])
      let cases = file["cases"].list.filter { $0["features"].text == entry["features"].text }
      #expect(cases.count == 5)
      for given in cases {
        let solver = try LinearSolver(
          model, nature: FactorOperator(fixture: given["operator"].text),
          sizes: FactorSizes(given["size"].number, horizon: horizon, featureCount: d))
        let solution = solver.solve(temperature: given["eta"].isNull ? nil : given["eta"].number)
        #expect(gap(solution.factorValues, given["nu"].numbers) < 1e-8)
        #expect(gap(solution.values, given["v"].numbers) < 1e-8)
      }
    }
  }

  /// One-hot features of a finite world give its own values: the machine replacement and a world with
  /// endings.
  @Test func oneHot() throws {
    for horizon in [1, 4, 9] {
      let process = RiverSwim()
      let model = try FeaturedTable(process, features: .oneHot).model(horizon: horizon)
      let table = TransitionTable(process)
      let values = optimal(table, horizon: horizon)
      let solver = try LinearSolver(
        model, nature: .nominal, sizes: FactorSizes(0, horizon: horizon, featureCount: model.featureCount))
      let found = solver.solve().values[..<model.stateCount].map { model.units.unscaled($0, steps: horizon) }
      #expect(gap(Array(found.prefix(table.stateCount)), values) < 1e-9)
    }
    // Rewards of -1 a step and an end: shifted into [0, 1], and back.
    let walk = CliffWalk()
    let featured = try FeaturedTable(walk, features: .oneHot)
    let model = try featured.model(horizon: 20)
    #expect(featured.hasEnd && model.failState == nil && model.units.shift == 100)
    let solution = try LinearSolver(
      model, nature: .nominal, sizes: FactorSizes(0, horizon: 20, featureCount: model.featureCount)
    ).solve()
    let start = model.initial.firstIndex(of: 1)!
    // 13 steps along the cliff, and nothing after.
    #expect((model.units.unscaled(solution.values[start], steps: 20) + 13).magnitude < 1e-9)
  }

  /// Optimal undiscounted values over `horizon` steps, written out.
  private func optimal(_ table: TransitionTable, horizon: Int) -> [Double] {
    var values = Array(repeating: 0.0, count: table.stateCount)
    for _ in 0..<horizon {
      values = (0..<table.stateCount).map { state in
        (0..<table.actionCount).map { action in
          table.row(state, action).reduce(0.0) {
            $0 + table.probability[$1]
              * (table.reward[$1] + (table.ending[$1].contains(.terminated) ? 0 : values[table.next[$1]]))
          }
        }.max()!
      }
    }
    return values
  }

  @Test func kinds() throws {
    let hats = try FeaturedTable(RiverSwim(), features: .hats(anchors: 3))
    #expect(hats.featureCount == 6 && !hats.isExact)
    #expect(try hats.model(horizon: 5).factors == nil && hats.model(horizon: 5, linear: true).factors != nil)
    let first = try FeaturedTable(RiverSwim(), features: .dirichlet(count: 4, seed: 7))
    #expect(
      first.features == (try FeaturedTable(RiverSwim(), features: .dirichlet(count: 4, seed: 7))).features)
    #expect(
      first.features != (try FeaturedTable(RiverSwim(), features: .dirichlet(count: 4, seed: 8))).features)
  }

  @Test func badModels() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(
      message {
        _ = try LinearModel(
          horizon: 1, features: [1, 0, 0.5, 0.4], states: 1, actions: 2, rewardWeights: [0, 0], factors: nil,
          initial: [1])
      }
        == "features of state 0, action 1 have sum 0.9 and least entry 0.4; they must be at least 0 and sum to 1"
    )
    #expect(
      message {
        _ = try LinearModel(
          horizon: 1, features: [1, 0, 1.5, -0.5], states: 2, actions: 1, rewardWeights: [0, 0], factors: nil,
          initial: [1, 0])
      }.contains("state 1, action 0 have sum 1.0 and least entry -0.5"))
    #expect(message { _ = try LinearModel(LinearMDP(), horizon: 0) } == "horizon 0: give at least one step")
    #expect(
      message { _ = try FeaturedTable(RiverSwim(), features: .hats(anchors: 1)) }.contains("give 2 to 6"))
    #expect(
      message { _ = try FeaturedTable(RiverSwim(), features: .dirichlet(count: 0, seed: 1)) }.contains(
        "1 to 12"))
  }
}
