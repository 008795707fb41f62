import Gauntlet

/// Steps per second, ratios to a C twin, and heap allocations per step.
///
///     StepBenchmarks               all of it
///     StepBenchmarks allocations   only the allocation counts; exits with 1 unless all are zero
@main
struct StepBenchmarks {
  static func main() throws {
    if CommandLine.arguments.dropFirst().first != "allocations" {
      try BatchSubject.compareWithTwin()
      try SingleSubject.compareRules()
      try CatalogueSubject.compareWithStatic()
      try CatalogueSubject.listWorlds()
    }
    guard try AllocationSubject.report() else {
      print("FAILED: something allocates while stepping")
      exitWithFailure()
    }
  }
}
