import Testing
import UncertaintySets

/// A construction that must fail and what its message must say.
struct Refusal: Sendable, CustomTestStringConvertible {
  let words: [String]
  let attempt: @Sendable () throws -> Void
  var testDescription: String { words.joined(separator: ", ") }

  init(_ words: String..., attempt: @escaping @Sendable () throws -> Void) {
    self.words = words
    self.attempt = attempt
  }
}

private let refusals = [
  Refusal("radius -0.1", "l1", "at least 0") { _ = try L1Ball(radius: -0.1, support: .all) },
  Refusal("radius 2.1", "l1", "saturated", "at most 2.0") { _ = try L1Ball(radius: 2.1, support: .all) },
  Refusal("radius 1.1", "tv", "saturated") { _ = try TotalVariationBall(radius: 1.1, support: .all) },
  Refusal("radius 1.1", "linf", "saturated") { _ = try LInfinityBall(radius: 1.1, support: .all) },
  Refusal("radius 1.5", "l2", "saturated") { _ = try L2Ball(radius: 1.5, support: .all) },
  Refusal("radius nan", "kl", "finite") { _ = try KLBall(radius: .nan) },
  Refusal("radius inf", "chi-square", "finite") { _ = try ChiSquareBall(radius: .infinity) },
  Refusal("radius 1.5", "contamination") { _ = try ContaminationSet(share: 1.5, support: .all) },
  Refusal("level 0.0", "cvar", "above 0") { _ = try CVaRSet(level: 0) },
  Refusal("level nan", "evar") { _ = try EVaRSet(level: .nan) },
  Refusal("rate 0.0", "entropic") { _ = try EntropicRisk(rate: 0) },
  Refusal("weight -1.0", "kl-penalty") { _ = try KLPenalty(weight: -1) },
  Refusal("weight inf", "tv-penalty") { _ = try TotalVariationPenalty(weight: .infinity, support: .all) },
  Refusal("weight 0.0", "chi-square-penalty") { _ = try ChiSquarePenalty(weight: 0) },
  Refusal("weight 0.0", "outcome 1") { _ = try WeightedL1Ball(radius: 1, weights: [1, 0], support: .all) },
  Refusal("bounds 0.5 and 0.4", "outcome 0") {
    _ = try IntervalSet(lower: [0.5, 0], upper: [0.4, 1], support: .all)
  },
  Refusal("sum to 0.0 and 0.5", "no row lies between") {
    _ = try IntervalSet(lower: [0, 0], upper: [0.25, 0.25], support: .all)
  },
  Refusal("1 lower and 2 upper") { _ = try IntervalSet(lower: [0], upper: [1, 1], support: .all) },
  Refusal("lower bound 0.1", "outcome 1") {
    let set = try IntervalSet(lower: [0, 0.1], upper: [1, 1], support: .nominal)
    _ = try set.worstCase(of: [1, 2], around: [1, 0])
  },
  Refusal("upper bounds", "sum to 0.5", "nominal support") {
    let set = try IntervalSet(lower: [0, 0], upper: [0.5, 1], support: .nominal)
    _ = try set.worstCase(of: [1, 2], around: [1, 0])
  },
  Refusal("no row", "finite") { _ = try FiniteRows(rows: []) },
  Refusal("sums to 0.9") { _ = try FiniteRows(rows: [[0.5, 0.5], [0.5, 0.4]]) },
  Refusal("distance 3.0", "row 0, column 2", "over outcome 1, 2.0") {
    _ = try GroundMetric.matrix([[0, 1, 3], [1, 0, 1], [3, 1, 0]])
  },
  Refusal("distance 0.0", "row 0, column 1", "positive") { _ = try GroundMetric.matrix([[0, 0], [0, 0]]) },
  Refusal("row 1", "1 distances for 2 rows") { _ = try GroundMetric.matrix([[0, 1], [1]]) },
  Refusal("position nan", "outcome 1") { _ = try GroundMetric.positions([0, .nan]) },
  Refusal("3 outcomes in the metric", "2 outcomes") {
    let metric = try GroundMetric.positions([0, 1, 2])
    let set = try WassersteinBall(radius: 1, metric: metric, support: .all)
    _ = try set.worstCase(of: [1, 2], around: [0.5, 0.5])
  },
  Refusal("row is empty") { _ = try KLBall(radius: 1).worstCase(of: [], around: []) },
  Refusal("value nan at outcome 1") {
    _ = try KLBall(radius: 1).worstCase(of: [0, .nan], around: [0.5, 0.5])
  },
  Refusal("too far apart") {
    _ = try KLBall(radius: 1).worstCase(of: [-1.7e308, 1.7e308], around: [0.5, 0.5])
  },
]

@Suite struct RefusalTests {
  @Test(arguments: refusals) func messageNamesValuePlaceAndRemedy(_ refusal: Refusal) throws {
    let error = #expect(throws: UncertaintySetError.self) { try refusal.attempt() }
    let text = try #require(error).description
    for word in refusal.words { #expect(text.contains(word), "\(text)") }
    #expect(text.contains("; give") || text.contains("; scale") || text.contains("; make"), "\(text)")
  }

  @Test func saturationIsReported() throws {
    let nominal = [0.2, 0.5, 0.3]
    // The largest divergence is that of all mass on the least likely outcome: log 5 and 4.
    #expect(try KLBall(radius: 1.61).isSaturated(around: nominal.span))
    #expect(try !KLBall(radius: 1.60).isSaturated(around: nominal.span))
    #expect(try ChiSquareBall(radius: 4.01).isSaturated(around: nominal.span))
    #expect(try !ChiSquareBall(radius: 3.99).isSaturated(around: nominal.span))
    #expect(try L1Ball(radius: 1.6, support: .all).isSaturated(around: nominal.span))
    #expect(try !L1Ball(radius: 1.59, support: .all).isSaturated(around: nominal.span))
    let (wide, narrow) = (
      try WassersteinBall(radius: 1.11, metric: .line, support: .all),
      try WassersteinBall(radius: 1.09, metric: .line, support: .all)
    )
    #expect(wide.isSaturated(around: nominal.span) && !narrow.isSaturated(around: nominal.span))
  }
}
