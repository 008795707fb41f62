/// Checks a nominal row and the values of its outcomes.
///
/// Throws where the row is empty, a probability is negative or not finite, the sum is further than 1e-9
/// from one, the lengths differ, a value is not finite, or two values are too far apart to be subtracted.
public func checkRow(_ nominal: [Double], values: [Double]) throws(UncertaintySetError) {
  try checkDistribution(nominal, name: "nominal")
  guard values.count == nominal.count else {
    throw UncertaintySetError(
      "\(values.count) values for \(nominal.count) nominal probabilities",
      remedy: "give one value for each outcome")
  }
  for (index, value) in values.enumerated() where !value.isFinite {
    throw UncertaintySetError("value \(value) at outcome \(index)", remedy: "give finite numbers")
  }
  guard let low = values.min(), let high = values.max(), (high - low).isFinite else {
    throw UncertaintySetError("values too far apart to be subtracted", remedy: "scale them down")
  }
}

/// Checks that `row` is a probability distribution to within 1e-9.
func checkDistribution(_ row: [Double], name: String) throws(UncertaintySetError) {
  guard !row.isEmpty else {
    throw UncertaintySetError("the \(name) row is empty", remedy: "give at least one probability")
  }
  for (index, probability) in row.enumerated() where !(probability >= 0 && probability.isFinite) {
    throw UncertaintySetError(
      "\(name) probability \(probability) at outcome \(index)", remedy: "give numbers from 0 to 1")
  }
  let sum = row.reduce(0, +)
  guard abs(sum - 1) <= 1e-9 else {
    throw UncertaintySetError("the \(name) row sums to \(sum)", remedy: "give probabilities that sum to 1")
  }
}

/// Whether `row` has no negative entry, the sum of `nominal`, and no mass where the support admits none.
func isDistribution(
  _ row: Span<Double>, around nominal: Span<Double>, support: Support, tolerance: Double
) -> Bool {
  guard row.count == nominal.count else { return false }
  var difference = 0.0
  for index in 0..<row.count {
    difference += row[index] - nominal[index]
    guard row[index] >= -tolerance else { return false }
    guard support.admits(nominal[index]) || row[index] <= tolerance else { return false }
  }
  return abs(difference) <= tolerance + 4 * .ulpOfOne * Double(row.count)
}

/// The rows of one inner problem, for loops without bounds checks.
struct InnerProblem {
  let count: Int
  /// Values v.
  let v: UnsafePointer<Double>
  /// Nominal row p.
  let p: UnsafePointer<Double>
  /// Kernel q, written by the algorithms.
  let q: UnsafeMutablePointer<Double>

  /// The sum over i of q_i v_i. O(n).
  var expectation: Double {
    var sum = 0.0
    for i in 0..<count { sum += q[i] * v[i] }
    return sum
  }

  /// The sum of the nominal row, which a kernel keeps. O(n).
  var mass: Double {
    var sum = 0.0
    for i in 0..<count { sum += p[i] }
    return sum
  }

  /// Starts the kernel at the nominal row. O(n).
  func copyNominal() { q.update(from: p, count: count) }

  /// An admitted outcome of least value, the first among equals. O(n).
  func worst(_ support: Support) -> Int {
    var best = -1
    var least = Double.infinity
    for i in 0..<count where v[i] < least && support.admits(p[i]) {
      least = v[i]
      best = i
    }
    // A row without mass has no admitted outcome; the index stays usable.
    return Swift.max(best, 0)
  }

  /// Least and greatest value on the nominal support. O(n).
  var range: (low: Double, high: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for i in 0..<count where p[i] > 0 {
      low = Swift.min(low, v[i])
      high = Swift.max(high, v[i])
    }
    return (low, high)
  }

  /// Puts the nominal mass on the worst outcomes of the support, shared as the nominal row shares it. O(n).
  func concentrate(at low: Double) {
    var atWorst = 0.0
    for i in 0..<count where v[i] == low { atWorst += p[i] }
    let scale = mass / atWorst
    for i in 0..<count { q[i] = v[i] == low ? p[i] * scale : 0 }
  }
}

/// Opens the rows of an inner problem of which only the value is wanted; the kernel is memory to work in.
///
/// - Precondition: two rows of the same length, from 1 to the capacity of `workspace`.
@inline(__always)
func withRows(
  _ values: Span<Double>, _ nominal: Span<Double>, _ workspace: borrowing SetWorkspace,
  _ body: (InnerProblem) -> Double
) -> Double {
  let count = values.count
  precondition(nominal.count == count, "\(count) values, \(nominal.count) nominal probabilities")
  workspace.admit(count)
  return values.withUnsafeBufferPointer { v in
    nominal.withUnsafeBufferPointer { p in
      body(
        InnerProblem(
          count: count, v: v.baseAddress.unsafelyUnwrapped, p: p.baseAddress.unsafelyUnwrapped,
          q: workspace.other))
    }
  }
}

/// Opens the rows of an inner problem.
///
/// - Precondition: three rows of the same length, from 1 to the capacity of `workspace`.
@inline(__always)
func withRows(
  _ values: Span<Double>, _ nominal: Span<Double>, _ kernel: inout MutableSpan<Double>,
  _ workspace: borrowing SetWorkspace, _ body: (InnerProblem) -> Double
) -> Double {
  let count = values.count
  precondition(
    nominal.count == count && kernel.count == count,
    "\(count) values, \(nominal.count) nominal probabilities and a kernel of \(kernel.count)")
  workspace.admit(count)
  return values.withUnsafeBufferPointer { v in
    nominal.withUnsafeBufferPointer { p in
      kernel.withUnsafeMutableBufferPointer { q in
        body(
          InnerProblem(
            count: count, v: v.baseAddress.unsafelyUnwrapped, p: p.baseAddress.unsafelyUnwrapped,
            q: q.baseAddress.unsafelyUnwrapped))
      }
    }
  }
}
