import DecisionProcesses
import Scenes

/// An environment that shows itself: any `Simulation`, perturbed simulation or recipe of a depictable world.
///
///     var environment = Rendered(Simulation(CartPole(), seed: 7), mode: .human)
///     _ = environment.reset()
///     while !environment.isClosed, !environment.step(1).hasEnded { _ = try environment.render() }
///
/// The step API is the wrapped environment's, and nothing is drawn until `render` is called. A copy is a
/// branch of the environment and shares its window and renderer, so that a look ahead is shown in the same
/// place. The first `render` binds them to its thread, which on macOS must be the main one for a window.
public struct Rendered<Wrapped: Environment & SceneProviding>: Environment {
  public typealias Observation = Wrapped.Observation
  public typealias Action = Wrapped.Action

  /// What is played; assign to show another state.
  public var environment: Wrapped
  public let mode: RenderMode
  private let output: RenderOutput

  /// - Parameters:
  ///   - renderer: draws the pictures of `rgbArray`.
  ///   - framesPerSecond: the pace of `human`.
  ///   - title: the window's.
  /// - Precondition: a picture's sides lie in 1...16384, `framesPerSecond` in 0.1...1000.
  public init(
    _ environment: Wrapped, mode: RenderMode, renderer: PictureRenderer = .automatic,
    framesPerSecond: Double = 30, title: String = "Gauntlet"
  ) {
    if case .rgbArray(let width, let height) = mode {
      precondition(
        (1...16384).contains(width) && (1...16384).contains(height),
        "a picture's sides must lie in 1...16384, got \(width) by \(height)")
    }
    precondition(
      (0.1...1000).contains(framesPerSecond),
      "frames per second must lie in 0.1...1000, got \(framesPerSecond)")
    self.environment = environment
    self.mode = mode
    output = RenderOutput(
      mode: mode, renderer: renderer, period: .seconds(1 / framesPerSecond), title: title)
  }

  public var actionSpace: Wrapped.ActionSpace { environment.actionSpace }
  public var observationSpace: Wrapped.ObservationSpace { environment.observationSpace }
  public var task: TaskDescription { environment.task }

  public mutating func reset(seed: UInt64? = nil) -> Wrapped.Observation { environment.reset(seed: seed) }

  public mutating func step(_ action: Wrapped.Action) -> Step<Wrapped.Observation> {
    environment.step(action)
  }

  /// Shows the present state.
  ///
  /// In `rgbArray` mode it returns the picture. In `human` mode it returns nil: the first call opens the
  /// window, each later one waits until the frame is due, at most one frame's time, while the window answers
  /// the mouse and the keyboard, and shows it. Once a person has closed the window it does nothing.
  ///
  /// - Throws: `GraphicsError` where the world draws nothing, on another thread than the first call's, and
  ///   where a window or the renderer that was asked for cannot be had.
  public func render() throws(GraphicsError) -> Image? {
    guard let scene = environment.scene else {
      throw GraphicsError("this environment draws nothing; make its process Depictable")
    }
    return try output.show(scene)
  }

  /// Whether a person has closed the window; known from the `render` after.
  public var isClosed: Bool { output.isClosed }

  /// Closes the window, or lets go of the renderer. The next `render` opens a new one.
  ///
  /// - Throws: `GraphicsError` on another thread than that of the first `render`.
  public func close() throws(GraphicsError) { try output.close() }
}

extension Rendered: SceneProviding {
  public var scene: Scene? { environment.scene }
}

extension Rendered: SnapshotEnvironment where Wrapped: SnapshotEnvironment {
  public var isRunning: Bool { environment.isRunning }
  public func save() -> [UInt8] { environment.save() }
  public mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) { try environment.restore(bytes) }
}
