import ElementaryFunctions

/// The loops of the portable backend and the choice between it and LAPACK, on row-major squares in the
/// caller's memory. Inner loops run along rows, where they vectorise without another order of operations.
enum CholeskyKernel {
  typealias Square = UnsafeMutablePointer<Double>

  /// Replaces the upper triangle by U with A = U^T U. Gives the first pivot that is not above 0, if there is
  /// one; the triangle is then of no use.
  static func factor(
    _ a: Square, order n: Int, by backend: LinearAlgebraBackend
  ) -> (index: Int, value: Double)? {
    #if LAPACK
      if backend == .lapack, let library = try? LAPACKLibrary() {
        // LAPACK tells no value of the pivot, and a failure is rare: the portable factor has the last word.
        let kept = UnsafeMutableBufferPointer<Double>.allocate(capacity: n * n)
        defer { kept.deallocate() }
        kept.baseAddress!.initialize(from: a, count: n * n)
        if library.factor(a, order: n) { return nil }
        a.update(from: kept.baseAddress!, count: n * n)
      }
    #endif
    return portableFactor(a, order: n)
  }

  /// Replaces U in the upper triangle by A^-1 in both, with equal halves. `scratch` holds n numbers.
  static func invert(_ a: Square, order n: Int, scratch: Square, by backend: LinearAlgebraBackend) {
    #if LAPACK
      if backend == .lapack, let library = try? LAPACKLibrary() {
        library.invert(a, order: n)
        return mirror(a, order: n)
      }
    #endif
    portableInvert(a, order: n, scratch: scratch)
    mirror(a, order: n)
  }

  /// log det A from U.
  static func logarithmOfDeterminant(_ a: UnsafePointer<Double>, order n: Int) -> Double {
    var sum = 0.0
    for k in 0..<n { sum += Elementary.log(a[k * n + k]) }
    return 2 * sum
  }

  /// Row i minus U_ki times row k, for all i > k, as soon as row k is known.
  private static func portableFactor(_ a: Square, order n: Int) -> (index: Int, value: Double)? {
    for k in 0..<n {
      let row = a + k * n
      let pivot = row[k]
      guard pivot > 0, pivot < .infinity else { return (k, pivot) }
      let root = pivot.squareRoot()
      row[k] = root
      for j in (k + 1)..<max(n, k + 1) { row[j] /= root }
      for i in (k + 1)..<max(n, k + 1) {
        subtract(row, times: row[i], from: a + i * n, i..<n)
      }
    }
    return nil
  }

  /// Y = U^-T goes into the lower triangle, its diagonal into `scratch`; then Y^T Y into the upper one.
  private static func portableInvert(_ a: Square, order n: Int, scratch: Square) {
    for k in 0..<n {
      for j in 0..<k { a[k * n + j] = 0 }
    }
    for k in 0..<n {
      let row = a + k * n
      let diagonal = 1 / row[k]
      scratch[k] = diagonal
      for j in 0..<k { row[j] *= diagonal }
      for i in (k + 1)..<max(n, k + 1) {
        let factor = row[i]
        subtract(row, times: factor, from: a + i * n, 0..<k)
        a[i * n + k] -= factor * diagonal
      }
    }
    for k in 0..<n {
      let row = a + k * n
      for j in k..<n { row[j] = 0 }
      let diagonal = scratch[k]
      for i in 0..<k {
        let factor = row[i]
        subtract(row, times: -factor, from: a + i * n, i..<k)
        a[i * n + k] += factor * diagonal
      }
      row[k] += diagonal * diagonal
    }
  }

  @inline(__always)
  private static func subtract(
    _ row: UnsafePointer<Double>, times factor: Double, from target: Square, _ columns: Range<Int>
  ) {
    for j in columns { target[j] -= factor * row[j] }
  }

  private static func mirror(_ a: Square, order n: Int) {
    for i in 0..<n {
      for j in 0..<i { a[i * n + j] = a[j * n + i] }
    }
  }
}
