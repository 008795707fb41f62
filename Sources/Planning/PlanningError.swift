/// Why a planner refused its input or gave no answer.
public struct PlanningError: Error, Equatable, CustomStringConvertible {
  /// What kind of fault it is, for callers that want to react.
  public enum Kind: Sendable, Hashable {
    /// A value, a table or a file that is not acceptable.
    case badInput
    /// Round-off alone keeps the certified interval wider than the tolerance asks.
    case toleranceOutOfReach
    /// The sweep limit came before the tolerance was met.
    case sweepLimit
    /// No policy meets the constraints.
    case infeasible
    /// A library or program that is needed is missing, or refused to work.
    case unavailable
  }

  public let kind: Kind
  public let message: String

  public init(_ message: String, kind: Kind = .badInput) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}
