import Foundation
import Planning

/// The library HiGHS for tests that need it.
enum LinearPrograms {
  /// Whether HiGHS can be opened here; `.ci/run` fetches it and sets GAUNTLET_REQUIRE_HIGHS, so that there a
  /// missing one fails instead of skipping.
  static let areAvailable: Bool = {
    if ProcessInfo.processInfo.environment["GAUNTLET_REQUIRE_HIGHS"] == "1" { return true }
    do {
      let table = try RandomProcesses.load()[0].table()
      _ = try ConstrainedSolver(discount: 0.5).solve(table, limits: [(0, 100)])
      return true
    } catch {
      return (error as? PlanningError)?.kind != .unavailable
    }
  }()

  static let comment = "needs the library HiGHS; 'make setup' fetches it"
}
