import DecisionProcesses

extension AmericanPut {
  public var featureCount: Int { anchorCount }

  /// The price of the first anchor.
  public static var firstAnchor: Double { 80 }
  /// Distance of neighbouring anchors, and half the width of a hat.
  public var anchorDistance: Double { 100 / Double(anchorCount) }

  /// phi_i = max(0, 1 - |price - anchor_i| / distance), the price first brought between the outer anchors.
  ///
  /// - Precondition: `row` has `featureCount` numbers.
  public func writeHats(of price: Double, into row: inout MutableSpan<Double>) {
    let distance = anchorDistance
    let last = Self.firstAnchor + Double(anchorCount - 1) * distance
    let price = min(max(price, Self.firstAnchor), last)
    for index in 0..<anchorCount {
      row[index] = max(0, 1 - abs(price - (Self.firstAnchor + Double(index) * distance)) / distance)
    }
  }

  /// Holding has features at every step; exercising, and all that is done at the end, needs none.
  public func writeFeatures(of state: Int, action: Int, into row: inout MutableSpan<Double>) -> Bool {
    guard action == 0, state < Self.end else { return false }
    let (step, rises) = Self.place(of: state)
    writeHats(of: price(step: step, rises: rises), into: &row)
    return true
  }

  /// Holding pays nothing.
  public func rewardWeights(step: Int) -> [Double] { Array(repeating: 0, count: anchorCount) }

  public var failState: Int? { Self.end }

  /// Markets that fall more often than the nominal one, and such that rise more often.
  public static var targetSweep: TargetSweep? { TargetSweep("up", [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) }
}
