/// Spends `budget` on outcomes in increasing order of `key`, each up to its `capacity`, calling `spend` with
/// the outcome and its share.
///
/// A fractional knapsack by selection: the part of the order that matters is found by partitioning around
/// pivots, so no full sort is made. Expected O(n); `order` holds `count` outcomes afterwards.
///
/// Source: E. Balas, E. Zemel, "An algorithm for large zero-one knapsack problems", Operations Research 28
/// (1980), doi:10.1287/opre.28.5.1130.
@inline(__always)
func spendByKey(
  _ budget: Double, count: Int, order: UnsafeMutablePointer<Int32>, key: (Int) -> Double,
  capacity: (Int) -> Double, spend: (Int, Double) -> Void
) {
  guard budget > 0 else { return }
  for i in 0..<count { order[i] = Int32(truncatingIfNeeded: i) }
  var remaining = budget
  var low = 0
  var high = count
  while high - low > 12 {
    let pivot = medianOfThree(
      key(Int(order[low])), key(Int(order[(low + high) / 2])), key(Int(order[high - 1])))
    // Three parts: below, equal, above the pivot.
    var below = low
    var index = low
    var above = high
    var belowCapacity = 0.0
    while index < above {
      let outcome = order[index]
      let k = key(Int(outcome))
      if k < pivot {
        belowCapacity += capacity(Int(outcome))
        order[index] = order[below]
        order[below] = outcome
        below += 1
        index += 1
      } else if k > pivot {
        above -= 1
        order[index] = order[above]
        order[above] = outcome
      } else {
        index += 1
      }
    }
    if belowCapacity >= remaining && below > low {
      high = below
      continue
    }
    for position in low..<above {
      let outcome = Int(order[position])
      let share = Swift.min(capacity(outcome), remaining)
      spend(outcome, share)
      remaining -= share
      if remaining <= 0 { return }
    }
    low = above
  }
  for position in low..<high {
    // Selection sort: the budget mostly ends before the part is sorted.
    var least = position
    var leastKey = key(Int(order[position]))
    for other in (position + 1)..<Swift.max(high, position + 1) {
      let k = key(Int(order[other]))
      if k < leastKey {
        least = other
        leastKey = k
      }
    }
    let outcome = order[least]
    order[least] = order[position]
    order[position] = outcome
    let share = Swift.min(capacity(Int(outcome)), remaining)
    spend(Int(outcome), share)
    remaining -= share
    if remaining <= 0 { return }
  }
}

@inline(__always)
private func medianOfThree(_ a: Double, _ b: Double, _ c: Double) -> Double {
  Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
}
