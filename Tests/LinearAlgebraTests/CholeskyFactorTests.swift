import Foundation
import LinearAlgebra
import Testing

@Suite struct CholeskyFactorTests {
  @Test(arguments: FactorCase.all, TestedLAPACK.backends)
  func exactNumbersAreMet(_ known: FactorCase, _ backend: LinearAlgebraBackend) throws {
    let n = known.order
    let factor = try CholeskyFactor(
      square(known.matrix, order: n), order: n, named: "A", backend: backend)
    #expect(factor.order == n && factor.backend == backend)
    let inverse = factor.inverse()
    let expected = square(known.inverse, order: n)
    #expect(largestDifference(inverse, expected) <= known.tolerance * largest(expected))
    let solution = factor.solve(known.rightSide, columns: 2)
    // |x - x'| <= |A^-1 - A'^-1| |b|, by rows.
    let size = largest(expected) * largest(known.rightSide) * Double(n)
    #expect(largestDifference(solution, known.solution) <= known.tolerance * size)
    let difference = (factor.logarithmOfDeterminant - known.logarithmOfDeterminant).magnitude
    #expect(difference <= Double(n) * known.tolerance, "\(difference)")
    for i in 0..<n {
      for j in 0..<i { #expect(inverse[i * n + j].bitPattern == inverse[j * n + i].bitPattern) }
    }
  }

  /// Above the crossover too, where LAPACK is chosen by itself.
  @Test(.enabled(if: TestedLAPACK.isExpected), arguments: [127, 128, 160, 200])
  func backendsAgree(_ n: Int) throws {
    let matrix = kernelMatrix(n)
    let factors = try [LinearAlgebraBackend.portable, .lapack].map {
      try CholeskyFactor(matrix, order: n, named: "K", backend: $0)
    }
    let chosen = try CholeskyFactor(matrix, order: n, named: "K")
    #expect(chosen.backend == (n < LinearAlgebraBackend.crossover ? .portable : .lapack))
    let rightSide = (0..<(3 * n)).map { Double($0 % 7) - 3 }
    let (a, b) = (factors[0], factors[1])
    // The condition number is at most 5.1; sums have at most n terms.
    let tolerance = 8 * 5.1 * Double(n) * 0x1p-53
    #expect(largestDifference(a.inverse(), b.inverse()) < tolerance * largest(a.inverse()))
    let (x, y) = (a.solve(rightSide, columns: 3), b.solve(rightSide, columns: 3))
    #expect(largestDifference(x, y) < tolerance * 30)
    #expect((a.logarithmOfDeterminant - b.logarithmOfDeterminant).magnitude < tolerance * Double(n))
  }

  /// det and inverse of tridiagonal (-1, 2, -1): n + 1, and min(i, j) (n + 1 - max(i, j)) / (n + 1) from
  /// 1 on.
  @Test(arguments: [1, 2, 5, 40], TestedLAPACK.backends)
  func secondDifferencesHaveAClosedForm(_ n: Int, _ backend: LinearAlgebraBackend) throws {
    let matrix = (0..<(n * n)).map { place -> Double in
      let distance = (place / n - place % n).magnitude
      return distance == 0 ? 2 : distance == 1 ? -1 : 0
    }
    let factor = try CholeskyFactor(matrix, order: n, named: "D", backend: backend)
    let expected = (0..<(n * n)).map { place -> Double in
      let (i, j) = (place / n + 1, place % n + 1)
      return Double(min(i, j) * (n + 1 - max(i, j))) / Double(n + 1)
    }
    // Its condition number is below 0.41 (n + 1)^2.
    let tolerance = 4 * Double(n * (n + 1) * (n + 1)) * 0x1p-53
    #expect(largestDifference(factor.inverse(), expected) <= tolerance * largest(expected))
    let determinant = factor.logarithmOfDeterminant
    #expect((determinant - log(Double(n + 1))).magnitude <= tolerance)
    let ones = factor.solve(matrix, columns: n)
    let identity = (0..<(n * n)).map { $0 % (n + 1) == 0 ? 1.0 : 0 }
    #expect(largestDifference(ones, identity) <= tolerance)
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    let full = try CholeskyFactor([4, 2, 2, 5], order: 2, named: "A")
    let half = try CholeskyFactor([4, .nan, 2, 5], order: 2, named: "A")
    // U = (2, 1; 0, 2), det = 16, inverse = (5, -2; -2, 4) / 16: exact in doubles.
    #expect(full.inverse() == [0.3125, -0.125, -0.125, 0.25] && half.inverse() == full.inverse())
    #expect(half.solve([8, 10]) == [1.25, 1.5])
  }

  @Test(arguments: TestedLAPACK.backends)
  func faultsAreNamed(_ backend: LinearAlgebraBackend) throws {
    let cases: [([Double], String)] = [
      ([1, 0, 0, 0, 1, 0, 0, 0, -2], "Lambda is not positive definite: pivot 2 is -2.0; give a ridge"),
      ([1, 1, 0, 1, 1, 0, 0, 0, 1], "Lambda is not positive definite: pivot 1 is 0.0; give a ridge above 0"),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0], "pivot 0 is 0.0"),
      ([1, 0, 0, .nan, 1, 0, 0, 0, 1], "entry (1, 0) of Lambda is nan, which is not finite"),
      ([1, 0, 0, 0, 1, 0, 0, 0, .infinity], "entry (2, 2) of Lambda is inf, which is not finite"),
    ]
    for (matrix, message) in cases {
      let error = #expect(throws: LinearAlgebraError.self) {
        try CholeskyFactor(matrix, order: 3, named: "Lambda", backend: backend)
      }
      #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test(.enabled(if: !TestedLAPACK.isExpected)) func whereThereIsNoLAPACKTheRemedyIsNamed() {
    #expect(LinearAlgebraBackend.available == [.portable])
    #expect(LinearAlgebraBackend.preferred(forOrder: 5000) == .portable)
    let error = #expect(throws: LinearAlgebraError.self) {
      try CholeskyFactor([1], order: 1, named: "A", backend: .lapack)
    }
    #expect(error?.message.contains("make") == true, "\(String(describing: error))")
  }

  @Test func wrongCountsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = try? CholeskyFactor([1, 2, 3], order: 2, named: "A")
    }
    await #expect(processExitsWith: .failure) {
      _ = try CholeskyFactor([1], order: 1, named: "A").solve([1, 2])
    }
  }

  /// Eigenvalues lie in [0.66, 3.34] by Gershgorin.
  private func kernelMatrix(_ n: Int) -> [Double] {
    (0..<(n * n)).map { place in
      let distance = (place / n - place % n).magnitude
      return distance == 0 ? 2 : pow(0.4, Double(distance))
    }
  }
}
