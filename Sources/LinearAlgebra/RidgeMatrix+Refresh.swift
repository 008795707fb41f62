extension RidgeMatrix {
  /// What a diagonal entry of the inverse may shrink to before it is computed anew, as a share of itself. An
  /// update's rounding errors stay of the size of the old entry, so this bounds how many digits are lost.
  static var leastShare: Double { 0x1p-20 }

  /// Takes the inverse and log det from the sum. Where the sum is singular in doubles, the inverse by updates,
  /// in which the ridge is not rounded away, is the better one and stays.
  @usableFromInline
  mutating func refresh() {
    let size = order * order
    storage.withUnsafeMutableBufferPointer { storage in
      let start = storage.baseAddress!
      (start + 2 * size).update(from: start, count: size)
    }
    if invertSpare() == nil { takeSpare() }
  }

  /// Adds a row by way of the sum, where an update would lose digits, and names what is wrong with it.
  @usableFromInline @inline(never)
  mutating func addFromTheSum(
    _ indices: [Int32], _ values: [Double], weight: Double
  ) throws(LinearAlgebraError) {
    guard weight >= 0, weight < .infinity else {
      throw LinearAlgebraError(
        "the weight \(weight) of row \(updateCount) is not a finite number of at least 0; a weight is 1 or the "
          + "inverse of a variance")
    }
    for (index, value) in zip(indices, values) where !value.isFinite {
      throw LinearAlgebraError(
        "feature \(index) of row \(updateCount) is \(value), which is not finite; look at the feature map")
    }
    let (n, size) = (order, order * order)
    for i in 0..<size { storage[2 * size + i] = storage[i] }
    for (i, first) in zip(indices, values) {
      for (j, second) in zip(indices, values) {
        storage[2 * size + Int(i) * n + Int(j)] += weight * (first * second)
      }
    }
    let sum = Array(storage[(2 * size)..<(3 * size)])
    if let pivot = invertSpare() {
      throw LinearAlgebraError(
        "row \(updateCount) with weight \(weight) makes the matrix singular in doubles: pivot \(pivot.index) is "
          + "\(pivot.value), with a ridge of \(ridge); give a larger ridge or smaller features")
    }
    for i in 0..<size { storage[i] = sum[i] }
    takeSpare()
    count += 1
  }

  /// Inverts the matrix in the spare square; the first pivot that is not above 0, if there is one.
  private mutating func invertSpare() -> (index: Int, value: Double)? {
    let (n, size) = (order, order * order)
    let backend = LinearAlgebraBackend.preferred(forOrder: n)
    var logarithm = 0.0
    let fault = storage.withUnsafeMutableBufferPointer { storage -> (index: Int, value: Double)? in
      let spare = storage.baseAddress! + 2 * size
      let image = spare + size + n
      if let fault = CholeskyKernel.factor(spare, order: n, by: backend) { return fault }
      logarithm = CholeskyKernel.logarithmOfDeterminant(spare, order: n)
      CholeskyKernel.invert(spare, order: n, scratch: image, by: backend)
      return nil
    }
    if fault == nil { self.logarithm = logarithm }
    return fault
  }

  private mutating func takeSpare() {
    let size = order * order
    storage.withUnsafeMutableBufferPointer { storage in
      let start = storage.baseAddress!
      (start + size).update(from: start + 2 * size, count: size)
    }
    setLimits()
  }

  mutating func setLimits() {
    let (n, size) = (order, order * order)
    for i in 0..<n { storage[3 * size + i] = Self.leastShare * storage[size + i * (n + 1)] }
  }
}

// MARK: - Checkpoints

extension RidgeMatrix: Equatable {
  /// The least diagonal that the inverse may have before it is computed anew: part of a checkpoint.
  public var leastDiagonal: [Double] { Array(storage[(3 * order * order)..<(3 * order * order + order)]) }

  /// What `matrix`, `inverse`, `leastDiagonal` and the rest told once; it goes on with the same bits.
  ///
  /// - Throws: `LinearAlgebraError` for wrong counts and numbers that no `RidgeMatrix` has.
  /// - Precondition: `order` is at least 1.
  public init(
    order n: Int, ridge: Double, matrix: [Double], inverse: [Double], leastDiagonal: [Double],
    logarithmOfDeterminant: Double, updateCount: Int
  ) throws(LinearAlgebraError) {
    try self.init(order: n, ridge: ridge)
    let size = n * n
    for (name, square) in [("matrix", matrix), ("inverse", inverse)] {
      guard square.count == size else { throw Self.fault("its \(name) has \(square.count) entries, not \(size)") }
      for i in 0..<n {
        guard square[i * n + i] > 0 else {
          throw Self.fault("entry (\(i), \(i)) of its \(name) is \(square[i * n + i]), not above 0")
        }
        for j in 0...i where !(square[i * n + j].isFinite && square[i * n + j] == square[j * n + i]) {
          throw Self.fault(
            "entries (\(i), \(j)) and (\(j), \(i)) of its \(name) are \(square[i * n + j]) and "
              + "\(square[j * n + i]), not finite and equal")
        }
      }
    }
    guard leastDiagonal.count == n, leastDiagonal.allSatisfy({ $0 > 0 && $0 < .infinity }) else {
      throw Self.fault("its least diagonal is \(leastDiagonal), not \(n) finite numbers above 0")
    }
    guard logarithmOfDeterminant.isFinite else {
      throw Self.fault("its log det is \(logarithmOfDeterminant), not finite")
    }
    guard updateCount >= 0 else { throw Self.fault("its update count is \(updateCount), below 0") }
    storage.replaceSubrange(0..<(2 * size), with: matrix + inverse)
    storage.replaceSubrange((3 * size)..<(3 * size + n), with: leastDiagonal)
    logarithm = logarithmOfDeterminant
    count = updateCount
  }

  private static func fault(_ text: String) -> LinearAlgebraError {
    LinearAlgebraError("a stored ridge matrix is damaged: \(text); restore it from another checkpoint")
  }

  /// Whether both hold the same numbers and go on alike.
  public static func == (a: RidgeMatrix, b: RidgeMatrix) -> Bool {
    guard a.order == b.order, a.ridge == b.ridge, a.updateCount == b.updateCount,
      a.logarithmOfDeterminant == b.logarithmOfDeterminant
    else { return false }
    let size = a.order * a.order
    return a.storage[..<(2 * size)] == b.storage[..<(2 * size)]
      && a.storage[(3 * size)..<(3 * size + a.order)] == b.storage[(3 * size)..<(3 * size + a.order)]
  }
}
