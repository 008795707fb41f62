import DecisionProcesses
import EnvironmentCatalog
import Foundation
import Playback
import RandomStreams

let busyRecipe =
  "cart-pole-v1?horizon=2000 | uncertain(radius=0.2) | gaussian-noise(sigma=0.05) | action-delay(steps=1)"
  + " | sticky-action(probability=0.1) | observation-delay(steps=2) | stuck(probability=0.05,duration=3)"

func player(
  _ recipe: String, policy: StandardPolicy = .scripted, seed: UInt64 = 4
) throws -> EpisodePlayer {
  let environment = try EnvironmentCatalog.make(recipe)
  return EpisodePlayer(environment, policy: environment.policy(policy), seed: seed)
}

/// Everything that a moment is, as text: the environment's bytes, and what is shown of it.
func fingerprint(_ player: EpisodePlayer) -> String {
  var facts = player.facts
  // The future is known or not; the present is the same.
  facts.recordedSteps = 0
  return "\(player.environment.save()) \(facts) \(player.view.trail) \(String(describing: player.view.scene))"
}

/// A policy that takes its time.
struct SlowPolicy: RowPolicy {
  var seconds: Double

  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    Thread.sleep(forTimeInterval: seconds)
    action[0] = observation[2] + 0.25 * observation[3] > 0 ? 1 : 0
  }
}
