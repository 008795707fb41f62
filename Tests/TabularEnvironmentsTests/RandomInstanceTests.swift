import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct RandomInstanceTests {
  static func garnet(_ values: [String: OptionValue]) -> Garnet {
    Garnet(options: OptionValues(values, for: Garnet.options))
  }

  @Test func garnetHasTheAskedShape() {
    let process = Self.garnet(["states": .integer(30), "actions": .integer(2), "branching": .integer(5)])
    let table = TransitionTable(process)
    for state in 0..<30 {
      for action in 0..<2 {
        let row = table.row(state, action)
        #expect(Set(row.map { table.next[$0] }).count == 5)
        #expect(abs(row.reduce(0) { $0 + table.probability[$1] } - 1) < 1e-15)
      }
    }
  }

  @Test func garnetFollowsItsSeed() {
    #expect(TransitionTable(Self.garnet([:])) == TransitionTable(Garnet()))
    #expect(TransitionTable(Self.garnet(["seed": .integer(1)])) != TransitionTable(Garnet()))
  }

  @Test func garnetBranchingIsCutToTheStates() {
    let process = Self.garnet(["states": .integer(2), "branching": .integer(9)])
    #expect(process.branching == 2)
    #expect(Self.garnet(["branching": .integer(1)]).task.isDeterministic)
  }

  /// The gap between neighbours among two sorted uniform numbers has mean 1/3 and variance 1/18.
  @Test func garnetGapsHaveTheirMoments() {
    let process = Self.garnet(["states": .integer(2000), "branching": .integer(3)])
    let count = Double(process.probabilities.count / 3)
    let first = stride(from: 0, to: process.probabilities.count, by: 3).map { process.probabilities[$0] }
    let mean = first.reduce(0, +) / count
    let variance = first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Four standard errors of 8000 draws.
    #expect(abs(mean - 1.0 / 3) < 0.0106)
    #expect(abs(variance - 1.0 / 18) < 0.0025)
  }

  /// A row with jumps is the mixture that the card states.
  @Test func teleportMixesInTheUniformDistribution() {
    var process = Garnet()
    process.teleport = 0.4
    let table = TransitionTable(process)
    var sums = [Double](repeating: 0, count: 20)
    for entry in table.row(7, 2) { sums[table.next[entry]] += table.probability[entry] }
    var expected = [Double](repeating: 0.02, count: 20)
    let first = (7 * 4 + 2) * 3
    for entry in first..<(first + 3) {
      expected[process.successors[entry]] += 0.6 * process.probabilities[entry]
    }
    for (found, wanted) in zip(sums, expected) { #expect(abs(found - wanted) < 1e-15) }
  }

  @Test(arguments: [0, 1, 17])
  func randomConstrainedIsComplementary(seed: Int) {
    let process = RandomConstrained(
      options: OptionValues(["seed": .integer(seed)], for: RandomConstrained.options))
    let table = TransitionTable(process)
    #expect(zip(table.reward, table.costs).allSatisfy { $0 - $1 == -1 })
    #expect(abs(table.initial.reduce(0, +) - 1) < 1e-14)
    #expect(process.limit > 0 && process.limit < 100)
  }

  /// The second moment of a Dirichlet(a) component of n is (1/n) (1 + a)/(1 + n a).
  @Test func randomConstrainedRowsAreSparse() {
    var sum = 0.0
    for seed in 0..<20 {
      for p in RandomConstrained.kernel(0, seed: UInt64(seed)) { sum += p * p }
    }
    // 1500 rows; the sum of squares of a row has mean 0.6 and deviation below 0.25: four errors.
    #expect(abs(sum / 1500 - 1.05 / 1.75) < 0.026)
  }

  @Test func kernelsOfAnInstanceDiffer() {
    #expect(RandomConstrained.kernel(1, seed: 3) != RandomConstrained.kernel(0, seed: 3))
    #expect(RandomConstrained().kernel == RandomConstrained.kernel(0, seed: 0))
  }
}
