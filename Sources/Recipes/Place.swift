/// Where something was written: a text and a 1-based column in it, counted in characters.
///
/// Any two places compare equal, so that synthesised equality and hashing see what was written and not where.
struct Place: Sendable, Hashable {
  var source: String
  var column: Int

  static func == (first: Place, second: Place) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}

/// What is wrong and what to do about it, before it is known where.
struct Lapse: Error {
  var message: String
  var remedy: String

  func at(_ place: Place) -> RecipeError {
    RecipeError(message: message, column: place.column, source: place.source, remedy: remedy)
  }
}
