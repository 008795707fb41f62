/// Gains (k1, k2) of the linear-quadratic regulator a = -k1 x1 - k2 x2 for x' = A x + b a.
///
///     K = (R + b'P b)^-1 b'P A,    P = Q + A'P (A - b K)
///
/// iterated from P = Q until it stands still; `a` is A row by row, Q is diagonal.
func riccatiGains(
  a: (Double, Double, Double, Double), b: (Double, Double), stateCost: (Double, Double), actionCost: Double
) -> (Double, Double) {
  var (p, q, r) = (stateCost.0, 0.0, stateCost.1)
  var gains = (0.0, 0.0)
  for _ in 0..<5000 {
    let (f, g) = (p * b.0 + q * b.1, q * b.0 + r * b.1)
    let scale = actionCost + b.0 * f + b.1 * g
    gains = ((f * a.0 + g * a.2) / scale, (f * a.1 + g * a.3) / scale)
    // The closed loop's matrix.
    let c = (a.0 - b.0 * gains.0, a.1 - b.0 * gains.1, a.2 - b.1 * gains.0, a.3 - b.1 * gains.1)
    // P times that, then A' times the product.
    let m = (p * c.0 + q * c.2, p * c.1 + q * c.3, q * c.0 + r * c.2, q * c.1 + r * c.3)
    (p, q, r) = (
      stateCost.0 + a.0 * m.0 + a.2 * m.2, a.0 * m.1 + a.2 * m.3, stateCost.1 + a.1 * m.1 + a.3 * m.3
    )
  }
  return gains
}
