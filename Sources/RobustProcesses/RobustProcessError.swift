import UncertaintySets

/// Why a process, a set and a nature do not go together.
public struct RobustProcessError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The value and the place where it stands.
  public let message: String
  /// What to give instead.
  public let remedy: String

  public init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  /// A set's complaint about a row.
  init(_ error: UncertaintySetError, at place: String) {
    self.init("\(place): \(error.message)", remedy: error.remedy)
  }

  public var description: String { "\(message); \(remedy)" }
}
