import Foundation
import UncertaintySets

/// Random inner problems and their least values by SciPy and CVXPY; see
/// Scripts/record-uncertainty-fixtures.
struct RecordedProblems: Sendable {
  struct Instance: Sendable {
    let nominal: [Double]
    let values: [Double]
    let weights: [Double]
    let lower: [Double]
    let upper: [Double]
    /// Positions in the plane.
    let x: [Double]
    let y: [Double]

    /// Greatest less least value.
    var span: Double { (values.max() ?? 0) - (values.min() ?? 0) }
  }

  struct Solution: Sendable {
    let set: String
    let support: Support
    let instance: Int
    let radius: Double
    let value: Double
  }

  let instances: [Instance]
  let solutions: [String: [Solution]]

  static let shared = load()

  private static func load() -> RecordedProblems {
    guard
      let url = Bundle.module.url(
        forResource: "inner-problems", withExtension: "csv", subdirectory: "Fixtures"),
      let text = try? String(contentsOf: url, encoding: .ascii)
    else { preconditionFailure("Fixtures/inner-problems.csv is not in the test bundle") }
    var instances: [Instance] = []
    var solutions: [String: [Solution]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: ",")
      if fields[0] == "instance" {
        let lists = fields.dropFirst(2).map { $0.split(separator: ";").compactMap { Double($0) } }
        instances.append(
          Instance(
            nominal: lists[0], values: lists[1], weights: lists[2], lower: lists[3], upper: lists[4],
            x: lists[5], y: lists[6]))
      } else if let support = Support(rawValue: String(fields[2])), let instance = Int(fields[3]),
        let radius = Double(fields[4]), let value = Double(fields[5])
      {
        let name = String(fields[1])
        solutions[name, default: []].append(
          Solution(set: name, support: support, instance: instance, radius: radius, value: value))
      }
    }
    return RecordedProblems(instances: instances, solutions: solutions)
  }
}

extension RecordedProblems.Solution {
  /// The set that was solved.
  func uncertaintySet(_ instance: RecordedProblems.Instance) throws -> any UncertaintySet {
    switch set {
    case "l1": return try L1Ball(radius: radius, support: support)
    case "tv": return try TotalVariationBall(radius: radius, support: support)
    case "weighted-l1": return try WeightedL1Ball(radius: radius, weights: instance.weights, support: support)
    case "linf": return try LInfinityBall(radius: radius, support: support)
    case "l2": return try L2Ball(radius: radius, support: support)
    case "interval":
      return try IntervalSet(lower: instance.lower, upper: instance.upper, support: support)
    case "wasserstein-line":
      return try WassersteinBall(radius: radius, metric: .positions(instance.x), support: support)
    case "wasserstein-matrix":
      return try WassersteinBall(radius: radius, metric: instance.plane(), support: support)
    case "wasserstein-discrete":
      return try WassersteinBall(radius: radius, metric: .discrete, support: support)
    case "contamination": return try ContaminationSet(share: radius, support: support)
    case "cvar": return try CVaRSet(level: radius)
    case "tv-penalty": return try TotalVariationPenalty(weight: radius, support: support)
    case "kl-penalty": return try KLPenalty(weight: radius)
    case "chi-square-penalty": return try ChiSquarePenalty(weight: radius)
    case "entropic": return try EntropicRisk(rate: radius)
    case "chi-square": return try ChiSquareBall(radius: radius)
    case "kl": return try KLBall(radius: radius)
    case "evar": return try EVaRSet(level: radius)
    case "likelihood": return try LikelihoodRegion(radius: radius, support: support)
    default: throw UncertaintySetError("set '\(set)' in the fixture", remedy: "record it anew")
    }
  }
}
