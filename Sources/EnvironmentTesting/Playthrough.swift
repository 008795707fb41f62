import DecisionProcesses
import RandomStreams

/// A readable record of a world under the random policy, to be kept and compared: the first steps in
/// words, and a hash of the bits of many more.
public struct Playthrough: Sendable {
  /// The record, one fact per line.
  public let text: String

  /// Plays `world` with its options at their standard values from `seed` on.
  ///
  /// - Parameters:
  ///   - shown: steps written out.
  ///   - hashed: steps that go into the hash, across episodes.
  public init<W: World>(_ world: W.Type, seed: UInt64 = 1, shown: Int = 12, hashed: Int = 2000) {
    let process = W()
    var simulation = Simulation(process, seed: seed)
    var lines = ["recipe: \(W.identifier)", "seed: \(seed)", "policy: random", ""]
    var hash = BitHash()
    var observation = simulation.reset()
    hash.add(observation.components)
    lines.append("reset: observation \(observation.components)" + stateName(simulation))
    for step in 1...hashed {
      var stream = simulation.clock.stream(.policy)
      let action = simulation.actionSpace.sample(using: &stream)
      let result = simulation.step(action)
      hash.add(result.observation.components)
      hash.add([result.reward])
      hash.add(result.costs.values)
      hash.add(UInt64(result.ending.rawValue))
      if step <= shown { lines.append("\(step): " + described(action, result, simulation)) }
      guard result.hasEnded else { continue }
      observation = simulation.reset()
      hash.add(observation.components)
      if step < shown {
        lines.append("reset: observation \(observation.components)" + stateName(simulation))
      }
    }
    lines.append("")
    lines.append("steps: \(hashed), episodes begun: \(simulation.clock.episode + 1)")
    lines.append("bits of observations, rewards, costs and endings (FNV-1a 64): \(hash.text)")
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The lines in which `text` and `other` differ, with `-` for those of `other` and `+` for those of
  /// `text`; empty when they are equal.
  public func difference(from other: String) -> String {
    let (old, new) = (cardLines(other), cardLines(text))
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) {
      let (before, after) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
      guard before != after else { continue }
      if let before { lines.append("-\(index + 1): \(before)") }
      if let after { lines.append("+\(index + 1): \(after)") }
    }
    return lines.joined(separator: "\n")
  }
}

private func described<W: World>(
  _ action: W.Action, _ step: Step<W.Observation>, _ simulation: Simulation<W>
) -> String {
  var words = "action \(action.components)"
  if let table = simulation.process as? any TabularProcess, let index = action as? Int {
    words += " (\(table.name(ofAction: index)))"
  }
  words += ", observation \(step.observation.components), reward \(step.reward)"
  if step.costs.count > 0 { words += ", costs \(step.costs.values)" }
  return words + ", \(step.ending.name)" + stateName(simulation)
}

/// The state in words where the world is finite.
private func stateName<W: World>(_ simulation: Simulation<W>) -> String {
  guard let table = simulation.process as? any TabularProcess, let index = simulation.state as? Int else {
    return ""
  }
  return ", state \(index): \(table.name(ofState: index))"
}

/// FNV-1a over 64-bit patterns, low byte first.
private struct BitHash {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      value = (value ^ (word >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
    }
  }

  mutating func add(_ numbers: [Double]) {
    for number in numbers { add(number.bitPattern) }
  }

  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
