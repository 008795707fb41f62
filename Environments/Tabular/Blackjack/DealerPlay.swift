/// The distribution of the dealer's final points given the open card, in closed form.
@usableFromInline
struct DealerPlay: Sendable {
  /// Columns per open card: 17, 18, 19, 20, 21 points, more than 21, and a natural, which also counts
  /// among the 21.
  @usableFromInline var table = InlineArray<70, Double>(repeating: 0)

  @inlinable
  init() {}

  /// Probability that a dealer with open card 1...10 ends with `points`, 17...21, or 22 for any more.
  @inlinable
  func probability(of points: Int, openCard: Int) -> Double { table[(openCard - 1) * 7 + points - 17] }

  /// Probability that a dealer with open card 1...10 has a natural.
  @inlinable
  func naturalProbability(openCard: Int) -> Double { table[(openCard - 1) * 7 + 6] }

  /// Recomputes the table. O(1), about 3000 products, without allocation.
  ///
  /// Aces count 1 in the hard sum, which only grows: one pass in its order spreads all probability from
  /// unfinished hands to final ones.
  @inlinable
  mutating func fill(tenProbability: Double) {
    let otherProbability = (1 - tenProbability) / 9
    for open in 1...10 {
      let base = (open - 1) * 7
      for column in 0..<7 { table[base + column] = 0 }
      // mass[2 sum + (1 with an ace)]
      var mass = InlineArray<54, Double>(repeating: 0)
      mass[2 * open + (open == 1 ? 1 : 0)] = 1
      for sum in open..<27 {
        for ace in 0..<2 {
          let reached = mass[2 * sum + ace]
          if reached == 0 { continue }
          let points = ace == 1 && sum + 10 <= 21 ? sum + 10 : sum
          if points >= 17 {
            table[base + min(points, 22) - 17] += reached
            continue
          }
          for card in 1...10 {
            let next = 2 * (sum + card) + (ace == 1 || card == 1 ? 1 : 0)
            mass[next] += reached * (card == 10 ? tenProbability : otherProbability)
          }
        }
      }
      table[base + 6] = open == 1 ? tenProbability : open == 10 ? otherProbability : 0
    }
  }
}
