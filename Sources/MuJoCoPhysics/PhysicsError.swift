/// Why the physics engine cannot be used, or cannot use a model.
public struct PhysicsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the file or the name at fault.
  public let message: String
  public let remedy: String

  public init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  public var description: String { "\(message); \(remedy)" }
}
