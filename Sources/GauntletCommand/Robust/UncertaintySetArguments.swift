import ArgumentParser
import Foundation
import Recipes
import UncertaintySets

/// An uncertainty set on the command line.
struct UncertaintySetArguments: ParsableArguments {
  @Option(name: .long, help: "Uncertainty set: \(Self.names.joined(separator: ", ")).")
  var set: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: """
      Size of the set: its radius, or share (contamination), level (cvar, evar), rate (entropic), weight \
      (penalties).
      """)
  var radius: String?

  @Option(name: .long, parsing: .unconditional, help: "Weight of each outcome, as in 1,2,1 (weighted-l1).")
  var weights: String?

  @Option(name: .long, parsing: .unconditional, help: "Least probability of each outcome (interval).")
  var lower: String?

  @Option(name: .long, parsing: .unconditional, help: "Greatest probability of each outcome (interval).")
  var upper: String?

  @Option(
    name: .long,
    help: "Distance of outcomes (wasserstein): line, discrete, or a CSV file with a square matrix.")
  var metric: String?

  @Option(name: .long, help: "Where mass may go: all outcomes, or those of positive nominal probability.")
  var support: Support?

  /// Sets whose minimisers keep to the nominal support by definition.
  private static let tied: Set<String> = [
    ChiSquareBall.name, KLBall.name, EVaRSet.name, CVaRSet.name, EntropicRisk.name, KLPenalty.name,
    ChiSquarePenalty.name,
  ]
  static let names = [
    L1Ball.name, TotalVariationBall.name, WeightedL1Ball.name, LInfinityBall.name, L2Ball.name,
    IntervalSet.name, ChiSquareBall.name, KLBall.name, WassersteinBall.name, ContaminationSet.name,
    CVaRSet.name, EntropicRisk.name, EVaRSet.name, LikelihoodRegion.name, TotalVariationPenalty.name,
    KLPenalty.name, ChiSquarePenalty.name,
  ]

  /// The set called `name`.
  ///
  /// - Throws: `ExitCode` after a one-line message.
  func uncertaintySet(
    named name: String, standardSupport: Support = .all
  ) throws -> any UncertaintySet {
    guard Self.names.contains(name) else {
      let unknown = RecipeError.unknown("set", name, known: Self.names, column: 1, source: name)
      throw fail("--set: \(unknown.message); \(unknown.remedy)")
    }
    try refuseUnused(by: name)
    do {
      return try make(name, standardSupport)
    } catch let error as UncertaintySetError {
      throw fail(error.description)
    }
  }

  /// The budget of `measure` that a state's actions share; mass keeps to the nominal support unless told else.
  ///
  /// - Throws: `ExitCode` after a one-line message.
  func sharedBudget(_ measure: SharedBudget.Measure) throws -> SharedBudget {
    try refuseUnused(by: measure.rawValue)
    do {
      return try SharedBudget(measure, budget: size(of: measure.rawValue), support: support ?? .nominal)
    } catch let error as UncertaintySetError {
      throw fail(error.description)
    }
  }

  private func make(_ name: String, _ standardSupport: Support) throws -> any UncertaintySet {
    let support = support ?? (Self.tied.contains(name) ? .nominal : standardSupport)
    switch name {
    case L1Ball.name: return try L1Ball(radius: size(of: name), support: support)
    case TotalVariationBall.name: return try TotalVariationBall(radius: size(of: name), support: support)
    case WeightedL1Ball.name:
      let weights = try numbers(weights, "--weights", of: name)
      return try WeightedL1Ball(radius: size(of: name), weights: weights, support: support)
    case LInfinityBall.name: return try LInfinityBall(radius: size(of: name), support: support)
    case L2Ball.name: return try L2Ball(radius: size(of: name), support: support)
    case IntervalSet.name:
      return try IntervalSet(
        lower: numbers(lower, "--lower", of: name), upper: numbers(upper, "--upper", of: name),
        support: support)
    case ChiSquareBall.name: return try ChiSquareBall(radius: size(of: name))
    case KLBall.name: return try KLBall(radius: size(of: name))
    case WassersteinBall.name:
      return try WassersteinBall(radius: size(of: name), metric: groundMetric(), support: support)
    case ContaminationSet.name: return try ContaminationSet(share: size(of: name), support: support)
    case CVaRSet.name: return try CVaRSet(level: size(of: name))
    case EntropicRisk.name: return try EntropicRisk(rate: size(of: name))
    case EVaRSet.name: return try EVaRSet(level: size(of: name))
    case LikelihoodRegion.name: return try LikelihoodRegion(radius: size(of: name), support: support)
    case TotalVariationPenalty.name:
      return try TotalVariationPenalty(weight: size(of: name), support: support)
    case KLPenalty.name: return try KLPenalty(weight: size(of: name))
    default: return try ChiSquarePenalty(weight: size(of: name))
    }
  }

  /// An option that the set would not look at is a misunderstanding.
  private func refuseUnused(by name: String) throws {
    let options: [(flag: String, isGiven: Bool, user: String)] = [
      ("--weights", weights != nil, WeightedL1Ball.name), ("--lower", lower != nil, IntervalSet.name),
      ("--upper", upper != nil, IntervalSet.name), ("--metric", metric != nil, WassersteinBall.name),
    ]
    for option in options where option.isGiven && option.user != name {
      throw fail("\(option.flag) is for the set \(option.user), not for \(name); leave it out")
    }
    if radius != nil && name == IntervalSet.name {
      throw fail("--radius is not for the set \(name); give --lower and --upper alone")
    }
    if support == .all && Self.tied.contains(name) {
      throw fail("--support all: the set \(name) keeps to the nominal support; leave it out or give nominal")
    }
  }

  private func size(of name: String) throws -> Double {
    guard let radius else { throw fail("the set \(name) needs its size; give --radius NUMBER") }
    guard let number = Double(radius), number.isFinite else {
      throw fail("--radius '\(radius)' is not a finite number; give one, as in --radius 0.1")
    }
    return number
  }

  private func numbers(_ text: String?, _ flag: String, of name: String) throws -> [Double] {
    guard let text else { throw fail("the set \(name) needs \(flag); give a number for each outcome") }
    return try numberList(text, place: flag)
  }

  private func groundMetric() throws -> GroundMetric {
    guard let metric else {
      throw fail("the set \(WassersteinBall.name) needs --metric; give line, discrete or a CSV file")
    }
    if metric == "line" { return .line }
    if metric == "discrete" { return .discrete }
    guard let text = try? String(contentsOf: URL(fileURLWithPath: metric), encoding: .utf8) else {
      throw fail("--metric '\(metric)' is not a file that can be read; give line, discrete or a CSV file")
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { !$0.element.allSatisfy(\.isWhitespace) }
    let rows = try lines.map { try numberList(String($0.element), place: "\(metric), line \($0.offset + 1)") }
    guard !rows.isEmpty else { throw fail("--metric '\(metric)' is empty; give a square matrix") }
    return try .matrix(rows)
  }
}

/// Numbers separated by commas.
///
/// - Throws: `ExitCode` after a one-line message that names `place` and the faulty entry.
func numberList(_ text: String, place: String) throws -> [Double] {
  try text.split(separator: ",", omittingEmptySubsequences: false).enumerated().map { index, entry in
    let entry = entry.trimmingCharacters(in: .whitespaces)
    guard let number = Double(entry), number.isFinite else {
      throw fail(
        "\(place): '\(entry)' at place \(index + 1) is not a finite number; give numbers as in 1,2.5,4")
    }
    return number
  }
}

extension Support: ExpressibleByArgument {}
