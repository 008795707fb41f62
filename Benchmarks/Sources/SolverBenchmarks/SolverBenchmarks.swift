import Gauntlet

/// Times to a guaranteed error of 1e-6 in every value, with the goals that they are held to. What runs on one
/// thread is measured in its processor time, two threads by the wall clock.
///
///     SolverBenchmarks nominal       Garnet(1000, 10, 20) at 0.99: our methods, a C loop, QuantEcon
///     SolverBenchmarks robust        the same with L1 balls beside craam2, and what a robust sweep takes
///     SolverBenchmarks sets          the same with every kind of uncertainty set
///     SolverBenchmarks million       a sparse Garnet of 10^6 states, with the peak memory of the process
///     SolverBenchmarks threads       two threads beside one, and with another program on a core
///     SolverBenchmarks allocations   heap allocations per sweep and per episode of learners; exits with 1
///                                    unless there are none
///
/// Several names are done in turn; without any, all but the last three.
@main
struct SolverBenchmarks {
  static let tolerance = 1e-6
  static let discount = 0.99

  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    for name in names.isEmpty ? ["nominal", "robust", "sets"] : Array(names) {
      switch name {
      case "nominal": try NominalSubject.compare()
      case "robust": try RobustSubject.compare()
      case "sets": try SetSubject.list()
      case "million": try MillionSubject.report()
      case "threads": try ThreadSubject.compare()
      case "allocations":
        try SweepAllocations.check()
        try LearnerAllocations.check()
      case "spin": Competitor.spin()
      default: fatalError("no benchmark '\(name)'; see SolverBenchmarks.swift")
      }
    }
  }
}
