import ArgumentParser
import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Foundation
import Perturbations
import Recipes

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the laws: repeatable seeds, spaces, branching, batches, pictures, rules, effects and more.",
    discussion: "Exits with 1 when a law is broken. Worlds of your own: EnvironmentLaws.check(_:seed:).")

  @ArgumentParser.Argument(help: "A recipe; or pass --all.")
  var recipe: String?

  @Option(name: .long, help: "One more rule, as in 'action-delay(steps=2)'; may be repeated.")
  var with: [String] = []

  @Flag(name: .long, help: "Check every environment of the catalogue.")
  var all = false

  @Option(
    name: .long, help: "Folder with the environments' cards (Environments in a checkout); checks them too.")
  var cards: String?

  @OptionGroup var seed: SeedArgument

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func validate() throws {
    guard all != (recipe != nil) else { throw ValidationError("give either a recipe or --all") }
    guard !all || with.isEmpty else {
      throw ValidationError("--with needs a recipe; give one instead of --all")
    }
    guard all || cards == nil else { throw ValidationError("--cards needs --all; add --all or leave it out") }
  }

  func run() throws {
    let results = try all ? checkAll() : checkRecipe()
    if json {
      try Terminal.print(
        json: results.map {
          LawListing(id: $0.id, law: $0.law.rawValue, passed: $0.passed, detail: $0.detail)
        })
    } else {
      for result in results { print(result) }
      print("\(results.count { $0.passed }) of \(results.count) checks passed")
    }
    if results.contains(where: { !$0.passed }) { throw ExitCode.failure }
  }

  private func checkRecipe() throws -> [LawResult] {
    try withRecipe(recipe ?? "", rules: with) { recipe in
      var checker = RecipeChecker(recipe: recipe, seed: seed.seed)
      try EnvironmentCatalog.visit(recipe, with: &checker)
      return checker.results
    }
  }

  private func checkAll() throws -> [LawResult] {
    var checker = WorldChecker(
      seed: seed.seed, cards: try cards.map(CardFolder.init),
      progress: Progress("worlds", total: EnvironmentCatalog.entries.count))
    EnvironmentCatalog.enumerate(&checker)
    checker.progress.finish()
    return checker.results
  }
}

/// JSON of one check; the keys are part of the command's interface.
private struct LawListing: Encodable {
  let id: String
  let law: String
  let passed: Bool
  let detail: String
}

private struct WorldChecker: WorldVisitor {
  let seed: UInt64
  let cards: CardFolder?
  var progress: Progress
  var results: [LawResult] = []
  private var done = 0

  init(seed: UInt64, cards: CardFolder?, progress: Progress) {
    self.seed = seed
    self.cards = cards
    self.progress = progress
  }

  mutating func visit<W: World>(_ world: W.Type) {
    if let missing = W.missingRequirement {
      Terminal.writeError("\(W.identifier) is left out: \(missing.message); \(missing.remedy)")
    } else {
      results += EnvironmentLaws.check(world, seed: seed, card: cards?.card(of: W.identifier))
    }
    done += 1
    progress.update(done)
  }
}

private struct RecipeChecker: RecipeVisitor {
  let recipe: Recipe
  let seed: UInt64
  var results: [LawResult] = []

  mutating func visit<P: DecisionProcess>(
    _ process: P, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) where P.Action: RowConvertible, P.Observation: RowConvertible {
    if !recipe.rules.isEmpty {
      results = try EnvironmentLaws.check(
        process, rules: rules, id: recipe.description, horizon: horizon, seed: seed)
    } else if recipe.arguments.isEmpty, let world = P.self as? any World.Type {
      results = EnvironmentLaws.check(world, seed: seed)
    } else {
      results = EnvironmentLaws.check(process, id: recipe.description, seed: seed)
    }
  }
}

/// The cards under a folder, by the id in their title.
private struct CardFolder {
  private var cards: [String: String] = [:]

  /// - Throws: `ExitCode` after a message when there is no card under `path`.
  init(_ path: String) throws {
    let root = URL(fileURLWithPath: path)
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    for name in names where name.hasSuffix(".md") {
      guard let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8),
        let title = text.split(separator: "\n").first, let end = title.lastIndex(of: "`"),
        let start = title[..<end].lastIndex(of: "`")
      else { continue }
      cards[String(title[title.index(after: start)..<end])] = text
    }
    guard !cards.isEmpty else {
      throw fail("no card found under '\(path)'; give the folder Environments of a checkout to --cards")
    }
  }

  /// An empty card for a world that has none, so that the card law says so.
  func card(of id: String) -> String { cards[id] ?? "" }
}
