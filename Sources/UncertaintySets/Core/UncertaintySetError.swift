/// Why a set, or a row given to it, was refused.
public struct UncertaintySetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The value and the place where it stands.
  public let message: String
  /// What to give instead.
  public let remedy: String

  public init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  public var description: String { "\(message); \(remedy)" }
}

/// A size that must be finite, at least zero and at most `limit`, the size at which `name` holds every row.
func checkedRadius(
  _ radius: Double, of name: String, limit: Double = .infinity
) throws(UncertaintySetError) -> Double {
  guard radius.isFinite, radius >= 0 else {
    throw UncertaintySetError(
      "radius \(radius) of the set \(name)", remedy: "give a finite number, at least 0")
  }
  guard radius <= limit else {
    throw UncertaintySetError(
      "radius \(radius) of the set \(name) is saturated: from \(limit) on it holds every distribution",
      remedy: "give at most \(limit)")
  }
  return radius
}

/// A weight of a penalty or a risk: positive and finite.
func checkedPositive(
  _ value: Double, _ quantity: String, of name: String
) throws(UncertaintySetError) -> Double {
  guard value.isFinite, value > 0 else {
    throw UncertaintySetError(
      "\(quantity) \(value) of the set \(name)", remedy: "give a finite number above 0")
  }
  return value
}

/// A level in (0, 1].
func checkedLevel(_ level: Double, of name: String) throws(UncertaintySetError) -> Double {
  guard level > 0, level <= 1 else {
    throw UncertaintySetError("level \(level) of the set \(name)", remedy: "give a number above 0, at most 1")
  }
  return level
}

/// A list with one entry per outcome.
func checkCount(
  _ quantity: String, _ count: Int, outcomes: Int, of name: String
) throws(UncertaintySetError) {
  guard count == outcomes else {
    throw UncertaintySetError(
      "\(count) \(quantity) of the set \(name) for \(outcomes) outcomes",
      remedy: "give one for each outcome of the row")
  }
}
