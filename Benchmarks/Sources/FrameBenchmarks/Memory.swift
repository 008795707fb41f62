import Foundation
import Gauntlet

extension FrameBenchmarks {
  /// Resident memory while 100 000 frames are drawn, each different, with writing and outlines.
  static func measureMemory() throws {
    guard let renderer = try? HeadlessRenderer() else {
      print("memory over many frames: not measured, there is no OpenGL")
      return
    }
    let environment = try EnvironmentCatalog.make(
      "point-robot-v0 | gaussian-noise(sigma=0.05) | action-delay(steps=1)")
    var player = EpisodePlayer(environment, policy: environment.policy(.scripted), seed: 1)
    let dashboard = Dashboard(player.recipe)
    var image = Image(width: 480, height: 240)
    var settled = 0
    for frame in 1...100_000 {
      if !player.advance() { player.nextSeed() }
      try renderer.render(
        dashboard.composition(of: player.view, width: image.width, height: image.height), into: &image)
      if frame == 20_000 { settled = residentKilobytes }
    }
    let growth = residentKilobytes - settled
    print("memory: \(settled) KiB after 20 000 frames, \(settled + growth) KiB after 100 000 (goal: flat)")
    if growth > 4096 {
      print("memory grows")
      exit(1)
    }
  }

  /// From the kernel's account of this process; 0 where there is none.
  private static var residentKilobytes: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
    else { return 0 }
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
