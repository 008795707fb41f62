extension RidgeMatrix {
  /// What a diagonal entry of the inverse may shrink to before it is computed anew, as a share of itself. An
  /// update's rounding errors stay of the size of the old entry, so this bounds how many digits are lost.
  private static var leastShare: Double { 0x1p-20 }

  /// Takes the inverse and log det from the sum. Where the sum is singular in doubles, the inverse by
  /// updates, in which the ridge is not rounded away, is the better one and stays.
  @usableFromInline @inline(never)
  mutating func refresh() {
    let size = order * order
    storage.withUnsafeMutableBufferPointer { storage in
      let start = storage.baseAddress!
      for i in 0..<size {
        Self.settle(&start[i], &start[size + i])
        start[3 * size + i] = start[i]
      }
    }
    if invertSpare() == nil { takeSpare() }
  }

  /// Moves what rounding took from a sum back into it, as far as it shows there.
  private static func settle(_ sum: inout Double, _ error: inout Double) {
    let more = error
    error = 0
    RankOneUpdate.add(more, to: &sum, &error)
  }

  /// Adds a row by way of the sum, where an update would lose digits, and names what is wrong with it.
  @usableFromInline @inline(never)
  mutating func addFromTheSum(
    _ indices: [Int32], _ values: [Double], weight: Double
  ) throws(LinearAlgebraError) {
    guard weight >= 0, weight < .infinity else {
      throw LinearAlgebraError(
        "the weight \(weight) of row \(count) is not a finite number of at least 0; a weight is 1 or the "
          + "inverse of a variance")
    }
    for (index, value) in zip(indices, values) where !value.isFinite {
      throw LinearAlgebraError(
        "feature \(index) of row \(count) is \(value), which is not finite; look at the feature map")
    }
    let (n, size) = (order, order * order)
    for (index, value) in zip(indices, values)
    where !(storage[Int(index) * (n + 1)] + weight * (value * value) < .infinity) {
      throw LinearAlgebraError(
        "feature \(index) of row \(count) is \(value): with weight \(weight) the matrix would not be finite; "
          + "scale the features down")
    }
    var sums = storage
    for (i, first) in zip(indices, values) {
      for (j, second) in zip(indices, values) {
        let place = Int(i) * n + Int(j)
        var (sum, error) = (sums[place], sums[size + place])
        RankOneUpdate.add(weight * (first * second), to: &sum, &error)
        (sums[place], sums[size + place]) = (sum, error)
      }
    }
    for i in 0..<size {
      var (sum, error) = (sums[i], sums[size + i])
      Self.settle(&sum, &error)
      (sums[i], sums[size + i], storage[3 * size + i]) = (sum, error, sum)
    }
    if let pivot = invertSpare() {
      throw LinearAlgebraError(
        "row \(count) with weight \(weight) makes the matrix singular in doubles: pivot \(pivot.index) is "
          + "\(pivot.value), with a ridge of \(ridge); give a larger ridge or smaller features")
    }
    storage.replaceSubrange(..<(2 * size), with: sums[..<(2 * size)])
    takeSpare()
    count += 1
  }

  /// Inverts the matrix in the spare square; the first pivot that is not above 0, if there is one.
  private mutating func invertSpare() -> (index: Int, value: Double)? {
    let (n, size) = (order, order * order)
    let backend = LinearAlgebraBackend.preferred(forOrder: n)
    var fromFactor = 0.0
    let fault = storage.withUnsafeMutableBufferPointer { storage -> (index: Int, value: Double)? in
      let spare = storage.baseAddress! + 3 * size
      let image = spare + size + n
      if let fault = CholeskyKernel.factor(spare, order: n, by: backend) { return fault }
      fromFactor = CholeskyKernel.logarithmOfDeterminant(spare, order: n)
      CholeskyKernel.invert(spare, order: n, scratch: image, by: backend)
      return nil
    }
    if fault == nil { logarithm = fromFactor }
    return fault
  }

  private mutating func takeSpare() {
    let size = order * order
    storage.withUnsafeMutableBufferPointer { storage in
      let start = storage.baseAddress!
      (start + 2 * size).update(from: start + 3 * size, count: size)
    }
    setLimits()
  }

  mutating func setLimits() {
    let (n, size) = (order, order * order)
    for i in 0..<n { storage[4 * size + i] = Self.leastShare * storage[2 * size + i * (n + 1)] }
  }
}
