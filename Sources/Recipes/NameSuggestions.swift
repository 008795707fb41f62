/// The name in `candidates` closest to `name`, the first of equals; `nil` when none is close.
///
/// Closeness is the Damerau–Levenshtein distance d: the least number of insertions, deletions, substitutions
/// and exchanges of neighbours that turn one name into the other. A candidate is close when d ≤ max(2, ⌊n/3⌋)
/// for a `name` of n characters.
///
/// - Complexity: O(n·m) per candidate of m characters, O(m) when the lengths alone rule it out.
public func nearest(to name: String, among candidates: [String]) -> String? {
  let length = name.count
  var limit = max(2, length / 3)
  var best: String?
  for candidate in candidates where abs(candidate.count - length) <= limit {
    let distance = editDistance(name, candidate)
    guard distance <= limit else { continue }
    if distance == 0 { return candidate }
    best = candidate
    limit = distance - 1
  }
  return best
}

/// The unrestricted Damerau–Levenshtein distance between two texts, in characters.
///
/// Source: Lowrance and Wagner, "An extension of the string-to-string correction problem", Journal of the ACM
/// 22(2), 1975, doi:10.1145/321879.321880.
/// - Complexity: O(n·m) time and space.
package func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  // Row and column 0 hold a sentinel no distance exceeds; entry (i + 1, j + 1) is for i of a, j of b.
  let width = b.count + 2
  let sentinel = a.count + b.count
  var table = [Int](repeating: sentinel, count: (a.count + 2) * width)
  for i in 0...a.count { table[(i + 1) * width + 1] = i }
  for j in 0...b.count { table[width + j + 1] = j }
  var lastRow: [Character: Int] = [:]  // where each character was last seen in a
  for i in 0..<a.count {
    var lastColumn = 0  // where a[i] was last seen in b
    for j in 0..<b.count {
      let row = lastRow[b[j], default: 0]
      let column = lastColumn
      let isSame = a[i] == b[j]
      if isSame { lastColumn = j + 1 }
      let substitution = table[(i + 1) * width + j + 1] + (isSame ? 0 : 1)
      let insertion = table[(i + 2) * width + j + 1] + 1
      let deletion = table[(i + 1) * width + j + 2] + 1
      let exchange = table[row * width + column] + (i - row) + 1 + (j - column)
      table[(i + 2) * width + j + 2] = min(substitution, insertion, deletion, exchange)
    }
    lastRow[a[i]] = i + 1
  }
  return table[table.count - 1]
}

/// The remedy for a name that is not among `known`.
func suggestion(for name: String, among known: [String]) -> String {
  guard !known.isEmpty else { return "remove it (none are known)" }
  let list = "known: " + known.joined(separator: ", ")
  guard let name = nearest(to: name, among: known) else { return "use one of the \(list)" }
  return "did you mean '\(name)'? (\(list))"
}
