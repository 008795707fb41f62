import DecisionProcesses
import Foundation
import Testing

/// An independent table of Tests/Fixtures/tabular: probability and reward by state, action, successor.
struct ReferenceTable: Decodable {
  var states: Int
  var initial: [Double]?
  var rows: [[Double]]

  init(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/tabular/\(name).json")
    self = try JSONDecoder().decode(ReferenceTable.self, from: Data(contentsOf: url))
  }

  /// Largest differences of probability and reward from `process`; entries below `threshold` may be
  /// missing on either side.
  func compare(
    _ process: some TabularProcess, missingBelow threshold: Double = 0
  ) -> (probability: Double, reward: Double) {
    let table = TransitionTable(process)
    var expected: [[Int]: (p: Double, r: Double)] = [:]
    for row in rows { expected[[Int(row[0]), Int(row[1]), Int(row[2])]] = (row[3], row[4]) }
    var worst = (probability: 0.0, reward: 0.0)
    for state in 0..<table.stateCount {
      for action in 0..<table.actionCount {
        for entry in table.row(state, action) {
          let key = [state, action, table.next[entry]]
          if let found = expected.removeValue(forKey: key) {
            worst.probability = max(worst.probability, abs(found.p - table.probability[entry]))
            worst.reward = max(worst.reward, abs(found.r - table.reward[entry]))
          } else if table.probability[entry] >= threshold {
            worst.probability = .infinity
          }
        }
      }
    }
    if expected.values.contains(where: { $0.p >= threshold }) { worst.probability = .infinity }
    return worst
  }
}

/// The initial distribution of `process` as a row.
func initialRow(_ process: some TabularProcess) -> [Double] { TransitionTable(process).initial }
