import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Planning
import Recipes

/// What is to be solved: the table, and what a world says about itself.
struct SolverProblem {
  let table: SolverTable
  var discount: Double?
  private var stateNames: [String] = []
  private var actionNames: [String] = []

  /// - Throws: `ExitCode` after a one-line message.
  init(_ text: String) throws {
    if text.lowercased().hasSuffix(".csv") || text.lowercased().hasSuffix(".csv.gz") {
      do {
        table = try TransitionFile.load(text)
      } catch {
        throw fail(error.message)
      }
      return
    }
    var finder = TableFinder()
    try withRecipe(text, rules: []) { recipe in
      guard recipe.rules.isEmpty else {
        throw fail("'\(text)' has rules, which are no part of a world's table; leave them out")
      }
      try EnvironmentCatalog.visit(recipe, with: &finder)
    }
    switch finder.result {
    case .success(let found):
      table = found.table
      discount = found.discount
      stateNames = found.stateNames
      actionNames = found.actionNames
    case .failure(let error): throw fail("'\(text)': \(error.message)")
    case nil:
      throw fail("'\(text)' is not finite; 'gauntlet list --json' tells which worlds are tabular")
    }
  }

  func name(ofState state: Int) -> String {
    stateNames.isEmpty ? "\(state)" : stateNames[state]
  }

  /// What nature does, in words.
  func text(of move: SolveAnswer.Move) -> String {
    "\(short(move.mass)) from \(successor(move.from)) to \(successor(move.to))"
  }

  private func successor(_ state: Int) -> String {
    state == table.stateCount ? "the end" : name(ofState: state)
  }

  /// The action's name, or several with their probabilities.
  func name(ofActions probabilities: [Double]) -> String {
    let used = probabilities.indices.filter { probabilities[$0] > 0 }
    return used.map { action in
      let name = actionNames.isEmpty ? "\(action)" : actionNames[action]
      return used.count == 1 ? name : "\(name) \(short(probabilities[action]))"
    }.joined(separator: ", ")
  }
}

/// Tabulates the world of a recipe, where it is finite.
private struct TableFinder: RecipeVisitor {
  struct Found {
    var table: SolverTable
    var discount: Double
    var stateNames: [String]
    var actionNames: [String]
  }

  var result: Result<Found, PlanningError>?

  mutating func visit<P: DecisionProcess>(_ process: P, rules: RuleList, horizon: Int?) {
    if let finite = process as? any TabularProcess { result = found(finite) }
  }

  private func found<P: TabularProcess>(_ process: P) -> Result<Found, PlanningError> {
    do {
      return .success(
        Found(
          table: try SolverTable(TransitionTable(process)), discount: process.task.discount,
          stateNames: (0..<process.stateCount).map(process.name(ofState:)),
          actionNames: (0..<process.actionCount).map(process.name(ofAction:))))
    } catch {
      return .failure(error)
    }
  }
}
