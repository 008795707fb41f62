import ArgumentParser
import Foundation
import Gauntlet
import Training

/// DR-RPO beside the value-based methods that it is compared with: robust agents with linear features.
/// README.md tells what is in the files that it writes.
@main
struct LinearRobustness: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "LinearRobustness", abstract: "Compare robust agents with linear features.")
  @OptionGroup var options: Options

  func run() throws {
    let start = ContinuousClock.now
    for part in options.parts.isEmpty ? Part.allCases : options.parts {
      let began = ContinuousClock.now
      switch part {
      case .qSweep: try QSweep(options).run()
      case .put: try PutSweep(options).run()
      case .regret: try RegretCurves(options).run()
      case .convergence: try Convergence(options).run()
      }
      print("\(part.rawValue): \(Self.seconds(since: began)) s")
    }
    print("all: \(Self.seconds(since: start)) s, \(options.threads) threads")
  }

  private static func seconds(since start: ContinuousClock.Instant) -> String {
    String(format: "%.2f", (ContinuousClock.now - start) / .seconds(1))
  }
}
