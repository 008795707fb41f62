extension RidgeMatrix: Equatable {
  /// How many numbers a checkpoint of that order has.
  public static func storedCount(order: Int) -> Int { 3 * order * order + order + 1 }

  /// All that later results depend on beside order, ridge and `updateCount`: Lambda, what rounding took from
  /// its sums, the inverse, the least diagonal that it may have before it is computed anew, log det.
  public var stored: [Double] {
    let size = order * order
    return Array(storage[..<(3 * size)]) + storage[(4 * size)..<(4 * size + order)] + [logarithm]
  }

  /// Goes on with the same bits as the matrix that told `stored` and `updateCount`.
  ///
  /// - Throws: `LinearAlgebraError` for a wrong count and numbers that no `RidgeMatrix` has.
  /// - Precondition: `order` is at least 1.
  public init(order n: Int, ridge: Double, stored: [Double], updateCount: Int) throws(LinearAlgebraError) {
    try self.init(order: n, ridge: ridge)
    let size = n * n
    guard stored.count == Self.storedCount(order: n) else {
      throw Self.fault("order \(n) needs \(Self.storedCount(order: n)) numbers, not \(stored.count)")
    }
    guard updateCount >= 0 else { throw Self.fault("its update count is \(updateCount), below 0") }
    if let place = stored.firstIndex(where: { !$0.isFinite }) {
      throw Self.fault("number \(place) is \(stored[place]), not finite")
    }
    for (start, name) in [(0, "matrix"), (size, "correction"), (2 * size, "inverse")] {
      for i in 0..<n {
        for j in 0..<i {
          let (lower, upper) = (stored[start + i * n + j], stored[start + j * n + i])
          guard lower == upper else {
            throw Self.fault("entries (\(i), \(j)) and (\(j), \(i)) of its \(name) are \(lower) and \(upper)")
          }
        }
        let entry = stored[start + i * (n + 1)]
        guard entry > 0 || name == "correction" else {
          throw Self.fault("entry (\(i), \(i)) of its \(name) is \(entry), not above 0")
        }
      }
    }
    for i in 0..<n where stored[3 * size + i] <= 0 {
      throw Self.fault("its least diagonal \(i) is \(stored[3 * size + i]), not above 0")
    }
    storage.replaceSubrange(..<(3 * size), with: stored[..<(3 * size)])
    storage.replaceSubrange((4 * size)..<(4 * size + n), with: stored[(3 * size)..<(3 * size + n)])
    logarithm = stored[3 * size + n]
    count = updateCount
  }

  private static func fault(_ text: String) -> LinearAlgebraError {
    LinearAlgebraError("a stored ridge matrix is damaged: \(text); restore it from another checkpoint")
  }

  /// Whether both hold the same numbers and go on alike.
  public static func == (a: RidgeMatrix, b: RidgeMatrix) -> Bool {
    guard a.order == b.order, a.ridge == b.ridge, a.count == b.count, a.logarithm == b.logarithm else {
      return false
    }
    let size = a.order * a.order
    return a.storage[..<(3 * size)] == b.storage[..<(3 * size)]
      && a.storage[(4 * size)..<(4 * size + a.order)] == b.storage[(4 * size)..<(4 * size + a.order)]
  }
}
