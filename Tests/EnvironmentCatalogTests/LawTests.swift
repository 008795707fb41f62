import Batching
import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Foundation
import Recipes
import Testing

/// Every law for every world of the catalogue, and for recipes with options and rules.
@Suite struct LawTests {
  @Test(arguments: playableIdentifiers)
  func worldKeepsTheLaws(identifier: String) {
    var call = LawCall(identifier: identifier)
    let seconds = ContinuousClock().measure { EnvironmentCatalog.enumerate(&call) }
    print("laws of \(identifier): \(seconds)")
    #expect(call.results.contains { $0.law == .card }, "\(identifier) has no card")
    report(call.results)
  }

  /// Each flag and each word of every option, one at a time.
  @Test(arguments: playableIdentifiers)
  func optionsKeepTheLaws(identifier: String) {
    var call = OptionCall(identifier: identifier)
    let seconds = ContinuousClock().measure { EnvironmentCatalog.enumerate(&call) }
    print("laws of the options of \(identifier): \(seconds)")
    report(call.results)
  }

  @Test(arguments: recipes)
  func recipeKeepsTheLaws(text: String) throws {
    let recipe = try Recipe(parsing: text)
    guard playableIdentifiers.contains(recipe.environment) else { return }
    let environment = try EnvironmentCatalog.make(recipe, seed: 3)
    let results = EnvironmentLaws.check(
      environment: environment, id: text, showsTruth: recipe.rules.isEmpty, seed: 3
    ) { count, shards, observationType, actionType in
      var options = BatchOptions(
        shards: shards, observationType: observationType, actionType: actionType)
      options.splitting = .finest
      return try EnvironmentCatalog.makeBatch(recipe, count: count, options: options)
    }
    #expect(results.count == 5)
    report(results)
  }

  private func report(_ results: [LawResult]) {
    for result in results {
      print(result)
      #expect(result.passed, "\(result.id) breaks \(result.law.rawValue): \(result.detail)")
    }
  }

  static let recipes = [
    "cart-pole-v1?massPole=0.2,length=0.7 | gaussian-noise(channel=observation,sigma=0.05,on=[0,2])"
      + " | action-delay(steps=2)",
    "cart-pole-v1?sutton=true,horizon=30",
    "cart-pole-v1 | uncertain(nature=per-episode) | impulse(parameter=push,magnitude=3,at=5,duration=4)",
    "cart-pole-v1 | sticky-action(probability=0.25) | reward-delay(steps=3)",
    "pendulum-v1?horizon=50 | blend-action(alpha=0.3,by=scripted) | uniform-noise(low=-0.1,high=0.1)",
    "pendulum-v1?horizon=50 | rwrl(level=easy)",
    "pendulum-v1?horizon=40 | drift(parameter=mass,sigma=0.05) | extra-dimensions(count=3)",
    "mountain-car-v0?horizon=60 | periodic-disturbance(parameter=push,amplitude=0.0002,period=20)",
    "mountain-car-continuous-v0?horizon=60 | gaussian-noise(channel=action,sigma=0.3,limit=0.5)",
    "acrobot-v1?horizon=60 | observation-delay(steps=2) | quantise(channel=observation,step=0.1)",
    "frozen-lake-v1?map=8x8,slippery=false | replace-action(probability=0.2,by=scripted)",
    "taxi-v3?fickle=true,rain=true,horizon=60 | stuck(probability=0.1,duration=3)",
    "cliff-walk-v1?horizon=50 | repeat-action(steps=3)",
    "double-integrator-v0?horizon=50 | uncertain(nature=per-step,radius=0.5)"
      + " | bias(channel=cost,value=0.1,schedule=period:3)",
    "constrained-pendulum-v0?horizon=50 | adversary-seat(channel=observation,epsilon=0.1)",
    "point-robot-v0?horizon=50 | dropout(probability=0.2,schedule=bernoulli:0.5)"
      + " | gaussian-noise(channel=reward,sigma=1,budget=5)",
    "hopper-v5?horizon=60 | uncertain(box=iwocs-2d,nature=per-episode)",
    "half-cheetah-v5?horizon=40,limit=v1 | uncertain(box=iwocs-3d,nature=per-step)"
      + " | gaussian-noise(channel=observation,sigma=0.05)",
    "walker-2d-v5?limit=v0,hard=true | impulse(parameter=torsoForceX,magnitude=3,at=5,duration=10)",
    "swimmer-v5?horizon=40,limit=v0 | adversary-seat(channel=parameters,box=all)",
    "ant-v5?endsOnFall=false,horizon=40,semantics=rrls | uncertain(box=iwocs-3d) | action-delay(steps=2)",
    "humanoid-v5?horizon=30,limit=v1,frameSkip=2 | uncertain(parameters=[thighLength,torsoMass])",
  ]
}

private struct LawCall: WorldCall {
  let identifier: String
  var results: [LawResult] = []

  mutating func call<W: World>(_ world: W.Type) {
    let card = Package.card(of: String(describing: W.self)).flatMap(Package.text)
    results = EnvironmentLaws.check(W.self, seed: 1, card: card)
  }
}

private struct OptionCall: WorldCall {
  let identifier: String
  var results: [LawResult] = []

  mutating func call<W: World>(_ world: W.Type) {
    // The ten worlds on the physics engine share their options' code, and are slow: recipes below try them.
    guard W.family != "locomotion" else { return }
    for option in W.options {
      for value in values(of: option) where value != option.standard {
        let chosen = OptionValues([option.name: value], for: W.options)
        let process = W(options: chosen)
        results += EnvironmentLaws.check(
          process, id: "\(identifier)?\(option.name)=\(value.text)", seed: 2)
      }
    }
  }

  /// Every word and flag; the ends of an integer's range, which may be too large for exact tables, are
  /// left to the worlds' own tests.
  private func values(of option: OptionDescription) -> [OptionValue] {
    switch option.domain {
    case .choice(let words): words.map { .word($0) }
    case .flag: [.flag(true), .flag(false)]
    case .integer, .number: []
    }
  }
}
