import DecisionProcesses
import EnvironmentCatalog
import Planning
import Scenes
import TabularEnvironments
import Testing

@Suite struct OverlayTests {
  private func environment(_ recipe: String) throws -> RecipeEnvironment {
    var environment = try EnvironmentCatalog.make(recipe, seed: 5)
    _ = environment.reset(seed: 5)
    return environment
  }

  /// The cells of the heat map carry the optimal values and their colours; holes and goal stay bare.
  @Test func frozenLakeValues() throws {
    let overlay = try #require(try environment("frozen-lake-v1").overlay(named: "value"))
    let lake = FrozenLake()
    let values = try ValueIteration().solve(TransitionTable(lake), discount: 0.99).values
    #expect(overlay.cells.map(\.state) == (0..<16).filter { !lake.isHole($0) && $0 != lake.goal })
    #expect(overlay.cells.allSatisfy { $0.value == values[$0.state] })
    // The start's value, from an exact solution of the slippery 4 by 4 lake.
    #expect(abs(overlay.cells[0].value - 0.542025932) < 1e-8)
    let range = try #require(overlay.legend.range)
    let shown = overlay.cells.map(\.value)
    #expect(range == shown.min()!...shown.max()!)
    let scale = HeatMap(columns: 1, rows: 1, values: [0], range: range)
    for (shape, cell) in zip(overlay.shapes, overlay.cells) {
      #expect(shape == Shape(.rectangle(cell.area), style: Style(fill: scale.color(of: cell.value))))
    }
  }

  /// The same table serves every passenger and destination; the cells follow the present ones.
  @Test func taxiFollowsItsPassenger() throws {
    var taxi = try environment("taxi-v3")
    let values = try #require(taxi.stateValues())
    for seed in 0..<5 as Range<UInt64> {
      let state = Int(taxi.reset(seed: seed)[0])
      let cells = try #require(taxi.overlay(of: values)).cells
      #expect(cells.allSatisfy { $0.state % 20 == state % 20 })
      #expect(cells.contains { $0.state == state && $0.value == values.values[state] })
      #expect(Set(cells.map(\.area)).count == cells.count)
    }
  }

  /// What each world offers, and nothing where its picture shows no states.
  @Test(arguments: EnvironmentCatalog.playableIdentifiers)
  func offers(identifier: String) throws {
    let environment = try environment(identifier)
    let expected: [String: [String]] = [
      "point-robot-v0": ["feasible"], "double-integrator-v0": ["feasible"],
      "braking-line-v0": ["feasible", "value"], "frozen-lake-v1": ["value"], "cliff-walk-v1": ["value"],
      "windy-walk-v0": ["value"], "taxi-v3": ["value"], "river-swim-v0": ["value"], "gambler-v0": ["value"],
    ]
    #expect(environment.overlays.map(\.name) == expected[identifier] ?? [])
    for name in environment.overlays.map(\.name) {
      let overlay = try #require(environment.overlay(named: name, resolution: 9))
      #expect(!overlay.shapes.isEmpty && overlay.name == name)
      let scene = try #require(environment.scene(with: [overlay]))
      #expect(scene.shapes.count == environment.scene!.shapes.count + overlay.shapes.count)
      // Under the figures: what moves is drawn last.
      #expect(scene.shapes.last == environment.scene!.shapes.last)
    }
    #expect(environment.overlay(named: "nothing") == nil)
    #expect((environment.stateValues() != nil) == EnvironmentCatalog.entry(identifier)!.isTabular)
  }

  /// A learnt function of the observation is asked where the states are, and its zero line drawn.
  @Test func learntRegion() throws {
    let robot = try environment("point-robot-v0")
    let present = robot.trueObservation
    // Columns 5 and 8 are the distances from the hazards: the line is a circle of 0.9 m around each.
    let overlay = try #require(
      robot.overlay(named: "learnt", resolution: 121) { row in
        #expect(row.count == 11 && row[2] == present[2] && row[3] == present[3])
        return 0.9 - min(row[5], row[8])
      })
    var circles = 0
    for shape in overlay.shapes {
      guard case .polyline(let points) = shape.geometry else { continue }
      circles += 1
      let (lower, upper) = (Point(0.4, -1.2), Point(-0.4, 1.2))
      #expect(points.first == points.last)
      #expect(points.allSatisfy { abs(min(($0 - lower).length, ($0 - upper).length) - 0.9) < 0.002 })
    }
    #expect(circles == 2)
  }

  @Test func stylesOfAFunction() throws {
    for recipe in ["double-integrator-v0", "frozen-lake-v1", "constrained-pendulum-v0"] {
      let environment = try environment(recipe)
      for style in [OverlayStyle.region, .contour, .heatMap] {
        let overlay = try #require(
          environment.overlay(named: "f", style: style, resolution: 11) { $0[0] - 0.1 })
        #expect(!overlay.shapes.isEmpty)
        #expect((overlay.legend.range != nil) == (style == .heatMap))
        #expect(overlay.legend.keys.count == (style == .region ? 3 : style == .contour ? 1 : 0))
      }
      let unknown = try #require(environment.overlay(named: "f", style: .heatMap) { _ in .nan })
      #expect(unknown.legend.range == 0...0)
    }
    #expect(try environment("cart-pole-v1").overlay(named: "f") { _ in 0 } == nil)
  }
}
