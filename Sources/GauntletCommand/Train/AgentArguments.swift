import Agents
import ArgumentParser
import DecisionProcesses
import Evaluation

/// What a user sets of an agent on the command line.
struct AgentArguments: ParsableArguments {
  @Option(
    name: .long,
    help:
      "What nature may do: tv, kl, chi-square, or with a penalty tv-penalty, kl-penalty, chi-square-penalty.")
  var set: FactorOperator?

  @Option(name: .long, parsing: .unconditional, help: "Radius of the set.", transform: real)
  var radius: Double?

  @Option(name: .long, parsing: .unconditional, help: "Penalty lambda of a penalised set.", transform: real)
  var penalty: Double?

  @Option(
    name: .long,
    help: """
      Factors that nature disturbs, as STEP:FACTOR or STEP:FACTOR=SIZE with commas between, both counted from 1; \
      'all' for every one. Under tv the world's own choice by default, else all.
      """)
  var factors: String?

  @Option(
    name: .long, parsing: .unconditional, help: "Temperature eta of regularised policies.", transform: real)
  var eta: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "Step size of mirror descent across episodes; the closed form by default.", transform: real)
  var mirrorStep: Double?

  @Option(name: .long, parsing: .unconditional, help: "Scale beta of the bonus, or 'theoretical'.")
  var beta: String?

  @Option(name: .long, help: "Width of the bonus: sum, root or norm.")
  var width: BonusWidth?

  @Option(name: .long, parsing: .unconditional, help: "Ridge of the regressions.", transform: real)
  var ridge: Double?

  @Option(name: .long, help: "How kl reads estimated weights: deficit, centred or plain.")
  var mean: ExponentialMean?

  @Flag(name: .long, help: "We-DRIVE-U: the theory's weights instead of the tuned ones.")
  var theoreticalWeights = false

  /// Whether anything was given.
  var isEmpty: Bool {
    self.set == nil && radius == nil && penalty == nil && factors == nil && eta == nil && mirrorStep == nil
      && beta == nil
      && width == nil && ridge == nil && mean == nil && !theoreticalWeights
  }

  /// The settings for an agent.
  ///
  /// - Parameter disturbed: the world's own choice of factors.
  /// - Throws: `ExitCode` after a one-line message.
  func settings(_ agent: any LinearAgent.Type, disturbed: [DisturbedFactor]) throws -> AgentSettings {
    var settings = AgentSettings()
    settings.nature = set
    settings.radius = radius
    settings.penalty = penalty
    settings.temperature = eta
    settings.mirrorStep = mirrorStep
    settings.width = width
    settings.ridge = ridge
    settings.mean = mean
    settings.hasTheoreticalWeights = theoreticalWeights ? true : nil
    switch beta {
    case nil: break
    case "theoretical": settings.bonus = .theoretical
    case let text?:
      guard let scale = Double(text), scale.isFinite else {
        throw fail("--beta '\(text)' is neither a finite number nor 'theoretical'")
      }
      settings.bonus = .tuned(scale)
    }
    switch factors {
    case "all":
      guard agent.settings.contains(.factors) else {
        throw fail("--factors: \(agent.identifier) knows no nature that could disturb any; leave it out")
      }
    case let text?: settings.factors = try sizedFactors(text)
    case nil:
      let nature = set ?? agent.natures.first ?? .nominal
      // Other sets leave mass where a factor has it: around the single state of a published factor they do
      // nothing.
      guard !disturbed.isEmpty, nature == .totalVariation, agent.settings.contains(.factors) else { break }
      settings.factors = disturbed.map { AgentSettings.SizedFactor(step: $0.step, factor: $0.factor) }
    }
    return settings
  }

  private func sizedFactors(_ text: String) throws -> [AgentSettings.SizedFactor] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { entry in
      let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
      let place = parts[0].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      let size = parts.count == 2 ? Double(parts[1]) : nil
      guard parts.count <= 2, (parts.count == 1) == (size == nil), place.count == 2, let step = place[0],
        let factor = place[1], step > 0, factor > 0
      else {
        throw fail(
          "--factors: '\(entry)' is not STEP:FACTOR or STEP:FACTOR=SIZE; give as in 1:4 or 1:4=0.3,2:1=0.1")
      }
      return AgentSettings.SizedFactor(step: step - 1, factor: factor - 1, size: size)
    }
  }
}

/// Reads a number; infinity is one.
private func real(_ text: String) throws -> Double {
  guard let number = Double(text), !number.isNaN else { throw ValidationError("give a number") }
  return number
}

extension FactorOperator: ExpressibleByArgument {}
extension BonusWidth: ExpressibleByArgument {}
extension ExponentialMean: ExpressibleByArgument {}
