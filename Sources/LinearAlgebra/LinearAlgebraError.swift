/// Why a matrix cannot be factored, or a library cannot be used.
public struct LinearAlgebraError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value and the place at fault, then the remedy.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
