import RandomStreams

/// Rows of parameters that nature may choose from.
///
/// The same row holds in every state, so the kernels that a set stands for are not rectangular: what nature
/// plays in one state binds it in the others. Rows are in the order of a process's schema.
public protocol ParameterSet: Sendable {
  /// Number of parameters of a row.
  var width: Int { get }

  /// Whether `row` lies in the set, each parameter up to `tolerance`.
  func contains(_ row: Span<Double>, tolerance: Double) -> Bool

  /// Replaces `row` by the member nearest to it in the Euclidean norm.
  ///
  /// - Precondition: `row` has `width` entries.
  func project(_ row: inout MutableSpan<Double>)

  /// Writes a random member into `row`, uniform over the set. Allocates nothing.
  ///
  /// - Precondition: `row` has `width` entries.
  func sample(into row: inout MutableSpan<Double>, using stream: inout RandomStream)

  /// The members that a search tries first: a box's corners, a list's rows.
  var corners: [[Double]] { get }
}

/// Checks that a row of parameters is as wide as the set and finite.
func checkParameters(
  _ row: [Double], width: Int, name: String
) throws(UncertaintySetError) {
  guard row.count == width else {
    throw UncertaintySetError(
      "\(name) has \(row.count) parameters, the process \(width)",
      remedy: "give one number for each parameter")
  }
  for (index, value) in row.enumerated() where !value.isFinite {
    throw UncertaintySetError("\(name): parameter \(index) is \(value)", remedy: "give finite numbers")
  }
}
