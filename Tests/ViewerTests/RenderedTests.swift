import ClassicControlEnvironments
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Scenes
import Testing
import Viewer

extension GraphicsTests {
  /// Pictures as data; the window is tested where there is one.
  @Suite(.serialized) struct RenderedTests {
    static let pictures = RenderMode.rgbArray(width: 160, height: 120)

    /// The software rasteriser's picture of what `environment` shows.
    static func software(_ environment: some SceneProviding) throws -> Image {
      var rasterizer = SoftwareRasterizer()
      return rasterizer.render(try #require(environment.scene), width: 160, height: 120)
    }

    @Test func stepsAreTheWrappedOnes() throws {
      var plain = Simulation(CartPole(), seed: 7)
      var rendered = Rendered(Simulation(CartPole(), seed: 7), mode: Self.pictures, renderer: .software)
      #expect(rendered.task.horizon == plain.task.horizon)
      #expect(rendered.reset() == plain.reset())
      for step in 0..<12 where plain.isRunning {
        let (a, b) = (rendered.step(step % 2), plain.step(step % 2))
        #expect(a.observation == b.observation && a.reward == b.reward && a.ending == b.ending)
        #expect(try rendered.render() == Self.software(plain))
      }
      #expect(rendered.environment.state == plain.state && rendered.save() == plain.save())
      #expect(!rendered.isClosed)
    }

    @Test func aCopyIsABranch() throws {
      var rendered = Rendered(Simulation(CartPole(), seed: 7), mode: Self.pictures, renderer: .software)
      _ = rendered.reset()
      let before = try rendered.render()
      var branch = rendered
      for _ in 0..<5 { _ = branch.step(1) }
      #expect(try branch.render() != before)
      #expect(try rendered.render() == before)
    }

    @Test func perturbedSimulationsAndRecipesToo() throws {
      let rules = RuleSlot(StepDisturbance("push", magnitude: 5, at: 2))
      var perturbed = Rendered(
        try Perturbed(Simulation(CartPole(), seed: 7), rules: rules), mode: Self.pictures,
        renderer: .software)
      let text = "cart-pole-v1 | step-disturbance(parameter=push,magnitude=5,at=2)"
      var recipe = Rendered(
        try EnvironmentCatalog.make(text, seed: 7), mode: Self.pictures, renderer: .software)
      _ = perturbed.reset()
      _ = recipe.reset()
      let first = try perturbed.render()
      for _ in 0..<4 {
        _ = perturbed.step(1)
        _ = recipe.step([1])
      }
      let picture = try #require(try perturbed.render())
      #expect(picture != first)
      #expect(try recipe.render() == picture)
      #expect(try Self.software(recipe) == picture)
    }

    @Test func anyRendererComesCloseToTheSoftwareOne() throws {
      var rendered = Rendered(Simulation(Pendulum(), seed: 3), mode: Self.pictures)
      _ = rendered.reset()
      let picture = try #require(try rendered.render())
      #expect((picture.width, picture.height) == (160, 120))
      #expect(picture.rgb.count == 3 * 160 * 120)
      // The tolerance of the worlds' pictures.
      #expect(try PictureComparison(Self.software(rendered), picture).largest <= 8)
      try rendered.close()
      #expect(try rendered.render() == picture)
    }

    @Test func worldsWithoutADrawingAreAnError() throws {
      let rendered = Rendered(Undrawn(), mode: Self.pictures, renderer: .software)
      let error = #expect(throws: GraphicsError.self) { try rendered.render() }
      #expect(try #require(error?.message).contains("Depictable"))
    }

    @Test func anotherThreadIsRefused() async throws {
      let rendered = Rendered(Simulation(CartPole(), seed: 7), mode: Self.pictures, renderer: .software)
      try await Task.detached { _ = try rendered.render() }.value
      let message = OtherThread.run {
        do throws(GraphicsError) {
          _ = try rendered.render()
          return ""
        } catch {
          return error.message
        }
      }
      #expect(message.contains("thread"))
    }
  }
}

/// A world that draws nothing.
private struct Undrawn: Environment, SceneProviding {
  var simulation = Simulation(CartPole(), seed: 1)
  var scene: Scene? { nil }
  var actionSpace: CartPole.ActionSpace { simulation.actionSpace }
  var observationSpace: CartPole.ObservationSpace { simulation.observationSpace }
  var task: TaskDescription { simulation.task }
  mutating func reset(seed: UInt64?) -> CartPole.Observation { simulation.reset(seed: seed) }
  mutating func step(_ action: Int) -> Step<CartPole.Observation> { simulation.step(action) }
}
