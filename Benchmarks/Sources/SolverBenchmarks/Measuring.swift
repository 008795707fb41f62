import Foundation

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let time = (ContinuousClock.now - start).components
  return Double(time.seconds) + Double(time.attoseconds) * 1e-18
}

/// Times the subjects in turn, `rounds` times after one for warming up; shape [subjects][rounds].
///
/// Alternation lets slow drifts of a shared machine hit all alike; ratios are taken within a round.
func alternate(rounds: Int, _ subjects: [() throws -> Double]) rethrows -> [[Double]] {
  var times = Array(repeating: [Double](), count: subjects.count)
  for round in 0...rounds {
    for (index, subject) in subjects.enumerated() {
      let time = try subject()
      if round > 0 { times[index].append(time) }
    }
  }
  return times
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// Median of the ratios of two subjects, round by round.
func ratio(_ times: [Double], to others: [Double]) -> Double {
  median(zip(times, others).map { $0 / $1 })
}

func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// One line of milliseconds: median, least and greatest.
func line(_ name: String, _ times: [Double]) {
  let text = [median(times), times.min() ?? .nan, times.max() ?? .nan].map { fixed($0 * 1e3, 2) }
  print("  \(name): median \(text[0]) ms [\(text[1]) - \(text[2])]")
}

/// One line that tells whether a goal is met.
func goal(_ name: String, _ value: Double, atMost limit: Double, unit: String = "") {
  print("  \(name): \(fixed(value, 2))\(unit)  goal at most \(limit)\(unit): \(value <= limit ? "met" : "MISSED")")
}

func goal(_ name: String, _ value: Double, atLeast limit: Double, unit: String = "") {
  print("  \(name): \(fixed(value, 2))\(unit)  goal at least \(limit)\(unit): \(value >= limit ? "met" : "MISSED")")
}
