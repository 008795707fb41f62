import Foundation
import Gauntlet

extension FrameBenchmarks {
  /// Steps per second of a live player at full speed, alone and beside a window that shows it 60 times a
  /// second, in alternating rounds.
  static func measureStepping() throws {
    let window: Window
    do {
      window = try Window(title: "stepping", width: 640, height: 480, synchronizes: false)
    } catch {
      print("stepping beside a window: not measured (\(error))")
      return
    }
    print("steps/s at full speed, alone and beside a window at 60 frames/s (goal: at most 5 % less)")
    var ratios: [Double] = []
    for round in 1...7 {
      let alone = try rate(window: nil)
      let beside = try rate(window: window)
      ratios.append(beside / alone)
      print(
        "round \(round): alone \(Int(alone)), beside \(Int(beside)), "
          + String(format: "ratio %.3f", beside / alone))
    }
    print(String(format: "median ratio %.3f", ratios.sorted()[ratios.count / 2]))
  }

  private static func rate(window: Window?) throws -> Double {
    // Slow enough a world that a step is a step, with an episode that does not end.
    let environment = try EnvironmentCatalog.make("pendulum-v1?horizon=1000000000")
    let live = LivePlayer(
      EpisodePlayer(environment, policy: environment.policy(.scripted), seed: 3), speed: .unlimited)
    let dashboard = Dashboard(live.recipe)
    let clock = ContinuousClock()
    live.send(.resume)
    _ = freshView(of: live, after: .milliseconds(300))
    let (first, start) = freshView(of: live, after: .zero)
    if let window {
      var next = clock.now
      while clock.now - start < .seconds(2) {
        _ = window.takeEvents(waiting: max(.zero, next - clock.now) / .seconds(1))
        guard clock.now >= next else { continue }
        let (width, height) = window.pixelSize
        try window.present(
          dashboard.composition(of: live.view().episode, width: width, height: height))
        next = max(next + .seconds(1) / 60, clock.now)
      }
    } else {
      Thread.sleep(forTimeInterval: 2)
    }
    let (last, end) = freshView(of: live, after: .zero)
    live.quit()
    return Double(last - first) / ((end - start) / .seconds(1))
  }

  /// The step of a view that was made after this call, and when it came.
  private static func freshView(
    of live: LivePlayer, after wait: Duration
  ) -> (step: Int, time: ContinuousClock.Instant) {
    if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
    // A request may be on its way already: the second answer from now on is new.
    var version = live.view().version
    var answers = 0
    while true {
      let view = live.view()
      if view.version != version {
        version = view.version
        answers += 1
        if answers == 2 { return (view.episode.facts.step, ContinuousClock.now) }
      }
      Thread.sleep(forTimeInterval: 0.0002)
    }
  }
}
