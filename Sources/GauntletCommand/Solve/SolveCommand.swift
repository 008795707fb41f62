import ArgumentParser
import DecisionProcesses
import Planning
import RandomStreams
import UncertaintySets

struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve",
    abstract: "Compute optimal values of a finite world or file, nominal or robust, with certified intervals.",
    discussion: """
      With --set, the row of every state and action may be any row of its own set around the nominal one, as in
        gauntlet solve forest-v0 --set l1 --radius 0.2 --discount 0.95
      With --rectangularity s, the rows of all actions of a state share one budget, and the best policy may mix
      actions; sets l1, linf, chi-square, kl and cvar (of which the budget is 1 / level - 1).
      Mass keeps to successors that the nominal row has, unless --support all lets it go to every state; sets
      with lists and distances (weighted-l1, interval, wasserstein) always speak of all states.

      --play N plays N episodes of the policy against nature's worst kernel and compares their mean return with
      the value.

      Files are CSV, plain (.csv) or packed (.csv.gz), with the columns idstatefrom, idaction, idstateto,
      probability, reward, and one more per cost. States and actions count from 0.
      """)

  /// Who shares a budget of nature's.
  enum Rectangularity: String, ExpressibleByArgument {
    /// Each state and action has a set of its own.
    case stateAction = "sa"
    /// The actions of a state share one.
    case state = "s"
  }

  @ArgumentParser.Argument(help: "A finite world, as in \"forest-v0?states=10\", or FILE.csv or FILE.csv.gz.")
  var problem: String

  @Option(
    name: .long, parsing: .unconditional,
    help: "Discount per step, from 0 to below 1; a world's own by default.", transform: number)
  var discount: Double?

  @Option(
    name: .long,
    help: """
      vi (value iteration), gs (Gauss-Seidel), pi (policy iteration), mpi (modified), ppi (partial policy \
      iteration).
      """)
  var method: DiscountedSolver.Method = .modifiedPolicyIteration

  @Option(
    name: .long, parsing: .unconditional, help: "Guaranteed error of every value, in units of reward.",
    transform: number)
  var tolerance = 1e-6

  @Option(
    name: .long, help: "Threads that share a sweep; the answer does not depend on it.",
    transform: wholeNumber(1...256))
  var threads = 1

  @OptionGroup var ambiguity: UncertaintySetArguments

  @Option(name: .long, help: "sa (a set for each state and action) or s (a budget for each state).")
  var rectangularity: Rectangularity = .stateAction

  @Option(
    name: .long, help: "Play so many episodes against the worst kernel.", transform: wholeNumber(2...100_000_000))
  var play: Int?

  @OptionGroup var seed: SeedArgument

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  /// Sets that number the states.
  private static let numberingStates: Set<String> = [
    WeightedL1Ball.name, IntervalSet.name, WassersteinBall.name,
  ]

  func run() throws {
    let problem = try SolverProblem(self.problem)
    guard let discount = discount ?? problem.discount else {
      throw fail("'\(self.problem)' has no discount of its own; give one, as in --discount 0.95")
    }
    let answer: SolveAnswer
    do {
      answer = try self.answer(problem.table, discount)
    } catch {
      guard let error = error as? PlanningError else { throw error }
      let isItsOwn = self.discount == nil && discount >= 1
      let remedy = isItsOwn ? ", and is the world's own; give one, as in --discount 0.95" : ""
      throw fail(error.message + remedy)
    }
    if json {
      try Terminal.print(json: SolveReport(answer))
    } else {
      printTable(problem, answer, discount: discount)
    }
  }

  // MARK: Solving

  private func answer(_ table: SolverTable, _ discount: Double) throws -> SolveAnswer {
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    guard let name = ambiguity.set else {
      if rectangularity == .state { throw fail("--rectangularity s is about a set; give one with --set") }
      return try answer(table, NominalBackup(discount: discount), isRobust: false)
    }
    if play != nil, name.hasSuffix("-penalty") || name == EntropicRisk.name {
      throw fail("--play: the set \(name) adds a penalty to the value that no episode shows; leave it out")
    }
    if rectangularity == .state {
      let (set, extended) = try sharedBudget(named: name, on: table)
      return try answer(extended, SharedBudgetBackup(set, on: extended, discount: discount), isRobust: true)
    }
    return try answer(table, around: uncertaintySet(named: name), discount)
  }

  private func uncertaintySet(named name: String) throws -> any UncertaintySet {
    let numbersStates = Self.numberingStates.contains(name)
    if numbersStates && ambiguity.support == .nominal {
      throw fail("--support nominal: the set \(name) numbers all states; leave it out")
    }
    return try ambiguity.uncertaintySet(named: name, standardSupport: numbersStates ? .all : .nominal)
  }

  private func sharedBudget(named name: String, on table: SolverTable) throws -> (SharedBudget, SolverTable) {
    guard let measure = SharedBudget.Measure(rawValue: name) else {
      let known = SharedBudget.Measure.allCases.map(\.rawValue).joined(separator: ", ")
      throw fail("--rectangularity s: the set \(name) has no form for a shared budget; give one of \(known)")
    }
    let set = try ambiguity.sharedBudget(measure)
    return (set, spread(table, for: set.support))
  }

  private func answer<Ambiguity: UncertaintySet>(
    _ table: SolverTable, around set: Ambiguity, _ discount: Double
  ) throws -> SolveAnswer {
    let table = spread(table, for: set.support)
    return try answer(table, RectangularBackup(set, on: table, discount: discount), isRobust: true)
  }

  /// A kernel that goes anywhere can only be written down where the table has every successor.
  private func spread(_ table: SolverTable, for support: Support) -> SolverTable {
    let (entries, overflows) = table.rowCount.multipliedReportingOverflow(by: table.stateCount + 1)
    guard support == .all, !overflows, entries <= 20_000_000 else { return table }
    return (try? table.listingEverySuccessor()) ?? table
  }

  private func answer<B: Backup>(
    _ table: SolverTable, _ backup: B, isRobust: Bool
  ) throws -> SolveAnswer {
    let solver = DiscountedSolver(method: method, tolerance: tolerance, threads: threads)
    let start = ContinuousClock.now
    let solution = try solver.solve(table, backup: backup)
    let time = (ContinuousClock.now - start).components
    var answer = SolveAnswer(
      table: table, solution: solution,
      residual: try table.bellmanResidual(of: solution.values, backup: backup),
      seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
    answer.isRobust = isRobust
    if isRobust {
      // Without every successor in the table, a kernel that leaves it cannot be shown.
      answer.worst = try? RobustPolicyEvaluation(backup, tolerance: 0.1 * tolerance)
        .worstCase(of: solution.policy, in: table).table
    }
    if let play {
      guard let worst = isRobust ? answer.worst : table else {
        throw fail("--play: nature uses successors that the table lacks, and the table is too large for all")
      }
      answer.played = try TableRollouts(count: play, stepLimit: .max).value(
        of: solution.policy, in: worst, discount: backup.discount,
        using: RandomStream(seed: seed.seed, purpose: StreamPurpose(named: "solve")))
    }
    return answer
  }

  // MARK: Printing

  private func printTable(_ problem: SolverProblem, _ answer: SolveAnswer, discount: Double) {
    let (rows, solution) = (answer.table, answer.solution)
    print(
      "\(short(Double(rows.stateCount))) states, \(rows.actionCount) actions, "
        + "\(short(Double(rows.entryCount))) transitions, discount \(discount), \(method.rawValue)")
    let shown = min(solution.values.count, 40)
    let moves = answer.moves()
    print(
      table(
        ["state", "action", "value"] + (answer.isRobust ? ["nature moves"] : []),
        (0..<shown).map { state in
          let actions = solution.policy.row(of: state, actionCount: rows.actionCount)
          return [
            problem.name(ofState: state), problem.name(ofActions: actions), "\(solution.values[state])",
          ] + (answer.isRobust ? [moves[state].map { problem.text(of: $0) } ?? "-"] : [])
        }, rightAligned: [2]))
    if shown < solution.values.count {
      print("\(short(Double(solution.values.count - shown))) more states; --json prints all")
    }
    let start = rows.initialExpectation(of: solution.values)
    print("value of the first state \(start), every value within \(short(solution.bound))")
    if answer.isRobust {
      let moved = moves.compactMap { $0 }
      let most = moved.map(\.mass).max() ?? 0
      print(
        moved.isEmpty
          ? "worst kernel: the nominal one"
          : "worst kernel: differs from the nominal one in \(short(Double(moved.count))) states, "
            + "moving up to \(short(most)) of a row's mass")
    }
    if let played = answer.played {
      print(
        "\(short(Double(play ?? 0))) episodes \(answer.isRobust ? "against it" : "played"): mean return "
          + "\(played.mean), standard error \(short(played.standardError))")
    }
    print("residual \(short(answer.residual)), \(solution.sweeps) sweeps, \(short(answer.seconds)) s")
  }
}

/// Reads a number, or says that it is none.
private func number(_ text: String) throws -> Double {
  guard let number = Double(text), number.isFinite else { throw ValidationError("give a finite number") }
  return number
}

extension DiscountedSolver.Method: ExpressibleByArgument {}
