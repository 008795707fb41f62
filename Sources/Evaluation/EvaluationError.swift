/// Why something cannot be trained on or evaluated.
public struct EvaluationError: Error, Equatable, CustomStringConvertible {
  /// The value, its place, and what to do.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
