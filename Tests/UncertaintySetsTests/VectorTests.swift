import Testing
import UncertaintySets

/// A worked inner problem: set, row, values, least value and, where it is unique, the minimiser.
struct Vector: Sendable, CustomTestStringConvertible {
  let label: String
  let set: any UncertaintySet
  let row: NamedRow
  let value: Double
  let kernel: [Double]?

  init(
    _ label: String, _ set: any UncertaintySet, _ row: NamedRow, _ value: Double, _ kernel: [Double]? = nil
  ) {
    self.label = label
    self.set = set
    self.row = row
    self.value = value
    self.kernel = kernel
  }

  var testDescription: String { "\(label), row \(row.name)" }
}

/// Nominal probabilities and values.
struct NamedRow: Sendable {
  let name: String
  let nominal: [Double]
  let values: [Double]

  static let a = NamedRow(name: "A", nominal: [0.2, 0.5, 0.3], values: [1, 2, 4])
  static let b = NamedRow(name: "B", nominal: [0.1, 0.2, 0.3, 0.4], values: [3, -1, 2, 5])
  static let c = NamedRow(name: "C", nominal: [0.25, 0.25, 0.25, 0.25], values: [0, 1, 1, 10])
  static let d = NamedRow(name: "D", nominal: [0, 0.6, 0.4], values: [0, 1, 3])
  static let e = NamedRow(name: "E", nominal: [0.05, 0.15, 0.3, 0.3, 0.2], values: [10, 7, 4, 2, 0])
}

/// Least values and minimisers to ten digits: values by linear and conic programs, minimisers of the KL
/// balls by mpmath from the tilt's equation, those of chi-square balls by the closed form.
private func vectors() throws -> [Vector] {
  [
    Vector("L1 0.4", try L1Ball(radius: 0.4, support: .all), .a, 1.8, [0.4, 0.5, 0.1]),
    Vector("L1 0.5", try L1Ball(radius: 0.5, support: .all), .b, 1.2, [0.1, 0.45, 0.3, 0.15]),
    Vector("L1 1", try L1Ball(radius: 1, support: .all), .c, 0.25),
    Vector("L1 0.6", try L1Ball(radius: 0.6, support: .all), .d, 0.9, [0.3, 0.6, 0.1]),
    Vector("L1 0.6 nominal", try L1Ball(radius: 0.6, support: .nominal), .d, 1.2, [0, 0.9, 0.1]),
    Vector("L1 2", try L1Ball(radius: 2, support: .all), .a, 1, [1, 0, 0]),
    Vector("TV 0.2", try TotalVariationBall(radius: 0.2, support: .all), .a, 1.8, [0.4, 0.5, 0.1]),
    Vector("Linf 0.1", try LInfinityBall(radius: 0.1, support: .all), .a, 2.1, [0.3, 0.5, 0.2]),
    Vector("Linf 0.15", try LInfinityBall(radius: 0.15, support: .all), .b, 1.7, [0, 0.35, 0.4, 0.25]),
    Vector(
      "Linf 0.08", try LInfinityBall(radius: 0.08, support: .all), .e, 2.33, [0, 0.07, 0.27, 0.38, 0.28]),
    Vector(
      "L2 0.1", try L2Ball(radius: 0.1, support: .all), .a, 2.183_975_310_1,
      [0.261_721_34, 0.515_430_34, 0.222_848_33]),
    Vector(
      "L2 0.3", try L2Ball(radius: 0.3, support: .all), .b, 1.400_961_894_3,
      [0.048_038_475_8, 0.425_166_605_0, 0.317_320_508_1, 0.209_474_411_2]),
    Vector(
      "L2 0.6", try L2Ball(radius: 0.6, support: .all), .c, 0.237_196_709_1,
      [0.762_803_290_9, 0.118_598_354_6, 0.118_598_354_6, 0]),
    Vector(
      "interval", try IntervalSet(lower: [0.1, 0.3, 0.1], upper: [0.4, 0.7, 0.5], support: .all), .a, 1.8,
      [0.4, 0.5, 0.1]),
    Vector(
      "interval",
      try IntervalSet(lower: [0, 0.1, 0.2, 0.1], upper: [0.3, 0.5, 0.6, 0.6], support: .all), .b, 0.8,
      [0, 0.5, 0.4, 0.1]),
    Vector(
      "chi-square 0.1", try ChiSquareBall(radius: 0.1), .a, 2.047_863_662_8,
      [0.279_514_656_8, 0.556_796_183_4, 0.163_689_159_8]),
    Vector(
      "chi-square 0.5", try ChiSquareBall(radius: 0.5), .a, 1.613_270_459_8,
      [0.386_729_540_2, 0.613_270_459_8, 0]),
    Vector(
      "chi-square 0.2", try ChiSquareBall(radius: 0.2), .b, 1.699_000_499_5,
      [0.094_005_991_6, 0.347_852_225_5, 0.341_958_054_8, 0.216_183_728_1]),
    Vector(
      "chi-square 0.3", try ChiSquareBall(radius: 0.3), .d, 1.263_343_685_4,
      [0, 0.868_328_157_3, 0.131_671_842_7]),
    Vector("chi-square 4", try ChiSquareBall(radius: 4), .e, 0, [0, 0, 0, 0, 1]),
    Vector(
      "KL 0.05", try KLBall(radius: 0.05), .a, 2.058_771_587_7,
      [0.290_319_502_0, 0.535_134_953_2, 0.174_545_544_8]),
    Vector("KL 2", try KLBall(radius: 2), .a, 1, [1, 0, 0]),
    Vector(
      "KL 0.1", try KLBall(radius: 0.1), .b, 1.674_619_748_1,
      [0.085_617_937_0, 0.369_985_400_8, 0.311_410_657_8, 0.232_986_004_5]),
    Vector(
      "KL 0.5", try KLBall(radius: 0.5), .c, 0.347_152_009_6,
      [0.652_858_356_7, 0.173_570_245_7, 0.173_570_245_7, 0.000_001_151_8]),
    Vector("W line 0.3", try wasserstein(0.3, .line), .a, 1.8, [0.2, 0.8, 0]),
    Vector("W line 0.5", try wasserstein(0.5, .line), .b, 1.1),
    Vector("W line 0.4", try wasserstein(0.4, .line), .e, 2.3),
    Vector("W discrete 0.2", try wasserstein(0.2, .discrete), .a, 1.8, [0.4, 0.5, 0.1]),
    Vector("contamination 0.1", try ContaminationSet(share: 0.1, support: .all), .a, 2.26),
    Vector("contamination 0.3", try ContaminationSet(share: 0.3, support: .all), .b, 1.59),
    Vector("contamination 0.05", try ContaminationSet(share: 0.05, support: .all), .e, 3.1825),
    Vector("weighted L1", try weighted(0.4, [1, 2, 1]), .a, 1.8, [0.4, 0.5, 0.1]),
    Vector(
      "weighted L1", try weighted(0.5, [1, 1, 2, 0.5]), .b, 0.7,
      [0.1, 0.533_333_333_33, 0.3, 0.066_666_666_67]),
    Vector("weighted L1", try weighted(1, [1, 2, 3, 4]), .c, 1, [0.45, 0.25, 0.25, 0.05]),
    Vector("TV penalty 0.5", try TotalVariationPenalty(weight: 0.5, support: .all), .a, 1.4),
    Vector("KL penalty 0.5", try KLPenalty(weight: 0.5), .a, 1.657_617_447_7),
    Vector("chi-square penalty 0.5", try ChiSquarePenalty(weight: 0.5), .a, 1.857_142_857_1),
    Vector("TV penalty 2", try TotalVariationPenalty(weight: 2, support: .all), .b, 0.6),
    Vector("KL penalty 2", try KLPenalty(weight: 2), .b, 1.405_364_583_4),
    Vector("chi-square penalty 2", try ChiSquarePenalty(weight: 2), .b, 2.073_75),
    Vector("CVaR 0.3", try CVaRSet(level: 0.3), .a, 1.333_333_333_3),
    Vector("CVaR 0.25", try CVaRSet(level: 0.25), .b, -0.4),
    Vector("CVaR 0.1", try CVaRSet(level: 0.1), .e, 0),
    Vector("CVaR 0.5", try CVaRSet(level: 0.5), .e, 1.2),
    Vector("entropic 1", try EntropicRisk(rate: 1), .a, 1.919_105_085_7),
    Vector("entropic 0.5", try EntropicRisk(rate: 0.5), .b, 1.405_364_583_4),
    Vector("EVaR 0.5", try EVaRSet(level: 0.5), .a, 1.314_324_987_3),
    Vector("EVaR 0.25", try EVaRSet(level: 0.25), .b, -0.851_961_519_8),
    Vector("EVaR 0.1", try EVaRSet(level: 0.1), .e, 0),
  ]
}

private func wasserstein(_ radius: Double, _ metric: GroundMetric) throws -> WassersteinBall {
  try WassersteinBall(radius: radius, metric: metric, support: .all)
}

private func weighted(_ radius: Double, _ weights: [Double]) throws -> WeightedL1Ball {
  try WeightedL1Ball(radius: radius, weights: weights, support: .all)
}

@Suite struct VectorTests {
  @Test(arguments: try vectors()) func agreesWithTheVector(_ vector: Vector) throws {
    let found = try vector.set.worstCase(of: vector.row.values, around: vector.row.nominal)
    #expect(abs(found.value - vector.value) <= 1e-8, "\(found.value) for \(vector.value)")
    if let kernel = vector.kernel {
      #expect(zip(found.kernel, kernel).allSatisfy { abs($0 - $1) <= 1e-8 }, "\(found.kernel)")
    }
  }
}
