// A machine that wears out is kept for twenty days by policies that are best in the mean, for the CVaR of the
// whole return (static), and for a CVaR taken anew each day (nested).
//
//     RiskComparison [FOLDER]     prints the table; with a folder also writes comparison.csv, returns.csv and
//                                 distributions.svg into it
import Foundation
import Gauntlet

struct Contender {
  var name: String
  var law: ReturnDistribution
}

func contenders(_ process: some TabularProcess, days: Int) throws -> [Contender] {
  let transitions = TransitionTable(process)
  let table = try OutcomeTable(transitions)
  func law(_ solution: FiniteHorizonSolution) throws -> ReturnDistribution {
    try ReturnEvaluation().laws(of: solution.policy, in: table).initialLaw
  }
  var found = [
    Contender(
      name: "mean",
      law: try law(try BackwardInduction(horizon: days).solve(transitions, discount: 1)))
  ]
  for level in [0.1, 0.25] {
    let solver = StaticRiskSolver(.lowerCVaR(level: level), settings: StockSettings(horizon: .steps(days)))
    found.append(Contender(name: "static CVaR \(level)", law: try solver.solve(table).law))
  }
  for level in [0.25, 0.5, 0.8] {
    let induction = NestedRiskInduction(try CVaRSet(level: level), horizon: days)
    found.append(Contender(name: "nested CVaR \(level)", law: try law(try induction.solve(table))))
  }
  return found
}

/// The distribution functions from `left` on, as steps.
func chart(_ contenders: [Contender], from left: Double) -> LineChart {
  let series = contenders.map { contender -> LineChart.Series in
    let law = contender.law
    var height = law.cumulativeProbability(at: left)
    var points = [Point(left, height)]
    for value in law.values where value > left {
      points.append(Point(value, height))
      height = law.cumulativeProbability(at: value)
      points.append(Point(value, height))
    }
    return LineChart.Series(contender.name, points + [Point(0, height)])
  }
  return LineChart(
    title: "A machine over twenty days: distribution functions of the return",
    x: Axis("return x"), y: Axis("probability of x or less", including: [0, 1]), series: series,
    references: [LineChart.Reference("worst tenth", at: 0.1)])
}

func fixed(_ number: Double) -> String { String(format: "%.4f", number) }

let measures: [(name: String, of: (ReturnDistribution) -> Double)] = [
  ("mean", \.mean), ("CVaR 0.1", { $0.lowerCVaR(0.1) }), ("CVaR 0.25", { $0.lowerCVaR(0.25) }),
]
let found = try contenders(MachineReplacement(), days: 20)
let width = found.reduce(0) { max($0, $1.name.count) }
func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.count))
  return left ? space + text : text + space
}
print(padded("best for", width) + measures.map { padded($0.name, 12, left: true) }.joined())
for contender in found {
  print(
    padded(contender.name, width)
      + measures.map { padded(fixed($0.of(contender.law)), 12, left: true) }.joined())
}

if CommandLine.arguments.count > 1 {
  let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let comparison =
    ["policy,mean,cvar_0.1,cvar_0.25"]
    + found.map { contender in
      ([contender.name] + measures.map { "\($0.of(contender.law))" }).joined(separator: ",")
    }
  let returns =
    ["policy,return,probability"]
    + found.flatMap { contender in
      zip(contender.law.values, contender.law.probabilities).map { "\(contender.name),\($0),\($1)" }
    }
  // The nested policy at 0.25 lets the machine stand worn out; its returns lie far to the left.
  let shown = found.filter { $0.name != "nested CVaR 0.25" }
  let picture = SVG.document(
    try chart(shown, from: -60).scene(width: 800, height: 480), width: 800, height: 480,
    title: "Distribution functions of the return")
  for (name, text) in [
    ("comparison.csv", comparison.joined(separator: "\n") + "\n"),
    ("returns.csv", returns.joined(separator: "\n") + "\n"), ("distributions.svg", picture),
  ] {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}
