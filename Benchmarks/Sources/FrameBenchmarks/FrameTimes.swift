import Gauntlet

extension FrameBenchmarks {
  /// Median time to draw a state of each world at 640x480, without reading back, over the states of one
  /// scripted episode; OpenGL waits until all is drawn.
  static func measureFrames() throws {
    let renderer = try? HeadlessRenderer()
    print("draw, ms a frame at 640x480 (goal: OpenGL at most 1)")
    print("world                          opengl  software  with dashboard: opengl  software")
    for identifier in EnvironmentCatalog.playableIdentifiers {
      let bare = try Episode(identifier, isDashboard: false)
      let full = try Episode(identifier, isDashboard: true)
      let times = try [bare, full].map { episode in
        (try renderer.map { try episode.time($0) }, episode.timeSoftware())
      }
      func cell(_ time: Duration?, _ width: Int) -> String {
        let text = time.map(milliseconds) ?? "-"
        return String(repeating: " ", count: max(1, width - text.count)) + text
      }
      let name = identifier + String(repeating: " ", count: 31 - identifier.count)
      print(
        name + cell(times[0].0, 8) + cell(times[0].1, 10) + cell(times[1].0, 24) + cell(times[1].1, 10))
    }
  }
}

/// The pictures of an episode.
struct Episode {
  let pictures: [Composition]
  private let clock = ContinuousClock()

  init(_ identifier: String, isDashboard: Bool, count: Int = 60) throws {
    let environment = try EnvironmentCatalog.make(identifier)
    var player = EpisodePlayer(
      environment, policy: environment.policy(.scripted) ?? environment.policy(.random), seed: 1)
    let dashboard = Dashboard(player.recipe)
    var pictures: [Composition] = []
    repeat {
      pictures.append(
        isDashboard
          ? dashboard.composition(of: player.view, width: 640, height: 480)
          : Composition(player.environment.scene!, width: 640, height: 480))
    } while pictures.count < count && player.advance()
    self.pictures = pictures
  }

  func time(_ renderer: HeadlessRenderer) throws -> Duration {
    var times: [Duration] = []
    for _ in 0..<3 {
      for picture in pictures {
        times.append(try clock.measure { try renderer.draw(picture, width: 640, height: 480) })
      }
    }
    return median(times)
  }

  func timeSoftware() -> Duration {
    var rasterizer = SoftwareRasterizer()
    var image = Image(width: 640, height: 480)
    return median(pictures.map { picture in clock.measure { rasterizer.render(picture, into: &image) } })
  }
}
