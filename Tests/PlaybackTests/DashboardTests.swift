import EnvironmentCatalog
import Playback
import Scenes
import Testing

@Suite struct DashboardTests {
  private static let recipes = [
    "cart-pole-v1", busyRecipe, "point-robot-v0 | gaussian-noise(sigma=0.1)", "double-integrator-v0",
    "frozen-lake-v1",
  ]
  private static let sizes = [
    (1, 1), (64, 48), (160, 120), (320, 240), (480, 360), (640, 480), (360, 640), (1280, 720), (1920, 1080),
    (3840, 2160), (200, 1000), (3000, 90),
  ]

  private func options(help: Bool = false) -> DashboardOptions {
    var options = DashboardOptions()
    options.badges = [.paused, .recording]
    options.status = "30 steps/s"
    options.message = "length cannot be 9; give a number in [0.25, 1.0]"
    options.selection = .parameter(1)
    if help { options.help = (0..<25).map { KeyHelp("Key\($0)", "does what key \($0) is for, at length") } }
    return options
  }

  /// Where a text lies in its pane, y down.
  private func boxes(
    _ pane: Composition.Pane
  ) -> [(text: String, left: Double, top: Double, right: Double, bottom: Double)] {
    pane.scene.shapes.compactMap { shape in
      guard case .text(let text) = shape.geometry, case .pixels(let size) = text.size else { return nil }
      let width = TextMeasure.width(of: text.string, size: size)
      let left = text.alignment == .leading ? text.anchor.x : text.anchor.x - width
      let middle = Double(pane.area.height) - text.anchor.y
      return (text.string, left, middle - 0.5 * size, left + width, middle + 0.5 * size)
    }
  }

  @Test(arguments: recipes) func nothingOverlapsAndAllLiesInside(_ recipe: String) throws {
    var player = try player(recipe)
    for step in [0, 40, 5000] {
      player.seek(toStep: step)
      for (width, height) in Self.sizes {
        for scale in [1.0, 2.0] {
          let picture = Dashboard(player.recipe).composition(
            of: player.view, options: options(), width: width, height: height, pixelScale: scale)
          check(picture, width, height, "\(recipe) at \(step), \(width)x\(height) times \(scale)")
        }
      }
    }
  }

  private func check(_ picture: Composition, _ width: Int, _ height: Int, _ place: Comment) {
    for (index, pane) in picture.panes.enumerated() {
      let area = pane.area
      #expect(
        area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height, place)
      for other in picture.panes[..<index] {
        let apart =
          other.area.x + other.area.width <= area.x || area.x + area.width <= other.area.x
          || other.area.y + other.area.height <= area.y || area.y + area.height <= other.area.y
        #expect(apart, place)
      }
      guard index > 0 else { continue }
      let texts = boxes(pane)
      for (number, box) in texts.enumerated() {
        #expect(
          box.left >= -0.01 && box.right <= Double(area.width) + 0.01 && box.top >= -0.01
            && box.bottom <= Double(area.height) + 0.01, place)
        for other in texts[..<number] {
          let apart =
            other.right <= box.left || box.right <= other.left || other.bottom <= box.top
            || box.bottom <= other.top
          #expect(apart, place)
        }
      }
    }
  }

  private func texts(_ view: EpisodeView, _ recipe: RecipeFacts, _ options: DashboardOptions) -> String {
    let picture = Dashboard(recipe).composition(of: view, options: options, width: 1280, height: 1080)
    return picture.panes.flatMap { boxes($0).map(\.text) }.joined(separator: "\n")
  }

  @Test func thePanelTellsTheFacts() throws {
    var player = try player("double-integrator-v0 | bias(channel=reward,value=1) | gaussian-noise(sigma=0.1)")
    try player.setAction([1])
    player.seek(toStep: 60)
    try player.setRule(1, isOn: false)
    player.seek(toStep: 61)
    let text = texts(player.view, player.recipe, options())
    let facts = player.facts
    for expected in [
      "double-integrator-v0", "paused", "recording", "30 steps/s", "length cannot be 9", "seed", "step",
      "61 / \(player.recipe.task.horizon)", "as perceived", "off", "action by hand", "over,", "margin",
      player.recipe.parameters[0].name, Numeral.short(facts.return),
    ] {
      #expect(text.contains(expected), "'\(expected)' in\n\(text)")
    }
  }

  @Test func theHelpListsEveryKey() throws {
    let player = try player("cart-pole-v1")
    let text = texts(player.view, player.recipe, options(help: true))
    for key in 0..<25 { #expect(text.contains("Key\(key)\n")) }
  }

  @Test func withoutPanelsTheWorldIsAlone() throws {
    let player = try player("cart-pole-v1")
    var options = DashboardOptions()
    options.showsPanels = false
    options.showsTrail = false
    let picture = Dashboard(player.recipe).composition(
      of: player.view, options: options, width: 300, height: 200)
    #expect(picture == Composition(player.view.scene!, width: 300, height: 200))
  }

  @Test func theSameViewMakesTheSamePicture() throws {
    var player = try player(busyRecipe)
    player.seek(toStep: 70)
    let first = Dashboard(player.recipe).composition(of: player.view, width: 800, height: 600)
    player.seek(toStep: 10)
    player.seek(toStep: 70)
    #expect(Dashboard(player.recipe).composition(of: player.view, width: 800, height: 600) == first)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-250, "-250"), (0.5, "0.500"), (12.3456, "12.35"),
    (-123.456, "-123.5"), (0.0123, "0.012"), (1e-7, "1.00e-7"), (2.5e9, "2.50e9"), (.infinity, "inf"),
    (-.infinity, "-inf"), (.nan, "nan"), (99999.96, "100000"), (0.9999, "1.000"),
  ])
  func numbersAreShort(_ value: Double, _ text: String) {
    #expect(Numeral.short(value) == text)
  }
}
