#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func exitWithFailure() -> Never { exit(1) }

/// Which time counts.
enum Stopwatch {
  /// The calling thread's own processor time: other programs on a shared machine do not count.
  case processor
  /// The time on the wall: for work that several threads share.
  case wall

  /// Nanoseconds so far.
  var now: Double {
    var time = timespec()
    clock_gettime(self == .processor ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

/// Times the subjects in turn, `rounds` times, and returns each one's nanoseconds per unit, by round.
///
/// Alternation lets slow drifts of a shared machine hit all alike; ratios are taken within a round.
func alternate(
  rounds: Int = 15, units: Int, by stopwatch: Stopwatch = .processor, _ subjects: [() -> Void]
) -> [[Double]] {
  var times = Array(repeating: [Double](), count: subjects.count)
  for subject in subjects { subject() }
  for _ in 0..<rounds {
    for (index, subject) in subjects.enumerated() {
      let start = stopwatch.now
      subject()
      times[index].append((stopwatch.now - start) / Double(units))
    }
  }
  return times
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// One line: median time, and the median, least and largest ratio to the first subject.
func report(_ names: [String], _ times: [[Double]], goal: [Double?] = []) {
  for (index, name) in names.enumerated() {
    let ratios = zip(times[index], times[0]).map { $0 / $1 }
    var line = "  " + padded(name, 44) + fixed(median(times[index]), 2) + " ns"
    if index > 0 {
      line += "   x \(fixed(median(ratios), 2)) [\(fixed(ratios.min() ?? 0, 2)) - \(fixed(ratios.max() ?? 0, 2))]"
    }
    if index < goal.count, let goal = goal[index] {
      line += median(ratios) <= goal ? "   goal \(fixed(goal, 2)): met" : "   goal \(fixed(goal, 2)): MISSED"
    }
    print(line)
  }
}

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

func fixed(_ value: Double, _ digits: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let whole = Int((value * scale).rounded())
  let fraction = String(whole % Int(scale))
  return "\(whole / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
}
