import RandomStreams
import Testing
import UncertaintySets

/// Rows long enough to be partitioned, against greedy answers from a full sort.
@Suite struct LongRowTests {
  private struct Row {
    var nominal: [Double]
    var values: [Double]

    /// Uniform weights with gaps; values with ties (`levels` of them) or without.
    init(_ count: Int, levels: Int?, _ stream: inout RandomStream) {
      let weights = (0..<count).map { _ in stream.uniform() < 0.1 ? 0 : stream.uniform() }
      let sum = weights.reduce(0, +)
      nominal = weights.map { $0 / sum }
      values = (0..<count).map { _ in
        levels.map { Double(stream.integer(below: $0)) } ?? stream.normal()
      }
    }

    /// The least sum of q v over low <= q <= high with the sum 1.
    func greedy(low: [Double], high: [Double]) -> Double {
      var left = 1 - low.reduce(0, +)
      var value = zip(low, values).reduce(0) { $0 + $1.0 * $1.1 }
      for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
        let share = min(left, high[index] - low[index])
        value += share * values[index]
        left -= share
      }
      return value
    }

    /// The least value after moving `amount` of mass from the greatest values to the least.
    func moved(_ amount: Double) -> Double {
      let least = values.min() ?? 0
      var left = amount
      var value = zip(nominal, values).reduce(0) { $0 + $1.0 * $1.1 }
      for index in values.indices.sorted(by: { values[$0] > values[$1] }) {
        let share = min(left, nominal[index])
        value -= share * (values[index] - least)
        left -= share
      }
      return value
    }
  }

  @Test(arguments: [13, 14, 25, 60, 200, 401], [nil, 1, 2, 7]) func agreesWithASort(
    _ count: Int, _ levels: Int?
  ) throws {
    var stream = RandomStream(seed: UInt64(count), purpose: .instance)
    for _ in 0..<40 {
      let row = Row(count, levels: levels, &stream)
      let size = stream.uniform() * stream.uniform()
      let l1 = try L1Ball(radius: 2 * size, support: .all).worstCase(of: row.values, around: row.nominal)
      #expect(abs(l1.value - row.moved(size)) <= 1e-12)
      let linf = try LInfinityBall(radius: size / 20, support: .all)
        .worstCase(of: row.values, around: row.nominal)
      let expected = row.greedy(
        low: row.nominal.map { max($0 - size / 20, 0) }, high: row.nominal.map { $0 + size / 20 })
      #expect(abs(linf.value - expected) <= 1e-12)
      let level = 1 - 0.99 * size
      let cvar = try CVaRSet(level: level).worstCase(of: row.values, around: row.nominal)
      let tail = row.greedy(
        low: [Double](repeating: 0, count: count), high: row.nominal.map { $0 / level })
      #expect(abs(cvar.value - tail) <= 1e-12)
      // The discrete metric is a matrix too.
      if count <= 60 {
        let matrix = try GroundMetric.matrix(
          (0..<count).map { i in (0..<count).map { j in i == j ? 0 : 1 } })
        let carried = try WassersteinBall(radius: size, metric: matrix, support: .all)
          .worstCase(of: row.values, around: row.nominal)
        #expect(abs(carried.value - row.moved(size)) <= 1e-12)
      }
      let weighted = try WeightedL1Ball(
        radius: 2 * size, weights: [Double](repeating: 1, count: count), support: .all
      ).worstCase(of: row.values, around: row.nominal)
      #expect(abs(weighted.value - row.moved(size)) <= 1e-12)
    }
  }
}
