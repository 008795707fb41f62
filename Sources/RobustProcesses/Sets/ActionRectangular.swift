import RandomStreams
import UncertaintySets

/// One uncertainty set around every row, whatever nature plays in the others.
public struct ActionRectangular<Ambiguity: UncertaintySet>: KernelSet {
  public let set: Ambiguity

  public init(_ set: Ambiguity) { self.set = set }

  public static var couplesActions: Bool { false }

  /// With the support `all`.
  public var spansStates: Bool { self.set.support == .all }

  public func check(_ nominal: Span<Double>, row: Int) throws(UncertaintySetError) {
    try set.check(nominal: nominal)
  }

  public func worstRows(
    first: Int, worths: Span<Double>, nominal: Span<Double>, starts: Span<Int>, policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace
  ) {
    _ = set.worstCase(of: worths, around: nominal, into: &kernel, workspace: &workspace)
  }

  public func sampleRow(
    _ index: Int, actionCount: Int, nominal: Span<Double>, into row: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: RandomStream
  ) {
    var stream = stream
    set.sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
  }

  public func contains(
    _ kernel: Span<Double>, first: Int, nominal: Span<Double>, starts: Span<Int>, tolerance: Double
  ) -> Bool {
    set.contains(kernel, around: nominal, tolerance: tolerance)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>, row index: Int) -> Double {
    set.distance(of: row, from: nominal)
  }
}

/// Each row's own set; outcomes are the entries that the table lists.
extension RowwiseSet: KernelSet {
  public static var couplesActions: Bool { false }
  public var spansStates: Bool { false }
  public var rowCount: Int? { sets.count }

  public func check(_ nominal: Span<Double>, row: Int) throws(UncertaintySetError) {
    try sets[row].check(nominal: nominal)
  }

  public func worstRows(
    first: Int, worths: Span<Double>, nominal: Span<Double>, starts: Span<Int>, policy: Span<Double>,
    into kernel: inout MutableSpan<Double>, workspace: inout SetWorkspace
  ) {
    _ = sets[first].worstCase(of: worths, around: nominal, into: &kernel, workspace: &workspace)
  }

  public func sampleRow(
    _ index: Int, actionCount: Int, nominal: Span<Double>, into row: inout MutableSpan<Double>,
    workspace: inout SetWorkspace, using stream: RandomStream
  ) {
    var stream = stream
    sets[index].sample(around: nominal, into: &row, workspace: &workspace, using: &stream)
  }

  public func contains(
    _ kernel: Span<Double>, first: Int, nominal: Span<Double>, starts: Span<Int>, tolerance: Double
  ) -> Bool {
    sets[first].contains(kernel, around: nominal, tolerance: tolerance)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>, row index: Int) -> Double {
    sets[index].distance(of: row, from: nominal)
  }
}
