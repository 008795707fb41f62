import ElementaryFunctions

/// Lambda = ridge I + sum of w phi phi^T with its inverse, for learners that add one feature row at a time.
///
/// The inverse and log det are kept by rank-one updates (J. Sherman and W. Morrison, DOI
/// 10.1214/aoms/1177729893) and computed anew from the sum, by Cholesky, after every `refreshInterval`
/// updates and whenever an update would cost a diagonal entry of the inverse more than six digits since then.
/// What rounding takes from the sum is kept beside it (compensated summation): a row that comes 10^5 times is
/// rounded the same way each time, which directions never seen would feel. All squares have equal halves to
/// the last bit. Below the order `LinearAlgebraBackend.crossover` results have the same bits on every
/// machine.
///
/// An explicit inverse loses as many digits as the condition number has: about (ridge + sum of w |phi|^2) /
/// ridge where some direction is never seen.
public struct RidgeMatrix: Sendable {
  /// The number of features.
  public let order: Int
  public let ridge: Double
  /// log det Lambda.
  @inlinable public var logarithmOfDeterminant: Double { logarithm }
  /// How many rows were added.
  @inlinable public var updateCount: Int { count }
  @usableFromInline var logarithm: Double
  @usableFromInline var count: Int

  /// Lambda, what rounding took from its sums, its inverse and a spare square, each row by row; the least
  /// diagonal that the inverse may have before it is computed anew; Lambda^-1 phi.
  @usableFromInline var storage: [Double]

  /// Updates between two computations from the sum, which cost a hundredth of the updates at order 30. 256
  /// and 4096 gave the same errors, 10^-15 on the rows of the tests.
  @inlinable public static var refreshInterval: Int { 1024 }

  /// ridge times the identity.
  ///
  /// - Throws: `LinearAlgebraError` unless `ridge` is finite and above 0, with a finite inverse.
  /// - Precondition: `order` is at least 1.
  public init(order n: Int, ridge: Double) throws(LinearAlgebraError) {
    precondition(n > 0, "a matrix of order \(n) holds nothing")
    try Self.check(ridge)
    order = n
    self.ridge = ridge
    count = 0
    logarithm = Double(n) * Elementary.log(ridge)
    storage = [Double](repeating: 0, count: 4 * n * n + 2 * n)
    for i in 0..<n {
      storage[i * n + i] = ridge
      storage[2 * n * n + i * n + i] = 1 / ridge
    }
    setLimits()
  }

  static func check(_ ridge: Double) throws(LinearAlgebraError) {
    guard ridge > 0, ridge < .infinity, 1 / ridge < .infinity else {
      throw LinearAlgebraError(
        "a ridge of \(ridge) leaves a singular design; give a finite number above 0, such as 0.1 or 1")
    }
  }

  // MARK: Rows

  /// Adds weight phi phi^T. O(order^2), without allocating; numbers equal to 0 cost next to nothing.
  ///
  /// - Throws: `LinearAlgebraError` for features or a weight that are not finite, a weight below 0, and where
  ///   the sum is too near to a singular matrix; nothing has changed then.
  /// - Precondition: `features` holds `order` numbers.
  @inlinable
  public mutating func add(_ features: Span<Double>, weight: Double = 1) throws(LinearAlgebraError) {
    let n = order
    precondition(features.count == n, "there must be a feature for each row")
    let rise = storage.withUnsafeMutableBufferPointer { storage in
      features.withUnsafeBufferPointer { features in
        RankOneUpdate.add(features.baseAddress!, weight: weight, to: storage.baseAddress!, order: n)
      }
    }
    guard rise >= 0 else {
      let (all, values) = (Array(0..<Int32(n)), features.withUnsafeBufferPointer { Array($0) })
      return try addFromTheSum(all, values, weight: weight)
    }
    finish(rise)
  }

  /// Adds weight phi phi^T for a phi of which the entries at `indices` are `values` and all others 0. The
  /// same bits as with all entries; O(order (count + order)).
  ///
  /// - Throws: as with all entries.
  /// - Precondition: as many values as indices, which rise and lie in 0..<order.
  @inlinable
  public mutating func add(
    _ values: Span<Double>, at indices: Span<Int32>, weight: Double = 1
  ) throws(LinearAlgebraError) {
    let (n, size) = (order, values.count)
    precondition(indices.count == size, "there must be an index for each value")
    var last: Int32 = -1
    for k in 0..<size {
      precondition(indices[k] > last && Int(indices[k]) < n, "indices rise and lie below the order")
      last = indices[k]
    }
    // No value is no change, but a weight that is no number is seen.
    let rise =
      size == 0
      ? 0 * weight
      : storage.withUnsafeMutableBufferPointer { storage in
        values.withUnsafeBufferPointer { values in
          indices.withUnsafeBufferPointer { indices in
            RankOneUpdate.add(
              values.baseAddress!, at: indices.baseAddress!, count: size, weight: weight,
              to: storage.baseAddress!, order: n)
          }
        }
      }
    guard rise >= 0 else {
      let sparse = (
        indices.withUnsafeBufferPointer { Array($0) }, values.withUnsafeBufferPointer { Array($0) }
      )
      return try addFromTheSum(sparse.0, sparse.1, weight: weight)
    }
    finish(rise)
  }

  /// Counts an update by which det Lambda became 1 + `rise` times as large.
  @inlinable @inline(__always)
  mutating func finish(_ rise: Double) {
    logarithm += Elementary.log1p(rise)
    count += 1
    if count % Self.refreshInterval == 0 { refresh() }
  }

  // MARK: Numbers

  /// Calls `body` with Lambda, row by row.
  @inlinable
  public func withMatrix<R, E: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    try withSquare(0, body)
  }

  /// Calls `body` with Lambda^-1, row by row.
  @inlinable
  public func withInverse<R, E: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    try withSquare(2, body)
  }

  @inlinable @inline(__always)
  func withSquare<R, E: Error>(
    _ index: Int, _ body: (UnsafeBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    let size = order * order
    return try storage.withUnsafeBufferPointer { (all) throws(E) -> R in
      try body(UnsafeBufferPointer(rebasing: all[(index * size)..<((index + 1) * size)]))
    }
  }

  /// A copy of Lambda, row by row.
  public var matrix: [Double] { withMatrix { Array($0) } }

  /// A copy of Lambda^-1, row by row.
  public var inverse: [Double] { withInverse { Array($0) } }

  /// phi^T Lambda^-1 phi, never below 0. O(order^2).
  ///
  /// - Precondition: `features` holds `order` numbers.
  @inlinable
  public func squaredWidth(_ features: Span<Double>) -> Double {
    let n = order
    precondition(features.count == n, "there must be a feature for each row")
    return withInverse { inverse in
      features.withUnsafeBufferPointer { features in
        var total = 0.0
        for i in 0..<n where features[i] != 0 {
          var sum = 0.0
          for j in 0..<n { sum += inverse[i * n + j] * features[j] }
          total += features[i] * sum
        }
        return max(total, 0)
      }
    }
  }
}
