import Testing
import UncertaintySets

/// A set of the fixture and how far, in units of the values' range, its solver may be off.
struct Judged: Sendable, CustomTestStringConvertible {
  let name: String
  let tolerance: Double
  var testDescription: String { name }
}

private let judged: [Judged] =
  [
    "l1", "tv", "weighted-l1", "linf", "interval", "wasserstein-line", "wasserstein-matrix",
    "wasserstein-discrete", "contamination", "cvar", "tv-penalty", "kl-penalty", "entropic",
  ].map { Judged(name: $0, tolerance: 1e-9) }
  + ["l2", "chi-square", "chi-square-penalty", "kl", "evar", "likelihood"].map {
    // Interior-point tolerances.
    Judged(name: $0, tolerance: 1e-7)
  }

@Suite struct RecordedProblemTests {
  @Test(arguments: judged) func agreesWithTheSolver(_ judged: Judged) throws {
    let recorded = RecordedProblems.shared
    let solutions = try #require(recorded.solutions[judged.name])
    #expect(solutions.count == 1000)
    for solution in solutions {
      let instance = recorded.instances[solution.instance]
      let set = try solution.uncertaintySet(instance)
      let found = try set.worstCase(of: instance.values, around: instance.nominal)
      // Round-off is relative to the size of the values, which may be far above their range.
      let size = instance.values.reduce(0) { max($0, abs($1)) }
      let deviation = abs(found.value - solution.value)
      #expect(
        deviation <= judged.tolerance * instance.span + 1e-14 * size,
        "\(judged.name) \(solution.instance): \(found.value) for \(solution.value)")
      var row = KeptRow(instance.nominal)
      let alone = row.worstValue(set, instance.values)
      #expect(
        abs(alone - solution.value) <= judged.tolerance * instance.span + 1e-14 * size,
        "\(judged.name) \(solution.instance), without its row: \(alone) for \(solution.value)")
      let isInside = set.contains(found.kernel.span, around: instance.nominal.span, tolerance: 1e-12)
      #expect(
        isInside,
        "\(judged.name) \(solution.instance): \(found.kernel) lies outside")
    }
  }
}
