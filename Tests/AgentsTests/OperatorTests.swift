import Agents
import Testing

/// Estimated operators on true distributions against conic and linear programs, and on recorded data against
/// NumPy's estimates, which were checked by searching nature's dual directly. Kullback-Leibler's constraint
/// is searched from H / 20 on, so that it has its oracle in the second alone.
@Suite struct OperatorTests {
  @Test(arguments: FactorOperator.allCases.filter { $0 != .nominal && $0 != .kullbackLeibler })
  func distributions(nature: FactorOperator) throws {
    let names: [FactorOperator: String] = [
      .totalVariation: "tv-constraint", .kullbackLeibler: "kl-constraint", .chiSquare: "chi2-constraint",
      .totalVariationPenalty: "tv-penalty", .kullbackLeiblerPenalty: "kl-penalty",
      .chiSquarePenalty: "chi2-penalty",
    ]
    let cases = try JSON.linear("operators")[names[nature]!].list
    #expect(cases.count == 60)
    for entry in cases {
      let (row, values) = (entry[0].numbers, entry[1].numbers)
      let order = values.indices.sorted { values[$0] < values[$1] }
      let (w, v) = (order.map { row[$0] }, order.map { values[$0] })
      let least = v[0]
      let found = w.withUnsafeBufferPointer { w in
        v.withUnsafeBufferPointer { v in
          EstimatedFactor(
            weights: w.baseAddress!, values: v.baseAddress!, count: v.count, floor: least, least: least,
            cap: .infinity
          ).value(nature, size: entry[2].number, mean: .plain)
        }
      }
      let expected = entry[3].number
      let tolerance = nature == .totalVariation || nature == .totalVariationPenalty ? 1e-10 : 1e-7
      #expect(
        (found - expected).magnitude <= tolerance * max(1, expected.magnitude),
        "\(nature.rawValue) of \(row) and \(values) with \(entry[2].number): \(found), not \(expected)")
    }
  }

  @Test func ridgeEstimates() throws {
    let file = try JSON.linear("ridge")
    let model = try linearMDP(xi: 0.2)
    let data = episodes(file["episodes"], model)
    for entry in file["cases"].list {
      let moments = try LinearMoments(model, ridge: entry["ridge"].number)
      for episode in data.episodes[..<entry["episodes"].integer] {
        for (step, transition) in episode.enumerated() {
          moments.add(
            model.layout.view, row: model.rows.rowOfPair[transition.state * 16 + transition.action],
            step: step,
            next: transition.next, reward: transition.reward, weight: 1)
        }
      }
      let step = entry["step"].integer
      let inverse = moments.matrices[step].inverse
      #expect(gap((0..<4).map { inverse[5 * $0] }, entry["inverse_diagonal"].numbers) < 1e-11)
      let estimator = FactorEstimator(model)
      for name in entry["nu"].keys {
        let words = name.split(separator: " ").map(String.init)
        let size = file["sizes"][words[0]].number
        var nu = [0.0, 0, 0, 0]
        entry["values"].numbers.withUnsafeBufferPointer { values in
          nu.withUnsafeMutableBufferPointer { nu in
            Array(repeating: size, count: 4).withUnsafeBufferPointer { sizes in
              estimator.estimate(
                moments, step: step, values: values.baseAddress!, nature: FactorOperator(fixture: words[0]),
                sizes: sizes.baseAddress!,
                mean: words.count > 1 ? ExponentialMean(rawValue: words[1])! : .deficit,
                fallsToLeastSeen: false, into: nu.baseAddress!)
            }
          }
        }
        let tolerance = words[0] == "kl-constraint" ? 1e-8 : 1e-9
        #expect(
          gap(nu, entry["nu"][name].numbers) < tolerance,
          "\(name) after \(entry["episodes"].integer) episodes: \(nu), not \(entry["nu"][name].numbers)")
      }
    }
  }
}
