extension RandomStream {
  /// Puts the elements of `items` in a uniformly random order, by Fisher and Yates' exchanges. O(n).
  ///
  /// Source: R. Durstenfeld, "Algorithm 235: random permutation", Communications of the ACM 7 (1964),
  /// doi:10.1145/364520.364540.
  @inlinable
  public mutating func shuffle<Element>(_ items: inout MutableSpan<Element>) {
    var last = items.count - 1
    while last > 0 {
      let other = integer(below: last + 1)
      if other != last { items.swapAt(last, other) }
      last -= 1
    }
  }

  /// Puts the elements of `items` in a uniformly random order, with the same draws as for a span.
  @inlinable
  public mutating func shuffle<Element>(_ items: inout [Element]) {
    var span = items.mutableSpan
    shuffle(&span)
  }

  /// `count` different integers from 0 ..< `population`, every ordered choice equally likely.
  ///
  /// The first `count` exchanges of a shuffle of the population, of which only the displaced
  /// elements are stored: O(count) time and memory.
  ///
  /// - Precondition: 0 <= count <= population.
  public mutating func sampleWithoutReplacement(_ count: Int, below population: Int) -> [Int] {
    precondition(
      count >= 0 && count <= population,
      "sampleWithoutReplacement: \(count) of a population of \(population)")
    var displaced: [Int: Int] = [:]
    displaced.reserveCapacity(count)
    return (0..<count).map { index in
      let other = index + integer(below: population - index)
      let chosen = displaced[other] ?? other
      displaced[other] = displaced[index] ?? index
      return chosen
    }
  }
}
