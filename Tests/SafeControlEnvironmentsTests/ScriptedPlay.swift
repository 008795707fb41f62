import DecisionProcesses

/// What the scripted policy did over some episodes.
struct ScriptedPlay {
  /// Mean return per episode.
  var meanReturn = 0.0
  /// Mean sum of each cost channel per episode.
  var meanCosts: [Double]
  /// Episodes that terminated.
  var terminated = 0
  /// Diagnostic values at the end of each episode.
  var last: [[Double]] = []

  /// One episode per seed.
  init<W: World & ScriptedProcess>(_ world: W, seeds: Range<UInt64>) {
    meanCosts = world.task.costs.map { _ in 0 }
    let share = 1 / Double(seeds.count)
    for seed in seeds {
      var simulation = Simulation(world, seed: seed)
      var observation = simulation.reset()
      while simulation.isRunning {
        let step = simulation.step(world.scriptedAction(for: observation))
        observation = step.observation
        meanReturn += share * step.reward
        for channel in meanCosts.indices { meanCosts[channel] += share * step.costs[channel] }
        if step.ending.contains(.terminated) { terminated += 1 }
      }
      last.append(W.diagnosticNames.indices.map { world.diagnostic($0, of: simulation.state) })
    }
  }
}
