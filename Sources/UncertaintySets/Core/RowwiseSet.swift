/// A set of its own for each row of a table: radii that follow from how often a row was seen, say.
///
/// Row (s, a) has the index s * actions + a. A row's outcomes are the entries that the table lists, those of
/// probability zero included; with the support `all` mass may go to any of them, and nowhere else.
public struct RowwiseSet<Ambiguity: UncertaintySet>: Sendable {
  /// The set of each row.
  public let sets: [Ambiguity]

  /// Throws for an empty list.
  public init(_ sets: [Ambiguity]) throws(UncertaintySetError) {
    guard !sets.isEmpty else {
      throw UncertaintySetError("no set in a list of sets for rows", remedy: "give one for each row")
    }
    self.sets = sets
  }
}
