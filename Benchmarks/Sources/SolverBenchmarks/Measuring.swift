import Foundation

/// Seconds that `body` takes by the wall clock.
func wallSeconds(_ body: () throws -> Void) rethrows -> Double {
  try seconds(on: CLOCK_MONOTONIC, body)
}

/// Seconds that `body` keeps a processor busy, on this thread: other programs do not count.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  try seconds(on: CLOCK_THREAD_CPUTIME_ID, body)
}

private func seconds(on clock: clockid_t, _ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
  let start = now()
  try body()
  return now() - start
}

/// Times the subjects in turn, `rounds` times after one for warming up; shape [subjects][rounds].
///
/// Alternation lets slow drifts of a shared machine hit all alike; ratios are taken within a round.
func alternate(rounds: Int, _ subjects: [() throws -> Double]) throws -> [[Double]] {
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
  let verdict = value <= limit ? "met" : "MISSED"
  print("  \(name): \(fixed(value, 2))\(unit)  goal at most \(limit)\(unit): \(verdict)")
}

func goal(_ name: String, _ value: Double, atLeast limit: Double, unit: String = "") {
  let verdict = value >= limit ? "met" : "MISSED"
  print("  \(name): \(fixed(value, 2))\(unit)  goal at least \(limit)\(unit): \(verdict)")
}
