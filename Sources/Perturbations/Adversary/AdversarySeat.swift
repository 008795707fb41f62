import DecisionProcesses

/// A seat for nature: its action row, in [-1, 1] per component, is written by the environment before a
/// step and mapped affinely onto what the seat may change.
///
/// With u the row: parameters become low + (u + 1)/2 (high - low); observations o + epsilon u; actions
/// (1 - alpha) a + alpha (lower + (u + 1)/2 (upper - lower)) when blended, a + epsilon u when added to.
/// Until nature has acted in an episode the seat changes nothing. `Perturbed.setSeats` fills the seats,
/// `AdversaryView` plays them.
public struct AdversarySeat: Perturbation {
  private enum Role: Sendable {
    case parameters(ParameterSelection, radius: Double)
    case addition
    case blend(alpha: Double)
  }

  public static var name: String { "adversary-seat" }
  public let channel: Channel
  private let role: Role
  private var epsilon: [Double]
  /// The range that [-1, 1] is mapped onto.
  private var low: [Double] = []
  private var high: [Double] = []
  /// Where each of nature's components goes in the row.
  private var targets: [Int] = []
  public private(set) var seatComponents: [ComponentDescription] = []

  private init(_ channel: Channel, _ role: Role, epsilon: [Double] = []) {
    self.channel = channel
    self.role = role
    self.epsilon = epsilon
  }

  /// Nature sets parameters inside a box of `radius` (a fraction of their intervals, in [0, 1]).
  public static func parameters(_ selection: ParameterSelection = .box("all"), radius: Double = 1) -> Self {
    Self(.parameters, .parameters(selection, radius: radius))
  }

  /// Nature shifts the observation by at most `epsilon` per component (one value for all, or a list).
  public static func observation(epsilon: [Double]) -> Self {
    Self(.observation, .addition, epsilon: epsilon)
  }

  /// Nature shifts the action by at most `epsilon` per component (one value for all, or a list).
  public static func action(epsilon: [Double]) -> Self { Self(.action, .addition, epsilon: epsilon) }

  /// Nature has the share `alpha`, in [0, 1], of the executed action; for bounded actions.
  public static func action(alpha: Double) -> Self { Self(.action, .blend(alpha: alpha)) }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    switch role {
    case .parameters(let selection, let radius):
      let box = try FittedBox(selection, radius: radius, in: shape, rule: Self.name)
      targets = box.indices
      seatComponents = box.components
      low = box.low
      high = box.high
    case .addition:
      try requireContinuous(shape)
      epsilon = try broadcast(epsilon, "epsilon", to: shape.row)
      try requireNonNegative(epsilon, "epsilon")
      takeWholeRow(shape.row)
      low = epsilon.map { -$0 }
      high = epsilon
    case .blend(let alpha):
      try requireContinuous(shape)
      try requireProbability(alpha, "alpha")
      if let open = shape.row.components.first(where: { !($0.lower.isFinite && $0.upper.isFinite) }) {
        throw PerturbationError(
          rule: Self.name, argument: "alpha",
          "action component '\(open.name)' has no bounds to map nature's choice onto; use epsilon")
      }
      takeWholeRow(shape.row)
      low = shape.row.components.map(\.lower)
      high = shape.row.components.map(\.upper)
    }
  }

  private mutating func takeWholeRow(_ row: RowDescription) {
    targets = Array(row.components.indices)
    seatComponents = row.components.map { ComponentDescription($0.name, -1, 1) }
  }

  /// Nature's row, and whether nature has acted in this episode.
  public func memoryWidth(rowWidth: Int) -> Int { seatComponents.count + 1 }

  public func begin(_ memory: inout MutableSpan<Double>, at moment: Moment) {
    for index in memory.indices { memory[index] = 0 }
  }

  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    guard memory[targets.count] > 0 else { return }
    for (index, target) in targets.enumerated() {
      let (low, high) = (low[index], high[index])
      let exact = (low + high) / 2 + (high - low) / 2 * memory[index]
      let choice = min(max(exact, low), high)
      switch role {
      case .parameters: row[target] = choice
      case .addition: row[target] += choice
      case .blend(let alpha):
        if alpha > 0 { row[target] = (1 - alpha) * row[target] + alpha * choice }
      }
    }
  }
}
