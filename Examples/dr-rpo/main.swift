// DR-RPO beside the value-based methods that it is compared with: robust agents with linear features.
// Usage: LinearRobustness FOLDER [q-sweep] [put] [regret] [convergence] [--replications N] [--online N]
//        [--offline N] [--episodes N] [--threads N]
// Writes CSV, JSON and SVG of each part, all parts by default. README.md tells what is in them.
import Foundation
import Gauntlet
import Training

let options = try Options(Array(CommandLine.arguments.dropFirst()))
let start = ContinuousClock.now
for part in options.parts {
  let began = ContinuousClock.now
  switch part {
  case .qSweep: try QSweep(options).run()
  case .put: try PutSweep(options).run()
  case .regret: try RegretCurves(options).run()
  case .convergence: try Convergence(options).run()
  }
  print("\(part.rawValue): \(seconds(since: began)) s")
}
print("all: \(seconds(since: start)) s, \(options.threads) threads")

func seconds(since start: ContinuousClock.Instant) -> String {
  let time = (ContinuousClock.now - start).components
  return String(format: "%.2f", Double(time.seconds) + Double(time.attoseconds) * 1e-18)
}
