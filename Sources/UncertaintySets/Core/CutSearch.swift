/// What lies above a cut through the keys of a row.
struct CutSums {
  /// Capacity of outcomes whose key is above the cut, and of those at or above it.
  var above: Double
  var atOrAbove: Double
  /// Sum over outcomes above the cut of capacity times what their key exceeds it by.
  var excess: Double

  /// One pass, O(n). A sum over more outcomes is never smaller, rounding included, as all are added in the
  /// same order.
  @inline(__always)
  init(_ key: UnsafePointer<Double>, _ capacity: UnsafePointer<Double>, count: Int, at cut: Double) {
    let cuts = Lanes(repeating: cut)
    var sumAbove = Lanes(repeating: 0)
    var sumAtOrAbove = sumAbove
    var sumExcess = sumAbove
    var i = 0
    while i &+ 4 <= count {
      let keys = Lanes(key + i)
      let capacities = Lanes(capacity + i)
      let higher = capacities.kept(where: keys .> cuts)
      sumAbove += higher
      sumAtOrAbove += capacities.kept(where: keys .>= cuts)
      sumExcess += higher * (keys - cuts)
      i &+= 4
    }
    (above, atOrAbove, excess) = (sumAbove.total, sumAtOrAbove.total, sumExcess.total)
    while i < count {
      above += key[i] > cut ? capacity[i] : 0
      atOrAbove += key[i] >= cut ? capacity[i] : 0
      excess += key[i] > cut ? capacity[i] * (key[i] - cut) : 0
      i &+= 1
    }
  }
}

/// Where a budget ends that is shared among the outcomes of greatest key, each up to its capacity: a
/// fractional knapsack. The sum of share times key is budget * cut + excess.
struct KnapsackEnd {
  /// Outcomes of a greater key are used up; those of a smaller one get nothing.
  var cut: Double
  /// Sum over outcomes above the cut of capacity times what their key exceeds it by.
  var excess: Double
}

/// Shares `budget`; where all capacity together falls short of it, the least key takes the rest.
///
/// There is one cut above which the capacity is below the budget, while at or above it there is enough, and
/// the answer depends on the cut alone, not on how it was found. The search starts from the outcome that
/// `mark` names, counting from 1, where the last search for the row ended, and leaves its own end there:
/// O(n), one pass, as long as the same outcomes lie above the cut. Otherwise it tries the neighbours, then
/// selects afresh, O(n) expected.
///
/// - Precondition: `budget > 0`.
func fillKnapsack(
  _ budget: Double, count: Int, key: UnsafePointer<Double>, capacity: UnsafePointer<Double>,
  mark: inout Float, order: UnsafeMutablePointer<Int32>
) -> KnapsackEnd {
  let marked = Int(mark) &- 1
  let isMarked = marked >= 0 && marked < count
  let start = key[isMarked ? marked : 0]
  var cut = start
  var steps = isMarked ? 0 : neighboursTried
  while true {
    if steps == neighboursTried { cut = selectCut(budget, count: count, key: key, capacity: capacity, order: order) }
    let sums = CutSums(key, capacity, count: count, at: cut)
    var next = cut
    if sums.above >= budget {
      next = nextKey(above: cut, key, count: count)
    } else if sums.atOrAbove < budget {
      next = nextKey(below: cut, key, count: count)
    }
    // Keys that are no numbers, as values that ran away may leave them, must not keep it going.
    if next == cut || steps > count &+ neighboursTried {
      if cut != start || !isMarked { mark = Float(place(of: cut, key, count: count) &+ 1) }
      return KnapsackEnd(cut: cut, excess: sums.excess)
    }
    cut = next
    steps &+= 1
  }
}

/// Cuts tried, the marked one first, before a fresh start.
private let neighboursTried = 2

/// A cut that is right, or next to right where round-off decides.
private func selectCut(
  _ budget: Double, count: Int, key: UnsafePointer<Double>, capacity: UnsafePointer<Double>,
  order: UnsafeMutablePointer<Int32>
) -> Double {
  let infinite = Lanes(repeating: .infinity)
  var cut = key[0]
  guard count <= 24 else {
    spendByKey(
      budget, count: count, order: order, key: { -key[$0] }, capacity: { capacity[$0] },
      spend: { outcome, _ in cut = key[outcome] })
    return cut
  }
  // Short rows are compared all with all, four candidates side by side: the greatest key with enough at or
  // above it.
  cut = -.infinity
  var block = 0
  while block < count {
    // The last four overlap the ones before; a row of fewer is compared one by one.
    let first = count < 4 || block < count &- 4 ? block : count &- 4
    let candidates = count < 4 ? Lanes(repeating: key[first]) : Lanes(key + first)
    var sums = Lanes(repeating: 0)
    for i in 0..<count {
      sums += Lanes(repeating: capacity[i]).kept(where: Lanes(repeating: key[i]) .>= candidates)
    }
    let short = infinite.kept(where: sums .< Lanes(repeating: budget))
    let best = (candidates - short).greatestOfAll
    cut = best > cut ? best : cut
    block &+= count < 4 ? 1 : 4
  }
  return cut == -.infinity ? key[0] : cut
}

/// The first outcome that has `cut` as its key.
@inline(__always)
private func place(of cut: Double, _ key: UnsafePointer<Double>, count: Int) -> Int {
  var i = 0
  while i < count &- 1 && key[i] != cut { i &+= 1 }
  return i
}

/// The least key above `cut`, or `cut` where there is none. O(n).
@inline(__always)
private func nextKey(above cut: Double, _ key: UnsafePointer<Double>, count: Int) -> Double {
  let infinite = Lanes(repeating: .infinity)
  let cuts = Lanes(repeating: cut)
  var least = infinite
  var i = 0
  while i &+ 4 <= count {
    let keys = Lanes(key + i)
    least = (keys + infinite.kept(where: keys .<= cuts)).least(least)
    i &+= 4
  }
  var next = least.leastOfAll
  while i < count {
    if key[i] > cut && key[i] < next { next = key[i] }
    i &+= 1
  }
  return next == .infinity ? cut : next
}

/// The greatest key below `cut`, or `cut` where there is none. O(n).
@inline(__always)
private func nextKey(below cut: Double, _ key: UnsafePointer<Double>, count: Int) -> Double {
  let infinite = Lanes(repeating: .infinity)
  let cuts = Lanes(repeating: cut)
  var greatest = -infinite
  var i = 0
  while i &+ 4 <= count {
    let keys = Lanes(key + i)
    greatest = (keys - infinite.kept(where: keys .>= cuts)).greatest(greatest)
    i &+= 4
  }
  var next = greatest.greatestOfAll
  while i < count {
    if key[i] < cut && key[i] > next { next = key[i] }
    i &+= 1
  }
  return next == -.infinity ? cut : next
}
