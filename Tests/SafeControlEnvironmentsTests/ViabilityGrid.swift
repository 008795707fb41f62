import DecisionProcesses
import SafeControlEnvironments

/// The discrete-time viability kernel of the double integrator, by value iteration on a grid.
///
///     V(s) = max(h(s), min_a V(s'(s, a))),    h = the larger of the two margins
///
/// with V interpolated linearly between nodes and h itself outside the grid. V is convex (linear
/// dynamics, convex h), so interpolation can only overestimate it: V <= 0 proves a node feasible.
struct ViabilityGrid {
  let columns = 221
  let rows = 261
  let step = 0.01
  private var values: [Double] = []

  init(iterations: Int, actions: Int) {
    let world = DoubleIntegrator()
    var stream = Clock(seed: 0).stream(.dynamics)
    values = (0..<rows * columns).map { Self.violation(state($0), world) }
    let margins = values
    // Where each node goes under each action: it does not change from sweep to sweep.
    var targets: [DoubleIntegrator.State] = []
    for node in values.indices {
      for action in 0..<actions {
        var next = state(node)
        let drive = -1 + 2 * Double(action) / Double(actions - 1)
        _ = world.advance(&next, by: Vector([drive]), using: &stream)
        targets.append(next)
      }
    }
    for _ in 0..<iterations {
      var updated = margins
      for node in values.indices where margins[node] <= 0 {
        var best = Double.infinity
        for action in 0..<actions { best = min(best, value(at: targets[node * actions + action], world)) }
        updated[node] = max(margins[node], best)
      }
      values = updated
    }
  }

  var nodes: Range<Int> { 0..<rows * columns }

  func state(_ node: Int) -> DoubleIntegrator.State {
    DoubleIntegrator.State(
      position: step * Double(node % columns - columns / 2),
      velocity: step * Double(node / columns - rows / 2))
  }

  func value(_ node: Int) -> Double { values[node] }

  static func violation(_ state: DoubleIntegrator.State, _ world: DoubleIntegrator) -> Double {
    max(world.margin(state, channel: 0), world.margin(state, channel: 1))
  }

  private func value(at s: DoubleIntegrator.State, _ world: DoubleIntegrator) -> Double {
    let x = s.position / step + Double(columns / 2)
    let y = s.velocity / step + Double(rows / 2)
    guard x >= 0, y >= 0, x < Double(columns - 1), y < Double(rows - 1) else {
      return Self.violation(s, world)
    }
    let (i, j) = (Int(x), Int(y))
    let (u, v) = (x - Double(i), y - Double(j))
    let corner = j * columns + i
    return (1 - v) * ((1 - u) * values[corner] + u * values[corner + 1])
      + v * ((1 - u) * values[corner + columns] + u * values[corner + columns + 1])
  }
}
