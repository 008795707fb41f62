import Gauntlet

/// Steps per second, ratios to a C twin, and heap allocations per step.
///
///     StepBenchmarks               all of it
///     StepBenchmarks NAME ...      parts: kernels, threads, calls, single, catalogue, worlds, locomotion, allocations
///
/// Exits with 1 unless all allocation counts are zero, and where a kernel and its C twin differ.
@main
struct StepBenchmarks {
  static func main() throws {
    let wanted = CommandLine.arguments.dropFirst()
    func wants(_ part: String) -> Bool { wanted.isEmpty || wanted.contains(part) }
    if wants("kernels") {
      try BatchSubject.compareWithTwin()
      try KernelSubject.compareWithTwins()
    }
    if wants("threads") { try ThreadSubject.compareThreads() }
    if wants("calls") { try LatencySubject.report() }
    if wants("single") { try SingleSubject.compareRules() }
    if wants("catalogue") { try CatalogueSubject.compareWithStatic() }
    if wants("worlds") { try CatalogueSubject.listWorlds() }
    if wants("locomotion") { try LocomotionSubject.measure() }
    guard wants("allocations") else { return }
    guard try AllocationSubject.report() else {
      print("FAILED: something allocates while stepping")
      exitWithFailure()
    }
  }
}
