import ArgumentParser
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Planning
import Recipes
import UncertaintySets

struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve",
    abstract: "Compute optimal values of a finite world or file, nominal or robust, with certified intervals.",
    discussion: """
      With --set, every row of every state and action may be any row of its own set around the nominal one, as in
        gauntlet solve forest-v0 --set l1 --radius 0.2 --discount 0.95
      Mass keeps to successors that the nominal row has, unless --support all lets it go to every state; sets
      with lists and distances (weighted-l1, interval, wasserstein) always speak of all states.

      Files are CSV, plain (.csv) or packed (.csv.gz), with the columns idstatefrom, idaction, idstateto,
      probability, reward, and one more per cost. States and actions count from 0.
      """)

  @ArgumentParser.Argument(help: "A finite world, as in \"forest-v0?states=10\", or FILE.csv or FILE.csv.gz.")
  var problem: String

  @Option(
    name: .long, parsing: .unconditional,
    help: "Discount per step, from 0 to below 1; a world's own by default.", transform: number)
  var discount: Double?

  @Option(name: .long, help: "vi (value iteration), gs (Gauss-Seidel), pi or mpi (policy iterations).")
  var method: DiscountedSolver.Method = .modifiedPolicyIteration

  @Option(
    name: .long, parsing: .unconditional, help: "Guaranteed error of every value, in units of reward.",
    transform: number)
  var tolerance = 1e-6

  @OptionGroup var ambiguity: UncertaintySetArguments

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  /// Sets that number the states.
  private static let numberingStates: Set<String> = [
    WeightedL1Ball.name, IntervalSet.name, WassersteinBall.name,
  ]

  func run() throws {
    let problem = try Problem(self.problem)
    guard let discount = discount ?? problem.discount else {
      throw fail("'\(self.problem)' has no discount of its own; give one, as in --discount 0.95")
    }
    let solution: CertifiedSolution
    let start = ContinuousClock.now
    let set = try uncertaintySet()
    do {
      solution = try solve(problem.table, around: set, discount)
    } catch {
      guard let error = error as? PlanningError else { throw error }
      let isItsOwn = self.discount == nil && discount >= 1
      let remedy = isItsOwn ? ", and is the world's own; give one, as in --discount 0.95" : ""
      throw fail(error.message + remedy)
    }
    let time = (ContinuousClock.now - start).components
    let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
    if json {
      try Terminal.print(json: SolveReport(solution, seconds: seconds))
    } else {
      printTable(problem, solution, discount: discount, seconds: seconds)
    }
  }

  private func uncertaintySet() throws -> (any UncertaintySet)? {
    guard let name = ambiguity.set else { return nil }
    let numbersStates = Self.numberingStates.contains(name)
    if numbersStates && ambiguity.support == .nominal {
      throw fail("--support nominal: the set \(name) numbers all states; leave it out")
    }
    return try ambiguity.uncertaintySet(named: name, standardSupport: numbersStates ? .all : .nominal)
  }

  private func solve(
    _ table: SolverTable, around set: (any UncertaintySet)?, _ discount: Double
  ) throws -> CertifiedSolution {
    let solver = DiscountedSolver(method: method, tolerance: tolerance)
    guard let set else { return try solver.solve(table, discount: discount) }
    return try robust(set, table, discount, solver)
  }

  private func robust<Ambiguity: UncertaintySet>(
    _ set: Ambiguity, _ table: SolverTable, _ discount: Double, _ solver: DiscountedSolver
  ) throws -> CertifiedSolution {
    try solver.solve(table, backup: RectangularBackup(set, on: table, discount: discount))
  }

  private func printTable(
    _ problem: Problem, _ solution: CertifiedSolution, discount: Double, seconds: Double
  ) {
    let rows = problem.table
    print(
      "\(short(Double(rows.stateCount))) states, \(rows.actionCount) actions, "
        + "\(short(Double(rows.entryCount))) transitions, discount \(discount), \(method.rawValue)")
    let shown = min(solution.values.count, 40)
    print(
      table(
        ["state", "action", "value"],
        (0..<shown).map { state in
          [
            problem.name(ofState: state),
            problem.name(ofActions: solution.policy.row(of: state, actionCount: rows.actionCount)),
            "\(solution.values[state])",
          ]
        }, rightAligned: [2]))
    if shown < solution.values.count {
      print("\(short(Double(solution.values.count - shown))) more states; --json prints all")
    }
    let start = rows.initialExpectation(of: solution.values)
    print("value of the first state \(start), every value within \(short(solution.bound))")
    print("\(solution.sweeps) sweeps, \(short(seconds)) s")
  }
}

/// Reads a number, or says that it is none.
private func number(_ text: String) throws -> Double {
  guard let number = Double(text), number.isFinite else { throw ValidationError("give a finite number") }
  return number
}

extension DiscountedSolver.Method: ExpressibleByArgument {}

/// What is to be solved: the table, and what a world says about itself.
private struct Problem {
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

  mutating func visit<W: World>(_ world: W, rules: RuleList, horizon: Int?) {
    if let process = world as? any TabularProcess { result = found(process) }
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

/// JSON of `solve`; the keys are part of the command's interface.
private struct SolveReport: Encodable {
  /// What a state's actions are: one, or the probabilities of all where the policy mixes.
  enum Actions: Encodable {
    case one(Int)
    case mixture([Double])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .one(let action): try container.encode(action)
      case .mixture(let probabilities): try container.encode(probabilities)
      }
    }
  }

  let values: [Double]
  let policy: [Actions]
  let lower: [Double]
  let upper: [Double]
  let sweeps: Int
  let seconds: Double

  init(_ solution: CertifiedSolution, seconds: Double) {
    values = solution.values
    switch solution.policy {
    case .actions(let chosen): policy = chosen.map { .one($0) }
    case .probabilities(let numbers):
      let actionCount = numbers.count / solution.values.count
      policy = solution.values.indices.map { state in
        let row = solution.policy.row(of: state, actionCount: actionCount)
        return row.firstIndex(of: 1).map { Actions.one($0) } ?? .mixture(row)
      }
    }
    lower = solution.lower
    upper = solution.upper
    sweeps = solution.sweeps
    self.seconds = seconds
  }
}
