import Foundation

/// The parts of the comparison.
enum Part: String, CaseIterable {
  case qSweep = "q-sweep"
  case put, regret, convergence
}

/// What the command line says.
struct Options {
  var folder = URL(fileURLWithPath: ".")
  var parts: [Part] = []
  var replications = 20
  /// Episodes of online and of offline agents in the sweeps.
  var online = 2000
  var offline = 100
  /// Episodes of the regret curves.
  var episodes = 10_000
  var threads = 2

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    if let first = rest.first, !first.hasPrefix("--"), Part(rawValue: first) == nil {
      folder = URL(fileURLWithPath: rest.removeFirst())
    }
    while let argument = rest.popFirst() {
      if let part = Part(rawValue: argument) {
        parts.append(part)
        continue
      }
      guard let text = rest.popFirst(), let number = Int(text), number > 0 else {
        throw Fault(description: "'\(argument)' is no part, nor an option with a whole number after it")
      }
      switch argument {
      case "--replications": replications = number
      case "--online": online = number
      case "--offline": offline = number
      case "--episodes": episodes = number
      case "--threads": threads = number
      default: throw Fault(description: "unknown option '\(argument)'")
      }
    }
    if parts.isEmpty { parts = Part.allCases }
  }
}
