import Recipes
import Testing

@Suite struct NameSuggestionTests {
  /// The distance is by definition a shortest path of single edits, so breadth-first search is exact.
  @Test func distanceIsTheShortestChainOfEdits() {
    let letters = Array("abc")
    var words = [""]
    for length in 0..<4 {
      words += words.filter { $0.count == length }.flatMap { word in letters.map { word + String($0) } }
    }
    // No shortest chain between words of up to four letters needs a detour over words longer than five.
    for start in words {
      let distances = search(from: start, letters, longest: 5)
      for word in words { #expect(editDistance(start, word) == distances[word], "\(start) \(word)") }
    }
  }

  private func search(from start: String, _ letters: [Character], longest: Int) -> [String: Int] {
    var distances = [start: 0]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let word = Array(queue[head])
      let distance = distances[queue[head]]! + 1
      head += 1
      func visit(_ neighbour: [Character]) {
        let text = String(neighbour)
        guard neighbour.count <= longest, distances[text] == nil else { return }
        distances[text] = distance
        queue.append(text)
      }
      for i in 0...word.count {
        for letter in letters { visit(word[..<i] + [letter] + word[i...]) }
        guard i < word.count else { continue }
        visit(Array(word[..<i] + word[(i + 1)...]))
        for letter in letters { visit(word[..<i] + [letter] + word[(i + 1)...]) }
        if i + 1 < word.count { visit(word[..<i] + [word[i + 1], word[i]] + word[(i + 2)...]) }
      }
    }
    return distances
  }

  @Test(arguments: [("sgima", "sigma"), ("masspole", "massPole"), ("Lenght", "length"), ("sigma", "sigma")])
  func findsSlips(_ written: String, _ meant: String) {
    #expect(nearest(to: written, among: ["steps", "length", "massPole", "sigma", "channel"]) == meant)
  }

  @Test func farNamesAreNotSuggested() {
    #expect(nearest(to: "abc", among: ["xyz"]) == nil)  // 3 > max(2, 1)
    #expect(nearest(to: "abc", among: ["ayz"]) == "ayz")  // 2
    #expect(nearest(to: "abcdefghi", among: ["abcdefxyz"]) == "abcdefxyz")  // 3 = 9/3
    #expect(nearest(to: "abcdefghi", among: ["abcdewxyz"]) == nil)  // 4
    #expect(nearest(to: "gamma", among: []) == nil)
  }

  @Test func firstOfEqualsWins() {
    #expect(nearest(to: "cat", among: ["cut", "car"]) == "cut")
    #expect(nearest(to: "cat", among: ["cute", "car", "cut"]) == "car")
  }
}
