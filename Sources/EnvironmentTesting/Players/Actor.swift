import DecisionProcesses
import RandomStreams

/// How the laws choose actions: luck alone seldom reaches the ends of a world.
enum ActionPattern: String, CaseIterable, Sendable {
  /// Uniform over the space.
  case random
  /// Every component at its lower end; the first category.
  case lower
  /// Every component at its upper end; the last category.
  case upper
  case zero
  /// Through the categories, or between the ends, one after the other.
  case sweep
  /// A random end or category, held for eight steps.
  case held
  /// The world's own policy where it has one, else as `random`.
  case scripted
}

/// Chooses action rows that the declared element type can carry.
struct Actor: Sendable {
  let pattern: ActionPattern
  private let space: RowSpace
  private let isSingle: Bool
  private let scripted: (@Sendable ([Double]) -> [Double])?
  private var stream: RandomStream
  private var steps = 0
  private var held: [Double] = []

  /// Half-width that stands for a missing bound.
  private static var reach: Double { 10 }
  private static var holding: Int { 8 }

  init(
    _ pattern: ActionPattern, _ action: RowDescription, seed: UInt64,
    scripted: (@Sendable ([Double]) -> [Double])? = nil
  ) {
    self.pattern = pattern
    space = RowSpace(action)
    isSingle = action.elementType == .float32
    self.scripted = scripted
    stream = RandomStream(seed: seed, purpose: .policy)
  }

  mutating func act(on observation: [Double]) -> [Double] {
    defer { steps += 1 }
    let row = choose(observation)
    // The scalar and the column must get the same number.
    return isSingle ? row.map { Double(Float($0)) } : row
  }

  private mutating func choose(_ observation: [Double]) -> [Double] {
    switch pattern {
    case .random: return space.sample(using: &stream).values
    case .lower: return ends(upper: false)
    case .upper: return ends(upper: true)
    case .zero: return space.zero.values
    case .sweep: return sweep(steps)
    case .held:
      if steps % Self.holding == 0 {
        let place = stream.integer(below: 1 << 20)
        held = sweep(place)
      }
      return held
    case .scripted: return scripted?(observation) ?? space.sample(using: &stream).values
    }
  }

  private func ends(upper: Bool) -> [Double] {
    space.description.components.map { component in
      upper
        ? min(component.upper, max(component.lower, 0) + Self.reach)
        : max(component.lower, min(component.upper, 0) - Self.reach)
    }
  }

  private func sweep(_ place: Int) -> [Double] {
    let (low, high) = (ends(upper: false), ends(upper: true))
    return space.description.components.enumerated().map { index, component in
      if case .categorical(let count) = component.kind { return Double(place % count) }
      return (place >> index) & 1 == 0 ? low[index] : high[index]
    }
  }
}

/// The policy of a scripted process over rows.
func scriptedPolicy<P: DecisionProcess>(_ process: P) -> (@Sendable ([Double]) -> [Double])?
where P.Action: RowConvertible, P.Observation: RowConvertible {
  (process as? any ScriptedProcess).flatMap { opened($0) }
}

private func opened<P: ScriptedProcess>(_ process: P) -> @Sendable ([Double]) -> [Double] {
  { row in
    let observation = P.Observation(reading: row.span, at: 0, width: row.count)
    return process.scriptedAction(for: observation).components
  }
}
