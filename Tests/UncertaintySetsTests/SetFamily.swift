import Testing
import UncertaintySets

/// Sets of one kind that grow with a size from 0 (the nominal row alone) to 1.
struct SetFamily: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether the worst case adds a penalty to the expected value; such forms never reach size 0.
  let isPenalty: Bool
  let make: @Sendable (_ size: Double, _ instance: RecordedProblems.Instance) throws -> any UncertaintySet

  init(
    _ name: String, isPenalty: Bool = false,
    _ make: @escaping @Sendable (Double, RecordedProblems.Instance) throws -> any UncertaintySet
  ) {
    self.name = name
    self.isPenalty = isPenalty
    self.make = make
  }

  var testDescription: String { name }

  static let all: [SetFamily] =
    Support.allCases.flatMap { support -> [SetFamily] in
      let mark = support == .all ? "" : " on the nominal support"
      return [
        SetFamily("l1" + mark) { size, _ in try L1Ball(radius: 2 * size, support: support) },
        SetFamily("tv" + mark) { size, _ in try TotalVariationBall(radius: size, support: support) },
        SetFamily("weighted-l1" + mark) { size, instance in
          try WeightedL1Ball(radius: 5 * size, weights: instance.weights, support: support)
        },
        SetFamily("linf" + mark) { size, _ in try LInfinityBall(radius: size, support: support) },
        SetFamily("l2" + mark) { size, _ in try L2Ball(radius: 1.4 * size, support: support) },
        SetFamily("interval" + mark) { size, instance in
          let p = instance.nominal
          return try IntervalSet(
            lower: p.map { (1 - size) * $0 },
            upper: p.map { support == .all || $0 > 0 ? $0 + size * (1 - $0) : 0 }, support: support)
        },
        SetFamily("wasserstein-line" + mark) { size, _ in
          try WassersteinBall(radius: 8 * size, metric: .line, support: support)
        },
        SetFamily("wasserstein-positions" + mark) { size, instance in
          try WassersteinBall(radius: 10 * size, metric: .positions(instance.x), support: support)
        },
        SetFamily("wasserstein-matrix" + mark) { size, instance in
          try WassersteinBall(radius: 14 * size, metric: instance.plane(), support: support)
        },
        SetFamily("wasserstein-discrete" + mark) { size, _ in
          try WassersteinBall(radius: size, metric: .discrete, support: support)
        },
        SetFamily("contamination" + mark) { size, _ in try ContaminationSet(share: size, support: support) },
        SetFamily("likelihood" + mark) { size, _ in
          try LikelihoodRegion(radius: 4 * size, support: support)
        },
        SetFamily("tv-penalty" + mark, isPenalty: true) { size, instance in
          try TotalVariationPenalty(weight: instance.price(size), support: support)
        },
      ]
    } + [
      SetFamily("chi-square") { size, _ in try ChiSquareBall(radius: 20 * size * size) },
      SetFamily("kl") { size, _ in try KLBall(radius: 7 * size) },
      SetFamily("evar") { size, _ in try EVaRSet(level: 1 - 0.999 * size) },
      SetFamily("cvar") { size, _ in try CVaRSet(level: 1 - 0.999 * size) },
      SetFamily("kl-penalty", isPenalty: true) { size, instance in
        try KLPenalty(weight: instance.price(size))
      },
      SetFamily("entropic", isPenalty: true) { size, instance in
        try EntropicRisk(rate: 1 / instance.price(size))
      },
      SetFamily("chi-square-penalty", isPenalty: true) { size, instance in
        try ChiSquarePenalty(weight: instance.price(size))
      },
    ]
}

extension RecordedProblems.Instance {
  init(nominal: [Double], values: [Double]) {
    let count = nominal.count
    self.init(
      nominal: nominal, values: values, weights: (0..<count).map { 1 + 0.5 * Double($0 % 3) },
      lower: [Double](repeating: 0, count: count), upper: [Double](repeating: 1, count: count),
      x: (0..<count).map { Double(($0 * 7) % count) }, y: (0..<count).map { Double($0 % 2) })
  }

  /// Distances |x_i - x_j| + |y_i - y_j|.
  func plane() throws -> GroundMetric {
    try .matrix(x.indices.map { i in x.indices.map { j in abs(x[i] - x[j]) + abs(y[i] - y[j]) } })
  }

  /// A weight of penalties that falls from very dear to a hundredth of the values' range.
  func price(_ size: Double) -> Double {
    (span > 0 ? span : 1) * (size > 0 ? 0.01 / size : 1e15)
  }

  /// Largest magnitude of a value.
  var magnitude: Double { values.reduce(0) { max($0, abs($1)) } }

  /// Expected value under the nominal row.
  var mean: Double { zip(nominal, values).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Rows at the edge of what is allowed: one outcome, ties, empty outcomes, tiny and huge numbers.
  static let degenerate: [RecordedProblems.Instance] = [
    .init(nominal: [1], values: [3]),
    .init(nominal: [1, 0], values: [3, 3]),
    .init(nominal: [0, 1], values: [-1, 2]),
    .init(nominal: [0.5, 0.5], values: [0, 0]),
    .init(nominal: [0.25, 0.25, 0.25, 0.25], values: [1, 1, 0, 0]),
    .init(nominal: [0, 0, 1, 0], values: [5, -5, 0, 0]),
    .init(nominal: [1e-12, 1 - 1e-12], values: [0, 1]),
    .init(nominal: [1e-300, 0.5, 0.5], values: [-1, 1, 1]),
    .init(nominal: [0.2, 0.5, 0.3], values: [1e150, -1e150, 3e149]),
    .init(nominal: [0.2, 0.5, 0.3], values: [1e-150, -1e-150, 3e-149]),
    .init(nominal: [0.2, 0.5, 0.3], values: [1e9, 1e9 + 1, 1e9]),
    .init(nominal: [0.1, 0.2, 0.3, 0.4], values: [-7, -7, -7, -7]),
    .init(
      nominal: [Double](repeating: 0.0625, count: 16), values: (0..<16).map { Double($0 % 4) - 1.5 }),
  ]
}
