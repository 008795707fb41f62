/// Solves (I - discount * P) x = b, or with P transposed, for the chain of a policy.
///
/// First the stabilised method of biconjugate gradients, which needs products with P alone; where it
/// stalls, as on long deterministic chains, elimination with row pivots up to 2000 states, and beyond that
/// the fixed point by sweeps. The answer carries no promise of its own: callers judge it by its residual.
///
/// Source: H. van der Vorst, "Bi-CGSTAB", SIAM J. Sci. Stat. Comput. 13 (1992), doi:10.1137/0913035.
@usableFromInline
struct ChainEquations {
  private let count: Int
  private var r, rHat, p, v, s, t: [Double]
  private var matrix: [Double] = []

  /// Most states for which a dense matrix is made.
  static let denseLimit = 2000

  @usableFromInline
  init(stateCount: Int) {
    count = stateCount
    r = Array(repeating: 0, count: stateCount)
    (rHat, p, v, s, t) = (r, r, r, r, r)
  }

  /// Replaces `x`, a first guess, by a solution.
  @usableFromInline
  mutating func solve(
    _ chain: PolicyChain, discount: Double, transposed: Bool = false, right b: [Double], _ x: inout [Double]
  ) {
    let scale = b.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else {
      for index in x.indices { x[index] = 0 }
      return
    }
    // Smaller residuals are round-off: a product with values of the solution's size has errors of this order.
    let goal = 4 * Double.ulpOfOne * scale / (1 - discount)
    if iterate(chain, discount, transposed, b, &x, goal) { return }
    if count <= Self.denseLimit {
      eliminate(chain, discount, transposed, b, &x)
    } else {
      sweep(chain, discount, transposed, b, &x, goal)
    }
  }

  /// Whether the residual fell below `goal`; O(steps * entries).
  private mutating func iterate(
    _ chain: PolicyChain, _ discount: Double, _ transposed: Bool, _ b: [Double], _ x: inout [Double],
    _ goal: Double
  ) -> Bool {
    let start = x
    // A second start from the true residual undoes the drift of the recursive one.
    for _ in 0..<3 {
      chain.residualOperator(x, discount: discount, transposed: transposed, into: &r)
      for i in 0..<count { r[i] = b[i] - r[i] }
      if Self.largest(r) <= goal { return true }
      for i in 0..<count {
        rHat[i] = r[i]
        p[i] = r[i]
      }
      var rho = Self.dot(rHat, r)
      for _ in 0..<300 {
        chain.residualOperator(p, discount: discount, transposed: transposed, into: &v)
        let alpha = rho / Self.dot(rHat, v)
        for i in 0..<count { s[i] = r[i] - alpha * v[i] }
        chain.residualOperator(s, discount: discount, transposed: transposed, into: &t)
        let tt = Self.dot(t, t)
        let omega = tt > 0 ? Self.dot(t, s) / tt : 0
        for i in 0..<count {
          x[i] += alpha * p[i] + omega * s[i]
          r[i] = s[i] - omega * t[i]
        }
        let residual = Self.largest(r)
        let newRho = Self.dot(rHat, r)
        guard residual.isFinite, newRho.isFinite, rho != 0, omega != 0 else { break }
        if residual <= 0.5 * goal { break }
        let beta = newRho / rho * (alpha / omega)
        for i in 0..<count { p[i] = r[i] + beta * (p[i] - omega * v[i]) }
        rho = newRho
      }
      guard x.allSatisfy(\.isFinite) else { break }
    }
    chain.residualOperator(x, discount: discount, transposed: transposed, into: &r)
    for i in 0..<count { r[i] = b[i] - r[i] }
    let residual = Self.largest(r)
    if residual <= goal { return true }
    if !residual.isFinite { x = start }
    return false
  }

  /// Elimination with row pivots; O(states^3).
  private mutating func eliminate(
    _ chain: PolicyChain, _ discount: Double, _ transposed: Bool, _ b: [Double], _ x: inout [Double]
  ) {
    let n = count
    matrix = Array(repeating: 0, count: n * n)
    for state in 0..<n {
      matrix[state * n + state] += 1
      for entry in chain.rowStart[state]..<chain.rowStart[state + 1] {
        let other = Int(chain.next[entry])
        matrix[transposed ? other * n + state : state * n + other] -= discount * chain.probability[entry]
      }
    }
    for i in 0..<n { x[i] = b[i] }
    matrix.withUnsafeMutableBufferPointer { m in
      for column in 0..<n {
        var pivot = column
        for row in column..<n where abs(m[row * n + column]) > abs(m[pivot * n + column]) { pivot = row }
        if pivot != column {
          for k in column..<n { m.swapAt(pivot * n + k, column * n + k) }
          x.swapAt(pivot, column)
        }
        for row in (column + 1)..<max(n, column + 1) {
          let factor = m[row * n + column] / m[column * n + column]
          if factor == 0 { continue }
          for k in column..<n { m[row * n + k] -= factor * m[column * n + k] }
          x[row] -= factor * x[column]
        }
      }
      for row in stride(from: n - 1, through: 0, by: -1) {
        var sum = x[row]
        for k in (row + 1)..<max(n, row + 1) { sum -= m[row * n + k] * x[k] }
        x[row] = sum / m[row * n + row]
      }
    }
  }

  /// x <- b + discount * P x until nothing moves; O(entries log(goal) / log(discount)).
  private mutating func sweep(
    _ chain: PolicyChain, _ discount: Double, _ transposed: Bool, _ b: [Double], _ x: inout [Double],
    _ goal: Double
  ) {
    for _ in 0..<1_000_000 {
      chain.residualOperator(x, discount: discount, transposed: transposed, into: &r)
      var largest = 0.0
      for i in 0..<count {
        let step = b[i] - r[i]
        x[i] += step
        largest = max(largest, abs(step))
      }
      if largest <= goal { return }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var (even, odd) = (0.0, 0.0)
    var index = 0
    while index + 1 < a.count {
      even += a[index] * b[index]
      odd += a[index + 1] * b[index + 1]
      index += 2
    }
    if index < a.count { even += a[index] * b[index] }
    return even + odd
  }

  private static func largest(_ a: [Double]) -> Double {
    var largest = 0.0
    for number in a {
      // A comparison with NaN is false, and the answer must not be.
      if !(abs(number) <= largest) { largest = abs(number) }
    }
    return largest
  }
}
