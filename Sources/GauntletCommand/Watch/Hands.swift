import DecisionProcesses
import Viewer

/// A person's hands on the keyboard, as the agent or as nature.
struct Hands {
  /// Keys that act when the agent has the keyboard.
  static let moves: Set<Key> = Set(
    [.left, .right, .up, .down] + (0...9).map { .character(Character("\($0)")) })

  private static let axes: [(low: Key, high: Key)] = [(.left, .right), (.down, .up)]

  private(set) var held: Set<Key> = []

  mutating func press(_ key: Key) { held.insert(key) }
  mutating func release(_ key: Key) { held.remove(key) }
  mutating func releaseAll() { held.removeAll() }

  // MARK: The agent

  /// The number of the action that `key` stands for in a finite action space: a digit, or the arrow whose
  /// direction the action's name gives; without names, arrows mean the first and the last.
  static func category(for key: Key, count: Int, names: [String]) -> Int? {
    if case .character(let character) = key, let digit = character.wholeNumberValue {
      return digit < count ? digit : nil
    }
    let words: [Key: [String]] = [
      .left: ["left", "west", "brake"], .right: ["right", "east", "accelerate"], .up: ["up", "north"],
      .down: ["down", "south"],
    ]
    guard let wanted = words[key] else { return nil }
    if let named = names.firstIndex(where: { wanted.contains($0) }) { return named }
    guard names.isEmpty || !names.contains(where: { name in words.values.joined().contains(name) }) else {
      return nil
    }
    switch key {
    case .left: return 0
    case .right: return count - 1
    default: return nil
    }
  }

  /// The number of the action while nothing is held: the middle of an odd number without names, such as no
  /// torque between two; otherwise the one held last.
  static func restingCategory(count: Int, names: [String]) -> Int? {
    names.isEmpty && count % 2 == 1 ? count / 2 : nil
  }

  /// The action of continuous components: left and right move the first one to its ends, down and up the
  /// second; what is not held is 0, or the end nearest to it.
  func action(for space: RowDescription) -> [Double] {
    space.components.enumerated().map { index, component in
      let rest = min(max(0, component.lower), component.upper)
      let reach = (
        low: component.lower.isFinite ? component.lower : -1,
        high: component.upper.isFinite ? component.upper : 1
      )
      guard index < Self.axes.count else { return rest }
      switch (held.contains(Self.axes[index].low), held.contains(Self.axes[index].high)) {
      case (true, false): return reach.low
      case (false, true): return reach.high
      default: return rest
      }
    }
  }

  // MARK: Nature

  /// Where nature's hands push: the first and the second axis, each -1, 0 or 1.
  var push: (x: Double, y: Double) {
    func axis(_ low: Character, _ high: Character) -> Double {
      (held.contains(.character(high)) ? 1 : 0) - (held.contains(.character(low)) ? 1 : 0)
    }
    return (axis("J", "L"), axis("K", "I"))
  }
}
