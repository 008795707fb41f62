import DecisionProcesses
import Scenes

/// A line whose point is drawn, one way or another.
protocol DrawnLineWorld: LineWorld, Depictable {}

extension DrawnLineWorld {
  var view: Rect { Rect(x: -2.5, y: -1, width: 5, height: 2) }
  func depict(_ state: State, in scene: inout Scene) { drawPoint(at: state.position, in: &scene) }

  func drawPoint(at position: Double, in scene: inout Scene) {
    scene.line(from: Point(-2, 0), to: Point(2, 0))
    scene.disc(at: Point(position, 0), radius: 0.1, fill: .blue)
  }
}

struct DrawnLine: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
}

/// Draws what luck says.
struct FickleDrawing: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LineState, in scene: inout Scene) { drawPoint(at: ImpureLuck.next(), in: &scene) }
}

/// Moves the point by looking at it.
struct MeddlingDrawing: DrawnLineWorld {
  typealias State = SharedState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: SharedState, in scene: inout Scene) {
    state.position *= 0.99
    drawPoint(at: state.position, in: &scene)
  }
}

/// Draws what its snapshots round.
struct LossyDrawing: DrawnLineWorld {
  typealias State = LossyState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LossyState, in scene: inout Scene) { drawPoint(at: state.velocity, in: &scene) }
}

/// Shows the track alone.
struct StillDrawing: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LineState, in scene: inout Scene) { drawPoint(at: 0, in: &scene) }
}

/// Moves by less than a pixel can show.
struct TinyDrawing: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LineState, in scene: inout Scene) { drawPoint(at: 1e-9 * state.position, in: &scene) }
}

/// Lets the point leave the picture.
struct RunawayDrawing: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LineState, in scene: inout Scene) { drawPoint(at: 4 * state.position, in: &scene) }
}

/// Draws nothing in a strong wind.
struct WindblownDrawing: DrawnLineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func depict(_ state: LineState, in scene: inout Scene) {
    drawPoint(at: state.position, in: &scene)
    scene.disc(at: .zero, radius: 1 - 2 * wind, stroke: Stroke(.mist))
  }
}

/// An environment whose camera follows the point, or whose pictures fail now and then.
struct WanderingView: SnapshotEnvironment, SceneProviding {
  enum Fault { case follows, skips }
  var simulation: Simulation<DrawnLine>
  let fault: Fault

  init(_ fault: Fault) {
    simulation = Simulation(DrawnLine(options: OptionValues(for: DrawnLine.options)), seed: 5)
    self.fault = fault
  }

  var scene: Scene? {
    guard var scene = simulation.scene else { return nil }
    if fault == .skips && simulation.clock.step == 3 { return nil }
    if fault == .follows {
      scene.view = Rect(center: Point(simulation.state.position, 0), width: 5, height: 2)
    }
    return scene
  }

  var actionSpace: Box<1> { simulation.actionSpace }
  var observationSpace: Box<2> { simulation.observationSpace }
  var task: TaskDescription { simulation.task }
  var isRunning: Bool { simulation.isRunning }
  mutating func reset(seed: UInt64?) -> Vector<2> { simulation.reset(seed: seed) }
  mutating func step(_ action: Vector<1>) -> Step<Vector<2>> { simulation.step(action) }
  func save() -> [UInt8] { simulation.save() }
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) { try simulation.restore(bytes) }
}
