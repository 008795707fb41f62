/// Brings `order` into falling order of `key`, equal keys by index, and writes the keys in that order.
///
/// Insertion, which repairs an order that is nearly right in O(n); where too much is out of place, a heap in
/// O(n log n). The result depends on the keys alone. Allocates nothing.
///
/// - Precondition: `order` holds each of 0..<count once.
@inline(__always)
func sortFalling(
  count: Int, order: UnsafeMutablePointer<Int32>, sorted: UnsafeMutablePointer<Double>,
  key: (Int) -> Double
) {
  // Keys first: their loads need not wait for comparisons.
  for place in 0..<count { sorted[place] = key(Int(truncatingIfNeeded: order[place])) }
  var movesLeft = 8 &* count &+ 64
  var place = 1
  while place < count {
    let value = sorted[place]
    let above = sorted[place &- 1]
    if !(value < above) && (value > above || order[place] < order[place &- 1]) {
      let outcome = order[place]
      var hole = place
      repeat {
        sorted[hole] = sorted[hole &- 1]
        order[hole] = order[hole &- 1]
        hole &-= 1
      } while hole > 0
        && (sorted[hole &- 1] < value || (sorted[hole &- 1] == value && order[hole &- 1] > outcome))
      sorted[hole] = value
      order[hole] = outcome
      movesLeft &-= place &- hole
      if movesLeft < 0 { break }
    }
    place &+= 1
  }
  guard place < count else { return }
  heapSort(order, count: count) { a, b in
    let (first, second) = (key(Int(a)), key(Int(b)))
    return first > second || (first == second && a < b)
  }
  for place in 0..<count { sorted[place] = key(Int(order[place])) }
}

/// Brings `order` into rising order of `key`, equal keys by index; O(n log n).
func sortRising(_ key: UnsafePointer<Double>, count: Int, order: UnsafeMutablePointer<Int32>) {
  heapSort(order, count: count) { a, b in
    let (first, second) = (key[Int(a)], key[Int(b)])
    return first < second || (first == second && a < b)
  }
}

/// Sorts `order` so that each entry precedes the next, in place.
@inline(__always)
private func heapSort(
  _ order: UnsafeMutablePointer<Int32>, count: Int, _ precedes: (Int32, Int32) -> Bool
) {
  // A heap whose root comes last of all.
  func sink(_ start: Int, _ end: Int) {
    let entry = order[start]
    var hole = start
    while true {
      var child = 2 * hole + 1
      if child >= end { break }
      if child + 1 < end && precedes(order[child], order[child + 1]) { child += 1 }
      if !precedes(entry, order[child]) { break }
      order[hole] = order[child]
      hole = child
    }
    order[hole] = entry
  }
  for start in (0..<(count / 2)).reversed() { sink(start, count) }
  for end in (1..<max(count, 1)).reversed() {
    let root = order[0]
    order[0] = order[end]
    order[end] = root
    sink(0, end)
  }
}
