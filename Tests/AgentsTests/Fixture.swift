import Agents
import Foundation

/// A value of a fixture's JSON.
struct JSON {
  let value: Any

  /// A file of Tests/Fixtures/linear.
  static func linear(_ name: String) throws -> JSON {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/linear/\(name).json")
    return JSON(value: try JSONSerialization.jsonObject(with: Data(contentsOf: url)))
  }

  subscript(_ key: String) -> JSON { JSON(value: (value as! [String: Any])[key] ?? NSNull()) }
  subscript(_ index: Int) -> JSON { JSON(value: (value as! [Any])[index]) }
  var list: [JSON] { (value as! [Any]).map(JSON.init) }
  var keys: [String] { (value as! [String: Any]).keys.sorted() }
  var text: String { value as! String }
  var isNull: Bool { value is NSNull }
  var integer: Int { (value as! NSNumber).intValue }
  var number: Double {
    if let text = value as? String { return text == "inf" ? .infinity : .nan }
    return (value as! NSNumber).doubleValue
  }
  /// All numbers of nested lists, in order.
  var numbers: [Double] {
    if let list = value as? [Any] { return list.flatMap { JSON(value: $0).numbers } }
    return [number]
  }
}

extension FactorOperator {
  /// The operator that a fixture names.
  init(fixture name: String) {
    let names: [String: FactorOperator] = [
      "nominal": .nominal, "tv-constraint": .totalVariation, "kl-constraint": .kullbackLeibler,
      "chi2-constraint": .chiSquare, "tv-penalty": .totalVariationPenalty,
      "kl-penalty": .kullbackLeiblerPenalty, "chi2-penalty": .chiSquarePenalty,
    ]
    self = names[name]!
  }
}

/// linear-mdp as the papers describe it, written out for the tests, for any horizon.
func linearMDP(xi: Double, horizon: Int = 3, delta: Double = 0.3, p: Double = 0.001) throws -> LinearModel {
  var features: [Double] = []
  for state in 0..<5 {
    for action in 0..<16 {
      let plus = action.nonzeroBitCount
      let g = delta + xi * (Double(2 * plus - 4) / 4)
      var row = [0.0, 0, 0, 0]
      if state < 3 { (row[state], row[3]) = (1 - g, g) }
      if state == 3 { row[2] = 1 }
      if state == 4 { row[3] = 1 }
      features += row
    }
  }
  let mu: [Double] = [0, 1 - p, 0, p, 0] + [0, 0, 1 - p, p, 0] + [0, 0, 0, 1, 0] + [0, 0, 0, 0, 1]
  let theta = (0..<horizon).flatMap { (step: Int) -> [Double] in step == 0 ? [0, 0, 0, 0] : [0, 0, 0, 1] }
  return try LinearModel(
    horizon: horizon, features: features, states: 5, actions: 16, rewardWeights: theta,
    factors: (0..<horizon).flatMap { _ in mu }, initial: [1, 0, 0, 0, 0], failState: 3)
}

/// Recorded episodes of a fixture, with the model's own mean rewards.
func episodes(_ json: JSON, _ model: LinearModel) -> EpisodeData {
  EpisodeData(
    json.list.map { episode in
      let states = episode["states"].list.map(\.integer)
      return episode["actions"].list.enumerated().map { step, action in
        EpisodeData.Transition(
          state: states[step], action: action.integer,
          reward: model.reward(step: step, state: states[step], action: action.integer),
          next: states[step + 1])
      }
    })
}

/// The largest difference of two lists.
func gap(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "\(a.count) numbers beside \(b.count)")
  return zip(a, b).reduce(0) { max($0, $1.0 == $1.1 ? 0 : ($1.0 - $1.1).magnitude) }
}
