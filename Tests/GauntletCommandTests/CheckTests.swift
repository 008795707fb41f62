import Testing

@Suite struct CheckTests {
  @Test func checkReportsEveryLaw() throws {
    let results = try succeed("check", "cart-pole-v1", "--json").objects()
    #expect(results.count >= 7)
    for result in results {
      #expect(Set(result.keys) == ["id", "law", "passed", "detail"])
      #expect(result["id"] as? String == "cart-pole-v1")
      #expect(result["passed"] as? Bool == true)
    }
    #expect(Set(results.compactMap { $0["law"] as? String }).count == results.count)
  }

  @Test func checkTakesARecipe() throws {
    let lines = try succeed("check", "cart-pole-v1", "--with", "gaussian-noise(sigma=0.1)").lines
    let last = try #require(lines.last)
    #expect(lines.count > 1 && lines.dropLast().allSatisfy { $0.contains("| gaussian-noise(sigma=0.1) ") })
    #expect(last == "\(lines.count - 1) of \(lines.count - 1) checks passed")
  }
}
