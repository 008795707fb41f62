// The tabular experiment of Zouitine, Geist and Rachelson, "Solving robust MDPs as a sequence of static RL
// problems" (arXiv:2410.06212): the windy walk with 25 winds, robust value iteration against IWOCS.
// Usage: RobustWindyWalk FOLDER. Writes there two tables and two charts of |value - V*| against effort.
import Foundation
import Gauntlet

let discount = 0.95
let tolerance = 1e-3
let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? ".")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)

/// A number with `digits` decimals.
func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

func write(_ text: String, _ name: String) throws {
  try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
}

let models = try ModelList(WindyWalk(), grid: [("alpha", (0..<25).map { 0.5 * Double($0) / 24 })])
let closure = RectangularClosure(models)
let robustBackup = try closure.backup(discount: discount)
let robust = try DiscountedSolver(tolerance: 1e-9).solve(closure.table, backup: robustBackup)
let optimum = robust.values[WindyWalk.start]
print("robust value of the start, nature free to change the wind anywhere: \(decimal(optimum, 9))")
let hardest = try models.worstOptimum(discount: discount, solver: DiscountedSolver(tolerance: 1e-9))
print(
  "least optimal value over the 25 winds: \(decimal(hardest.value, 9)) "
    + "at alpha \(models.parameters[hardest.model][0])")

// The search itself, with candidates judged exactly and as in the paper.
var trace = ["judge,iteration,alpha,promise,worst_alpha,worst_value,margin,ending"]
let exact = try IWOCS(discount: discount).solve(models)
let sampled = try IWOCS(
  discount: discount, tolerance: 0.1, solver: DiscountedSolver(method: .valueIteration, tolerance: tolerance)
).solve(models, evaluation: .rollouts(TableRollouts(), RandomStream(seed: 1, purpose: .policy)))
for (judge, solution) in [("linear systems", exact), ("300 rollouts", sampled)] {
  for (iteration, step) in solution.steps.enumerated() {
    let (alpha, worst) = (models.parameters[step.model][0], models.parameters[step.worst.model][0])
    let isLast = iteration == solution.steps.count - 1
    trace.append(
      "\(judge),\(iteration),\(decimal(alpha, 6)),\(decimal(step.promise, 6)),\(decimal(worst, 6)),"
        + "\(decimal(step.worst.value, 6)),\(decimal(step.worst.margin, 6)),"
        + (isLast ? solution.ending.rawValue : ""))
    print(
      "\(judge), iteration \(iteration): alpha \(decimal(alpha, 3)) promises \(decimal(step.promise, 6)), "
        + "worst alpha \(decimal(worst, 3)) gives \(decimal(step.worst.value, 6))")
  }
  print("\(judge): \(solution.ending.rawValue)")
}
try write(trace.joined(separator: "\n") + "\n", "trace.csv")

// What both spend. A row is one r + discount * P v: a robust sweep looks at every different row that some
// wind gives a state and an action, an ordinary one at one each.
struct Curve {
  var name: String
  /// (sweeps, rows of solving, rows with the search for the worst wind, value of the start)
  var points: [(sweeps: Int, rows: Int, searched: Int, value: Double)] = []
}
let counter = SweepCounter(tolerance: tolerance)
var curves = [Curve(name: "robust value iteration")]
for (sweep, value) in counter.valueIteration(closure.table, robustBackup).enumerated() {
  let rows = (sweep + 1) * closure.variantCount
  curves[0].points.append((sweep + 1, rows, rows, value))
}
var (sweeps, rows, searched) = (0, 0, 0)
for (iteration, step) in exact.steps.enumerated() {
  let table = models.tables[step.model]
  var curve = Curve(name: "IWOCS, iteration \(iteration), alpha = \(models.parameters[step.model][0])")
  for value in counter.valueIteration(table, try NominalBackup(discount: discount)) {
    sweeps += 1
    rows += table.rowCount
    curve.points.append((sweeps, rows, rows + searched, value))
  }
  // The candidate meets every wind, counted as if by sweeps to the same tolerance; the value waits.
  for model in models.tables {
    let count = try counter.evaluationSweeps(of: step.policy, model, discount: discount)
    searched += count * model.stateCount
  }
  curve.points.append((sweeps, rows, rows + searched, curve.points.last!.value))
  curves.append(curve)
}
var lines = ["curve,sweeps,rows,rows_with_search,value,error"]
for curve in curves {
  for point in curve.points {
    lines.append(
      "\"\(curve.name)\",\(point.sweeps),\(point.rows),\(point.searched),\(decimal(point.value, 9)),"
        + decimal(abs(point.value - optimum), 9))
  }
}
try write(lines.joined(separator: "\n") + "\n", "backups.csv")
print(
  "robust value iteration: \(curves[0].points.count) sweeps of \(closure.variantCount) rows, "
    + "\(curves[0].points.last!.rows) in all")
print("IWOCS: \(sweeps) sweeps of \(models.tables[0].rowCount) rows, \(rows) in all; search \(searched) rows")

/// Writes a chart of the error of the start's value, as SVG and PNG.
func draw(_ name: String, _ title: String, x: Axis, _ series: [LineChart.Series]) throws {
  let (width, height) = (720, 450)
  let chart = LineChart(
    title: title, x: x, y: Axis("|value of the start - V*|", scale: .logarithmic), series: series)
  let scene = try chart.scene(width: width, height: height)
  try write(SVG.document(scene, width: width, height: height, title: title), name + ".svg")
  var rasterizer = SoftwareRasterizer()
  let image = rasterizer.render(scene, width: width, height: height)
  try Data(PNG.encode(width: image.width, height: image.height, rgba: image.pixels))
    .write(to: folder.appendingPathComponent(name + ".png"))
}

try draw(
  "error-by-sweeps", "Windy walk: error by Bellman sweeps", x: Axis("Bellman sweeps", including: [0]),
  curves.map { curve in
    LineChart.Series(curve.name, curve.points.map { Point(Double($0.sweeps), abs($0.value - optimum)) })
  })
let search = curves.dropFirst().flatMap(\.points)
try draw(
  "error-by-rows", "Windy walk: error by computed rows r + gamma P v",
  x: Axis("computed rows", scale: .logarithmic),
  [
    LineChart.Series(
      "robust value iteration", curves[0].points.map { Point(Double($0.rows), abs($0.value - optimum)) }),
    LineChart.Series("IWOCS, solving alone", search.map { Point(Double($0.rows), abs($0.value - optimum)) }),
    LineChart.Series(
      "IWOCS with its search", search.map { Point(Double($0.searched), abs($0.value - optimum)) }),
  ])
