/// One model's row: its expected reward and its successors in order, ends merged, zeros left out.
struct RowVariant: Hashable {
  var reward: Double
  var next: [Int32] = []
  var probability: [Double] = []

  init(of row: Int, in table: SolverTable) {
    reward = table.reward.expected[row]
    let entries = (table.rowStart[row]..<table.rowStart[row + 1]).filter { table.probability[$0] > 0 }
    for entry in entries.sorted(by: { table.next[$0] < table.next[$1] }) {
      if next.last == table.next[entry] {
        probability[probability.count - 1] += table.probability[entry]
      } else {
        next.append(table.next[entry])
        probability.append(table.probability[entry])
      }
    }
  }
}

/// The different rows that the models of a list have for each state and action, side by side in memory.
@usableFromInline
struct RowVariants: Sendable {
  /// First variant of each row; shape [rows + 1].
  @usableFromInline var variantStart = [0]
  /// Shape [variants].
  @usableFromInline var reward: [Double] = []
  /// Shape [variants + 1].
  @usableFromInline var entryStart = [0]
  /// Shape [entries of all variants], like the two below.
  @usableFromInline var next: [Int32] = []
  @usableFromInline var probability: [Double] = []
  /// The same entry's index in the closure's row.
  @usableFromInline var place: [Int32] = []
  /// Entries of the longest variant.
  @usableFromInline var longest = 0
  @usableFromInline var largestReward = 0.0

  mutating func add(_ variant: RowVariant, place placeOf: (Int32) -> Int) {
    reward.append(variant.reward)
    next += variant.next
    probability += variant.probability
    place += variant.next.map { Int32(placeOf($0)) }
    entryStart.append(next.count)
    longest = max(longest, variant.next.count)
    largestReward = max(largestReward, abs(variant.reward))
  }

  mutating func endRow() { variantStart.append(reward.count) }

  /// The least worth among the variants of `row` and the first variant that has it; the search ends early
  /// once the worth is no more than `floor`. O(entries of the variants).
  @inlinable
  func worst(
    ofRow row: Int, values: UnsafePointer<Double>, discount: Double, floor: Double
  ) -> (worth: Double, variant: Int) {
    var least = Double.infinity
    var chosen = variantStart[row]
    for variant in variantStart[row]..<variantStart[row + 1] {
      var sum = 0.0
      for entry in entryStart[variant]..<entryStart[variant + 1] {
        sum += probability[entry] * values[Int(next[entry])]
      }
      let worth = reward[variant] + discount * sum
      if worth < least {
        least = worth
        chosen = variant
        if least <= floor { break }
      }
    }
    return (least, chosen)
  }
}
