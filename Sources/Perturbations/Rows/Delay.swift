import DecisionProcesses

/// Shows the row of `steps` steps ago: y_t = x_(t - steps).
///
/// Before there is such a row: the first observation, the zero action, zero reward. Zero steps is the
/// identity. Rewards still on their way when an episode ends are never shown.
public struct Delay<Signal: DelayedSignal>: Perturbation {
  public static var name: String { Signal.ruleName }
  public var channel: Channel { Signal.channel }
  @usableFromInline let steps: Int
  /// The row shown before history exists; empty when that is the first row.
  @usableFromInline var initial: [Double] = []

  /// - Parameter steps: how late the row arrives; not negative.
  public init(steps: Int) { self.steps = steps }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    guard steps >= 0 else {
      throw PerturbationError(
        rule: Self.name, argument: "steps", "steps is \(steps); give a whole number from 0 on")
    }
    initial = Signal.initialRow(shape)
  }

  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { steps * rowWidth }

  @inlinable @inline(never)
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    guard steps > 0 else { return }
    let width = row.count
    precondition(memory.count == steps * width)
    if moment.step == 0 {
      for slot in 0..<steps {
        for index in 0..<width {
          memory[slot * width + index] = initial.isEmpty ? row[index] : initial[index]
        }
      }
    }
    // A ring: the place of x_(t - steps) becomes that of x_t.
    let start = moment.step % steps * width
    for index in 0..<width {
      let late = memory[start + index]
      memory[start + index] = row[index]
      row[index] = late
    }
  }
}

/// What a `Delay` holds back, as a type, so that each kind has its own rule name.
public protocol DelayedSignal: Sendable {
  static var ruleName: String { get }
  static var channel: Channel { get }
  /// The row before there is history; empty for the first row itself.
  static func initialRow(_ shape: RuleShape) -> [Double]
}

public enum DelayedObservation: DelayedSignal {
  public static var ruleName: String { "observation-delay" }
  public static var channel: Channel { .observation }
  public static func initialRow(_ shape: RuleShape) -> [Double] { [] }
}

public enum DelayedAction: DelayedSignal {
  public static var ruleName: String { "action-delay" }
  public static var channel: Channel { .action }
  public static func initialRow(_ shape: RuleShape) -> [Double] { shape.zeroAction }
}

public enum DelayedReward: DelayedSignal {
  public static var ruleName: String { "reward-delay" }
  public static var channel: Channel { .reward }
  public static func initialRow(_ shape: RuleShape) -> [Double] { [0] }
}

/// The observation of `steps` steps ago; the first observation until then.
public typealias ObservationDelay = Delay<DelayedObservation>
/// The action of `steps` steps ago; the zero action until then.
public typealias ActionDelay = Delay<DelayedAction>
/// The reward of `steps` steps ago; zero until then.
public typealias RewardDelay = Delay<DelayedReward>
