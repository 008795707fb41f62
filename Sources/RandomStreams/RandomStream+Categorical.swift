extension RandomStream {
  /// An index drawn with the given probabilities, by inversion of their running sum. Two words, O(n).
  ///
  /// The probabilities may miss one by round-off: the last positive entry takes what remains. An
  /// entry of zero is never drawn.
  ///
  /// - Precondition: the entries met are not negative and not NaN, and at least one is positive.
  @inlinable
  public mutating func categorical(_ probabilities: Span<Double>) -> Int {
    let u = uniform()
    var sum = 0.0
    var lastPositive = -1
    for index in 0..<probabilities.count {
      let p = probabilities[index]
      precondition(p >= 0, "categorical: probability \(p) at index \(index)")
      if p > 0 {
        sum += p
        if u < sum { return index }
        lastPositive = index
      }
    }
    precondition(lastPositive >= 0, "categorical: no positive probability among \(probabilities.count)")
    return lastPositive
  }
}
