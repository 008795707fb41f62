import Plots
import Testing

/// Known answers, worked out by hand from the rule: the smallest step of 1, 2 or 5 times a power of ten that
/// is at least the range's length over the count.
@Suite struct TicksTests {
  @Test(
    arguments: [
      (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0.0, 10.0, 10, (0...10).map(String.init)),
      (0.0, 10.0, 9, ["0", "2", "4", "6", "8", "10"]),
      (-1.2, 0.6, 4, ["−1.0", "−0.5", "0.0", "0.5"]),
      (0.0, 487.0, 6, ["0", "100", "200", "300", "400"]),
      (99.0, 101.0, 4, ["99.0", "99.5", "100.0", "100.5", "101.0"]),
      (3.1, 3.9, 1, []),
    ] as [(Double, Double, Int, [String])])
  func linear(low: Double, high: Double, count: Int, labels: [String]) {
    let ticks = Ticks.linear(low...high, count: count)
    #expect(ticks.labels == labels)
    #expect(ticks.exponent == 0)
    #expect(ticks.places.allSatisfy { $0 >= low - 1e-9 && $0 <= high + 1e-9 })
  }

  @Test func placesAreTheNumbersThatTheLabelsSay() {
    for (low, high) in [(0.0, 1.0), (-0.07, 0.07), (12.3, 12.9), (-3, 40)] {
      let ticks = Ticks.linear(low...high, count: 7)
      #expect(ticks.places.count >= 3)
      for (place, label) in zip(ticks.places, ticks.labels) {
        #expect(Double(label.replacing("−", with: "-")) == place)
      }
    }
  }

  @Test func longNumbersShareAPowerOfTen() {
    let large = Ticks.linear(0...1_200_000, count: 6)
    #expect(large.labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"])
    #expect(large.exponent == 6)
    #expect(large.places.last == 1_200_000)
    let small = Ticks.linear(0...4e-7, count: 4)
    #expect(small.labels == ["0", "1", "2", "3", "4"])
    #expect(small.exponent == -7)
  }

  @Test func decades() {
    let labels = Ticks.logarithmic(-6...0, count: 6).labels
    #expect(labels == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1"])
    #expect(Ticks.logarithmic(-6...0, count: 3).places == [-6, -4, -2, 0])
    #expect(Ticks.logarithmic(0...13, count: 4).labels == ["1", "10000", "10⁸", "10¹²"])
  }

  @Test func oneDecadeHasMarksBetween() {
    let ticks = Ticks.logarithmic(0...1, count: 5)
    #expect(ticks.labels == ["1", "2", "", "", "5", "", "", "", "", "10"])
    #expect(ticks.places.first == 0 && ticks.places.last == 1)
    // log₁₀ 2, to the places that are printed in tables.
    #expect(abs(ticks.places[1] - 0.301_029_995_663_981_2) < 1e-15)
  }

  @Test func numbersWithoutRoomBetweenHaveNoMarks() {
    #expect(Ticks.linear(1e17...(1e17 + 16), count: 5).places.isEmpty)
  }
}
