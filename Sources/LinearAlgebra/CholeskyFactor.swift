/// The Cholesky factor of a symmetric positive definite matrix: A = U^T U.
///
/// Below the order `LinearAlgebraBackend.crossover` results have the same bits on every machine. The residual
/// is that of the method (N. Higham, Accuracy and Stability of Numerical Algorithms, chapter 10): solutions
/// lose about as many digits as the condition number has.
public struct CholeskyFactor: Sendable {
  /// The number of rows.
  public let order: Int
  public let backend: LinearAlgebraBackend
  /// log det A.
  public let logarithmOfDeterminant: Double
  /// U above, row by row; what is below the diagonal means nothing.
  private let factor: [Double]

  /// Factors `matrix`, row by row, of which the lower triangle is read. O(n^3).
  ///
  /// - Parameters:
  ///   - name: what the matrix is called in errors.
  ///   - backend: `LinearAlgebraBackend.preferred(forOrder:)` without mention.
  /// - Throws: `LinearAlgebraError` for a number that is not finite, a matrix that is not positive definite,
  ///   or a backend that is not available.
  /// - Precondition: `matrix` holds `order` times `order` numbers, at least one.
  public init(
    _ matrix: [Double], order n: Int, named name: String, backend: LinearAlgebraBackend? = nil
  ) throws(LinearAlgebraError) {
    precondition(n > 0, "a matrix of order \(n) has no factor")
    precondition(matrix.count == n * n, "\(name) of order \(n) needs \(n * n) numbers, not \(matrix.count)")
    let backend = backend ?? .preferred(forOrder: n)
    if backend == .lapack, let problem = LinearAlgebraBackend.lapackProblem { throw problem }
    var factor = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        let value = matrix[i * n + j]
        guard value.isFinite else {
          throw LinearAlgebraError(
            "entry (\(i), \(j)) of \(name) is \(value), which is not finite; look for what was put into it")
        }
        factor[j * n + i] = value
      }
    }
    let fault = factor.withUnsafeMutableBufferPointer {
      CholeskyKernel.factor($0.baseAddress!, order: n, by: backend)
    }
    if let fault { throw Self.singular(name, fault) }
    order = n
    self.backend = backend
    self.factor = factor
    logarithmOfDeterminant = CholeskyKernel.logarithmOfDeterminant(factor, order: n)
  }

  static func singular(_ name: String, _ pivot: (index: Int, value: Double)) -> LinearAlgebraError {
    LinearAlgebraError(
      "\(name) is not positive definite: pivot \(pivot.index) is \(pivot.value); give a ridge above 0, or a "
        + "larger one")
  }

  /// X with A X = B, for the `columns` columns of B; B and X row by row. O(n^2) a column.
  ///
  /// - Precondition: `rightSide` holds `order` times `columns` numbers, at least one.
  public func solve(_ rightSide: [Double], columns: Int = 1) -> [Double] {
    precondition(
      columns > 0 && rightSide.count == order * columns,
      "\(columns) columns of \(order) rows are not \(rightSide.count) numbers")
    #if LAPACK
      if backend == .lapack, let library = try? LAPACKLibrary() {
        var byColumns = Self.transposed(rightSide, rows: order, columns: columns)
        byColumns.withUnsafeMutableBufferPointer {
          library.solve(factor, order: order, $0.baseAddress!, columns: columns)
        }
        return Self.transposed(byColumns, rows: columns, columns: order)
      }
    #endif
    return portableSolve(rightSide, columns: columns)
  }

  /// A^-1, row by row, with equal halves. O(n^3).
  public func inverse() -> [Double] {
    var result = factor
    var scratch = [Double](repeating: 0, count: order)
    result.withUnsafeMutableBufferPointer { result in
      scratch.withUnsafeMutableBufferPointer {
        CholeskyKernel.invert(result.baseAddress!, order: order, scratch: $0.baseAddress!, by: backend)
      }
    }
    return result
  }

  /// U^T Y = B from the first row on, then U X = Y from the last.
  private func portableSolve(_ rightSide: [Double], columns: Int) -> [Double] {
    let n = order
    var solution = rightSide
    solution.withUnsafeMutableBufferPointer { solution in
      factor.withUnsafeBufferPointer { factor in
        let (x, u) = (solution.baseAddress!, factor.baseAddress!)
        for k in 0..<n {
          let (row, known) = (u + k * n, x + k * columns)
          for c in 0..<columns { known[c] /= row[k] }
          for i in (k + 1)..<max(n, k + 1) {
            let target = x + i * columns
            for c in 0..<columns { target[c] -= row[i] * known[c] }
          }
        }
        for k in (0..<n).reversed() {
          let (row, target) = (u + k * n, x + k * columns)
          for i in (k + 1)..<max(n, k + 1) {
            let known = x + i * columns
            for c in 0..<columns { target[c] -= row[i] * known[c] }
          }
          for c in 0..<columns { target[c] /= row[k] }
        }
      }
    }
    return solution
  }

  private static func transposed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
    guard rows > 1, columns > 1 else { return values }
    return [Double](unsafeUninitializedCapacity: values.count) { result, count in
      for i in 0..<rows {
        for j in 0..<columns { result[j * rows + i] = values[i * columns + j] }
      }
      count = values.count
    }
  }
}
