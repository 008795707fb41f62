import ArgumentParser
import Foundation

/// The parts of the comparison.
enum Part: String, CaseIterable, ExpressibleByArgument {
  case qSweep = "q-sweep"
  case put, regret, convergence
}

/// What the command line says.
struct Options: ParsableArguments {
  @Argument(help: "Where CSV, JSON and SVG are written.", transform: { URL(fileURLWithPath: $0) })
  var folder: URL
  @Argument(help: "Parts of the comparison; all of them by default.")
  var parts: [Part] = []
  @Option(help: "Learners of each kind, each with streams of its own.")
  var replications = 20
  @Option(help: "Episodes of online agents in the sweeps.")
  var online = 2000
  @Option(help: "Episodes in the data of offline agents.")
  var offline = 100
  @Option(help: "Episodes of the regret curves.")
  var episodes = 10_000
  @Option(help: "Threads that share the replications; results do not depend on them.")
  var threads = 2

  func validate() throws {
    let numbers = [
      ("replications", replications), ("online", online), ("offline", offline), ("episodes", episodes),
      ("threads", threads),
    ]
    for (name, number) in numbers where number < 1 {
      throw ValidationError("--\(name) is \(number); use 1 or more")
    }
  }
}
