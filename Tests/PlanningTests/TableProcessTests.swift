import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

/// Tables that are stepped.
@Suite struct TableProcessTests {
  /// A table, made a process and tabulated again, is the same; stepping is that of the world it came from.
  @Test func aWorldThereAndBack() throws {
    let world = FrozenLake()
    let table = try SolverTable(TransitionTable(world))
    let process = try TableProcess(table, discount: 0.99, horizon: 100)
    #expect(try SolverTable(process.table) == table)
    #expect(try SolverTable(TransitionTable(process)) == table)
    #expect(process.task.rewardRange == 0...1)
    // Ends are where the table says, with the rewards that it gives.
    var simulation = Simulation(process, seed: 3)
    var (ended, sum) = (0, 0.0)
    var stream = RandomStream(seed: 2, purpose: .policy)
    for _ in 0..<2000 {
      _ = simulation.reset()
      while simulation.isRunning {
        let step = simulation.step(stream.integer(below: 4))
        ended += step.ending.contains(.terminated) ? 1 : 0
        sum += step.reward
        #expect(step.reward == 0 || step.ending.contains(.terminated))
      }
    }
    #expect(ended > 1900 && sum > 5)
  }

  @Test func aFileThatIsStepped() throws {
    let text = """
      idstatefrom,idaction,idstateto,probability,reward,wear
      0,0,0,0.25,1,-1
      0,0,1,0.75,2,3
      1,0,0,1,0.5,0
      """
    let table = try TransitionFile.read(Array(text.utf8), name: "two.csv")
    let process = try TableProcess(table, discount: 0.9, horizon: 10)
    #expect(process.task.costs.map(\.name) == ["cost0"] && process.task.costs[0].isNonNegative == false)
    var simulation = Simulation(process, seed: 1)
    var (visits, moves) = (0.0, 0.0)
    for _ in 0..<2000 {
      var state = simulation.reset()
      while simulation.isRunning {
        let step = simulation.step(0)
        switch (state, step.observation) {
        case (0, 0): #expect(step.reward == 1 && step.costs[0] == -1)
        case (0, 1): #expect(step.reward == 2 && step.costs[0] == 3)
        default: #expect(step.reward == 0.5 && step.costs[0] == 0 && step.observation == 0)
        }
        visits += state == 0 ? 1 : 0
        moves += step.observation == 1 ? 1 : 0
        state = step.observation
      }
    }
    #expect(abs(moves / visits - 0.75) <= 5 * (0.1875 / visits).squareRoot())
  }

  @Test func refusals() throws {
    let table = try SolverTable(TransitionTable(Forest()))
    for (discount, horizon) in [(0.0, 10), (1.5, 10), (0.9, 0)] {
      #expect(throws: PlanningError.self) {
        _ = try TableProcess(table, discount: discount, horizon: horizon)
      }
    }
  }
}
