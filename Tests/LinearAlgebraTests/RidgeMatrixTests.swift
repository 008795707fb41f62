import Foundation
import LinearAlgebra
import Testing

extension UpdateCase {
  /// Goes through the rows until `count` have been added.
  func added(_ count: Int, to matrix: RidgeMatrix? = nil) throws -> RidgeMatrix {
    var result = try matrix ?? RidgeMatrix(order: order, ridge: ridge)
    while result.updateCount < count {
      let k = result.updateCount % rows.count
      let row = rows[k]
      try result.add(row.span, weight: weights[k])
    }
    return result
  }
}

@Suite struct RidgeMatrixTests {
  /// 10^5 updates against the exact inverse of the exact sum.
  @Test(arguments: UpdateCase.quick)
  func longSumsStayNearTheExactOnes(_ known: UpdateCase) throws {
    let n = known.order
    let ridge = try known.added(known.updates)
    #expect(ridge.updateCount == known.updates)
    let (matrix, inverse) = (ridge.matrix, ridge.inverse)
    for i in 0..<n {
      let ratio = (inverse[i * n + i] / known.diagonal[i]).squareRoot()
      #expect((ratio - 1).magnitude < 1e-12, "feature \(i): \(ratio - 1)")
      for j in 0..<i {
        #expect(inverse[i * n + j].bitPattern == inverse[j * n + i].bitPattern)
        #expect(matrix[i * n + j].bitPattern == matrix[j * n + i].bitPattern)
      }
    }
    #expect((ridge.logarithmOfDeterminant - known.logarithmOfDeterminant).magnitude < 1e-9)
    // All pivots are positive, or this throws.
    let factor = try CholeskyFactor(matrix, order: n, named: "Lambda")
    let direct = factor.inverse()
    #expect(largestDifference(inverse, direct) < 1e-9 * largest(direct))
    #expect(throws: Never.self) { try CholeskyFactor(inverse, order: n, named: "Lambda^-1") }
  }

  /// Between two computations from the sum, where the updates alone have to be right.
  @Test(arguments: UpdateCase.all)
  func updatesAloneAgreeWithTheSum(_ known: UpdateCase) throws {
    var ridge = try known.added(3 * RidgeMatrix.refreshInterval)
    for _ in 0..<2 {
      ridge = try known.added(ridge.updateCount + RidgeMatrix.refreshInterval - 1, to: ridge)
      let factor = try CholeskyFactor(ridge.matrix, order: known.order, named: "Lambda")
      #expect(largestDifference(ridge.inverse, factor.inverse()) < 1e-9 * largest(factor.inverse()))
      #expect((ridge.logarithmOfDeterminant - factor.logarithmOfDeterminant).magnitude < 1e-9)
      // The next row is the one after which both are computed anew: to the last bit what the factor says.
      ridge = try known.added(ridge.updateCount + 1, to: ridge)
      let anew = try CholeskyFactor(ridge.matrix, order: known.order, named: "Lambda")
      #expect(ridge.inverse == anew.inverse())
      #expect(ridge.logarithmOfDeterminant == anew.logarithmOfDeterminant)
    }
  }

  /// One row in closed form: (a I + w phi phi^T)^-1 = I / a - w phi phi^T / (a (a + w |phi|^2)).
  @Test func oneRowHasAClosedForm() throws {
    var ridge = try RidgeMatrix(order: 2, ridge: 0.5)
    #expect(ridge.matrix == [0.5, 0, 0, 0.5] && ridge.inverse == [2, 0, 0, 2])
    let row = [3.0, 1]
    #expect((ridge.squaredWidth(row.span) - 20).magnitude < 1e-15)
    try ridge.add(row.span, weight: 0.25)
    #expect(ridge.matrix == [2.75, 0.75, 0.75, 0.75])
    // det = 0.5 (0.5 + 2.5) = 1.5.
    #expect(largestDifference(ridge.inverse, [0.5, -0.5, -0.5, 2.75 / 1.5]) < 1e-15)
    #expect((ridge.logarithmOfDeterminant - log(1.5)).magnitude < 1e-15)
    #expect((ridge.squaredWidth(row.span) - 10 / 3.0).magnitude < 1e-14)
  }

  /// One row again and again: rounding goes the same way each time, and the unseen directions would feel it.
  /// In closed form det = ridge^(n - 1) (ridge + K |phi|^2), and the inverse as for one row.
  @Test(arguments: [3, 30])
  func aRowRepeatedHasAClosedForm(_ n: Int) throws {
    let row = (0..<n).map { 0.1 + 0.9 * (Double($0) * 0.618).truncatingRemainder(dividingBy: 1) }
    var ridge = try RidgeMatrix(order: n, ridge: 0.1)
    #if DEBUG
      let updates = 5_000
    #else
      let updates = 300_000
    #endif
    for _ in 0..<updates { try ridge.add(row.span) }
    let norm = row.reduce(0) { $0 + $1 * $1 }
    let total = 0.1 + Double(updates) * norm
    let condition = total / 0.1
    let tolerance = 2 * Double(n) * condition * 0x1p-53
    let expected = Double(n - 1) * log(0.1) + log(total)
    #expect((ridge.logarithmOfDeterminant - expected).magnitude < Double(n) * tolerance)
    let inverse = (0..<(n * n)).map { place -> Double in
      let (i, j) = (place / n, place % n)
      return (i == j ? 10 : 0) - Double(updates) * (row[i] * row[j]) / (0.1 * total)
    }
    #expect(largestDifference(ridge.inverse, inverse) < tolerance * 10)
  }

  @Test(arguments: UpdateCase.all)
  func sparseRowsGiveTheSameBits(_ known: UpdateCase) throws {
    var sparse = try RidgeMatrix(order: known.order, ridge: known.ridge)
    for k in 0..<2500 {
      let row = known.rows[k % known.rows.count]
      let indices = row.indices.filter { row[$0] != 0 }
      let (places, values) = (indices.map { Int32($0) }, indices.map { row[$0] })
      try sparse.add(values.span, at: places.span, weight: known.weights[k % known.rows.count])
    }
    #expect(sparse == (try known.added(2500)))
  }

  /// With a tiny ridge the first rows cost an update all its digits; the sum then gives them.
  @Test(arguments: [3.7e-14, 1.3e-10, 1.7e-8])
  func lostDigitsAreComputedAnew(_ ridge: Double) throws {
    var matrix = try RidgeMatrix(order: 3, ridge: ridge)
    let scale = 0.7
    for row in [[1.0, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1]] {
      let scaled = row.map { $0 * scale }
      try matrix.add(scaled.span)
    }
    // The sum is scale^2 (2, 2, 1; 2, 3, 2; 1, 2, 3), whose determinant is 3 scale^6.
    let expected = [5.0, -4, 1, -4, 5, -2, 1, -2, 2].map { $0 / (3 * scale * scale) }
    // The ridge itself changes the inverse by at most ridge |Lambda^-1|^2, and log det by ridge trace
    // Lambda^-1.
    #expect(largestDifference(matrix.inverse, expected) < 1e-12 + 80 * ridge)
    let determinant = log(3) + 6 * log(scale)
    #expect((matrix.logarithmOfDeterminant - determinant).magnitude < 1e-12 + 10 * ridge)
    #expect(matrix.updateCount == 4)
  }

  @Test(arguments: [0, -1, .nan, .infinity, .leastNonzeroMagnitude])
  func onlyAPositiveRidgeIsTaken(_ ridge: Double) {
    let error = #expect(throws: LinearAlgebraError.self) { try RidgeMatrix(order: 3, ridge: ridge) }
    #expect(error?.message.contains("a ridge of \(ridge) leaves a singular design") == true)
  }

  @Test func refusedRowsChangeNothing() throws {
    let known = UpdateCase.all[0]
    let before = try known.added(10)
    let rows: [([Double], Double, String)] = [
      ([0, .nan, 0, 0], 1, "feature 1 of row 10 is nan"),
      ([0.5, 0, 0, -.infinity], 1, "feature 3 of row 10 is -inf"),
      ([0.5, 0, 0, 0.5], -1, "the weight -1.0 of row 10"),
      ([0.5, 0, 0, 0.5], .nan, "the weight nan of row 10"),
      ([0.5, 0, 0, 0.5], .infinity, "the weight inf of row 10"),
      ([0, 1e200, 0, 0], 1, "feature 1 of row 10 is 1e+200: with weight 1.0 the matrix would not be finite"),
    ]
    for (row, weight, message) in rows {
      var ridge = before
      let error = #expect(throws: LinearAlgebraError.self) { try ridge.add(row.span, weight: weight) }
      #expect(error?.message.contains(message) == true, "\(String(describing: error))")
      #expect(ridge == before)
      let indices: [Int32] = [0, 1, 2, 3]
      let again = #expect(throws: LinearAlgebraError.self) {
        try ridge.add(row.span, at: indices.span, weight: weight)
      }
      #expect(again == error && ridge == before)
    }
    var ridge = before
    let (none, nowhere): ([Double], [Int32]) = ([], [])
    #expect(throws: LinearAlgebraError.self) { try ridge.add(none.span, at: nowhere.span, weight: .nan) }
    try ridge.add(none.span, at: nowhere.span)
    #expect(ridge.inverse == before.inverse && ridge.updateCount == 11)
  }

  /// The second row's difference from the first is rounded away with the ridge.
  @Test func aSumThatIsSingularInDoublesIsRefused() throws {
    var ridge = try RidgeMatrix(order: 2, ridge: 1e-300)
    let row = [1.0, 1]
    let error = #expect(throws: LinearAlgebraError.self) { try ridge.add(row.span) }
    let message = error?.message ?? ""
    #expect(message.contains("row 0 with weight 1.0 makes the matrix singular in doubles: pivot 1 is 0.0"))
    #expect(ridge == (try RidgeMatrix(order: 2, ridge: 1e-300)))
  }

  @Test func wrongCountsTrap() async {
    await #expect(processExitsWith: .failure) {
      var ridge = try RidgeMatrix(order: 3, ridge: 1)
      let row = [1.0, 2]
      try ridge.add(row.span)
    }
    await #expect(processExitsWith: .failure) {
      var ridge = try RidgeMatrix(order: 3, ridge: 1)
      let (values, indices): ([Double], [Int32]) = ([1, 2], [2, 1])
      try ridge.add(values.span, at: indices.span)
    }
    await #expect(processExitsWith: .failure) {
      var ridge = try RidgeMatrix(order: 3, ridge: 1)
      let (values, indices): ([Double], [Int32]) = ([1], [3])
      try ridge.add(values.span, at: indices.span)
    }
  }

  /// A checkpoint in the middle changes no bit of what follows.
  @Test(arguments: UpdateCase.all)
  func storedMatricesGoOnAlike(_ known: UpdateCase) throws {
    let half = try known.added(700)
    let restored = try RidgeMatrix(
      order: half.order, ridge: half.ridge, stored: half.stored, updateCount: half.updateCount)
    #expect(restored == half)
    #expect(try known.added(3000, to: restored) == known.added(3000))
  }

  @Test func damagedCheckpointsAreRefused() throws {
    func restore(_ place: Int? = nil, _ value: Double = 0, dropping: Int = 0, count: Int = 3) throws {
      var stored = [2.0, 1, 1, 2] + [0, 1e-17, 1e-17, -1e-17] + [1, 0.5, 0.5, 1] + [1e-6, 1e-6] + [0.5]
      if let place { stored[place] = value }
      _ = try RidgeMatrix(
        order: 2, ridge: 1, stored: Array(stored.dropLast(dropping)), updateCount: count)
    }
    try restore()
    let cases: [(() throws -> Void, String)] = [
      ({ try restore(dropping: 1) }, "order 2 needs 15 numbers, not 14"),
      ({ try restore(2, 1.5) }, "entries (1, 0) and (0, 1) of its matrix are 1.5 and 1.0"),
      ({ try restore(5, 0) }, "entries (1, 0) and (0, 1) of its correction are 1e-17 and 0.0"),
      ({ try restore(6, .nan) }, "number 6 is nan, not finite"),
      ({ try restore(11, -1) }, "entry (1, 1) of its inverse is -1.0, not above 0"),
      ({ try restore(13, 0) }, "its least diagonal 1 is 0.0"),
      ({ try restore(14, .infinity) }, "number 14 is inf, not finite"),
      ({ try restore(count: -1) }, "its update count is -1"),
    ]
    for (attempt, message) in cases {
      let error = #expect(throws: LinearAlgebraError.self) { try attempt() }
      #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }
  }
}
