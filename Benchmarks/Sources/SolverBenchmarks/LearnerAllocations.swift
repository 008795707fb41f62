import AllocationCounter
import Foundation
import Gauntlet

/// Heap allocations of learners while they plan, play and learn: none once everything has been seen.
enum LearnerAllocations {
  /// Ends the program with 1 unless no episode allocates.
  static func check() throws {
    print("\nheap allocations of learners in 2000 episodes after 2000 others:")
    var isClean = true
    let world = try FiniteWorld("linear-mdp-v0?xi=0.2")
    for (agent, nature) in [
      ("lsvi-ucb", FactorOperator.nominal), ("dr-lsvi-ucb", .totalVariation), ("we-drive-u", .totalVariation),
      ("dr-rpo", .totalVariation), ("dr-rpo", .kullbackLeibler), ("dr-rpo", .chiSquare),
      ("dr-rpo", .totalVariationPenalty), ("dr-rpo", .kullbackLeiblerPenalty), ("dr-rpo", .chiSquarePenalty),
    ] {
      var settings = AgentSettings()
      if nature != .nominal { settings.nature = nature }
      if nature.isPenalty { settings.penalty = 1 } else if nature != .nominal { settings.radius = 0.3 }
      isClean = try count("\(agent) \(nature.rawValue)", settings, agent, world) && isClean
    }
    var mirror = AgentSettings()
    (mirror.radius, mirror.mirrorStep) = (0.3, 1)
    isClean = try count("dr-rpo, mirror descent", mirror, "dr-rpo", world) && isClean
    guard isClean else {
      print("FAILED: some episode allocates")
      exit(1)
    }
  }

  private static func count(
    _ name: String, _ settings: AgentSettings, _ agent: String, _ world: FiniteWorld
  ) throws -> Bool {
    let learner = try LinearAgents.named(agent)!.init(settings).makeLearner(for: world.model)
    let player = try world.player(seed: 1)
    func play(_ episodes: Range<Int>) {
      for episode in episodes {
        learner.plan()
        _ = player.play(episode, with: learner)
      }
    }
    play(0..<2000)
    let start = allocation_count()
    play(2000..<4000)
    let allocations = Int(allocation_count() - start)
    print("  \(name): \(allocations)")
    return allocations == 0
  }
}
