import Testing
import UncertaintySets

/// Sets by name and one number.
@Suite struct SizedSetTests {
  @Test(arguments: SizedSet.allCases) func theNameIsThatOfTheSet(_ kind: SizedSet) throws {
    let set = try kind.set(size: 0.5, support: .nominal)
    #expect(type(of: set).name == kind.rawValue)
    #expect(set.support == .nominal)
    if kind.keepsToNominalSupport {
      let error = #expect(throws: UncertaintySetError.self) { _ = try kind.set(size: 0.5, support: .all) }
      #expect(try #require(error).description.contains("support all for the set \(kind.rawValue)"))
    } else {
      #expect(try kind.set(size: 0.5, support: .all).support == .all)
    }
    #expect(throws: UncertaintySetError.self) { _ = try kind.set(size: -1, support: .nominal) }
  }

  @Test func sharedMeasuresByName() {
    #expect(SizedSet.allCases.compactMap(\.sharedMeasure) == [.l1, .lInfinity, .chiSquare, .kl, .cvar])
  }
}
