import DecisionProcesses
import EnvironmentTesting
import Perturbations
import Testing

/// Good worlds keep every law; every broken one breaks exactly the laws that it was made to break.
@Suite struct LawTests {
  private func broken<W: World>(_ world: W.Type, seed: UInt64 = 1) -> Set<Law> {
    let results = EnvironmentLaws.check(W.self, seed: seed)
    for result in results where !result.passed { print(result) }
    return Set(results.filter { !$0.passed }.map(\.law))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func goodWorldsPass(seed: UInt64) {
    #expect(broken(GoodLine.self, seed: seed).isEmpty)
    #expect(broken(GustyLine.self, seed: seed).isEmpty)
    #expect(broken(SealedLine.self, seed: seed).isEmpty)
    #expect(broken(GoodChain.self, seed: seed).isEmpty)
  }

  @Test func everyLawIsChecked() {
    let card = CardTests.card
    let laws = EnvironmentLaws.check(GoodChain.self, seed: 1, card: card).map(\.law)
    #expect(laws.count == Law.allCases.count)
    #expect(Set(laws) == Set(Law.allCases))
    #expect(Set(Law.allCases.map(\.statement)).count == Law.allCases.count)
  }

  @Test func resetsMustRepeat() {
    // Nothing that is compared between two environments can hold.
    #expect(broken(ForgetfulLine.self).isSuperset(of: [.resetRepeatable, .scalarBatch, .rules]))
    #expect(broken(CrowdedLine.self) == [.resetRepeatable, .scalarBatch])
  }

  @Test func spacesMustHold() {
    #expect(broken(NarrowLine.self) == [.spaces])
    #expect(broken(GenerousLine.self) == [.spaces])
    #expect(broken(NegativeCostLine.self) == [.spaces])
    #expect(broken(DivergingLine.self) == [.spaces])
  }

  @Test func copiesAndSnapshotsMustBeTheirOwn() {
    #expect(broken(LossyLine.self) == [.branching])
    #expect(broken(SharedLine.self).contains(.branching))
  }

  @Test func batchesMustBeSimulations() {
    #expect(broken(RoundedLine.self) == [.scalarBatch])
  }

  @Test func rulesMustNotDisturb() {
    #expect(broken(SwappedLine.self) == [.rules, .effect])
  }

  @Test func parametersMustHaveEffect() {
    #expect(broken(DeadLine.self) == [.effect])
    #expect(broken(SaturatedLine.self) == [.effect])
    #expect(broken(FalselyInertLine.self) == [.effect])
    let detail = EnvironmentLaws.check(SaturatedLine.self, seed: 1).first { $0.law == .effect }?.detail
    #expect(detail?.contains("'wind': 0.6000000000000001 and 0.8") == true, "\(detail ?? "no result")")
  }

  @Test func rowsMustBeProbabilities() {
    #expect(broken(LeakyChain.self) == [.tabular])
    #expect(broken(PaddedChain.self) == [.tabular])
    #expect(broken(LoadedChain.self) == [.tabular])
    #expect(broken(StrayChain.self) == [.tabular])
  }

  @Test func deterministicMeansDeterministic() {
    #expect(broken(SecretlyGustyLine.self) == [.determinism])
  }
}
