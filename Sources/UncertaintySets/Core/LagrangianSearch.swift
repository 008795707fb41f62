/// One minimiser of the Lagrangian: its expected value and its cost.
struct LagrangianVertex {
  var value: Double
  var cost: Double
}

/// Minimises an expected value over rows whose cost is within `budget`, where both are linear between the
/// rows that minimise value + lambda * cost, lambda >= 0.
///
/// `vertex(lambda, row)` writes such a row and returns its value and cost. The dual function is concave and
/// piecewise linear in lambda; each vertex gives one of its lines. The lines of the best known vertex above
/// the budget and of the best one within it cross at the next lambda, until no vertex lies below the
/// crossing: then mixing the two so that the budget is spent is optimal. The mixture is within the budget
/// in any case, as costs are convex. Ends after finitely many vertices, few in practice.
///
/// `within` starts as the nominal row with its cost 0. `rows.q` receives the minimiser.
@inline(__always)
func searchLagrangian(
  _ rows: InnerProblem, budget: Double, above: UnsafeMutablePointer<Double>,
  within: UnsafeMutablePointer<Double>,
  vertex: (Double, UnsafeMutablePointer<Double>) -> LagrangianVertex
) -> Double {
  let count = rows.count
  rows.copyNominal()
  var inside = LagrangianVertex(value: rows.expectation, cost: 0)
  guard budget > 0 else { return inside.value }
  var (abovePointer, withinPointer, free) = (above, within, rows.q)
  withinPointer.update(from: rows.p, count: count)
  var outside = vertex(0, abovePointer)
  if outside.cost <= budget {
    rows.q.update(from: abovePointer, count: count)
    return outside.value
  }
  for _ in 0..<200 {
    let lambda = (inside.value - outside.value) / (outside.cost - inside.cost)
    guard lambda > 0, lambda < .infinity else { break }
    let next = vertex(lambda, free)
    let line = outside.value + lambda * outside.cost
    let gain = line - (next.value + lambda * next.cost)
    guard gain > 4 * .ulpOfOne * (abs(line) + abs(inside.value)) else { break }
    if next.cost > budget {
      guard next.cost < outside.cost else { break }
      swap(&abovePointer, &free)
      outside = next
    } else {
      guard next.cost > inside.cost else { break }
      swap(&withinPointer, &free)
      inside = next
    }
  }
  let share = (budget - inside.cost) / (outside.cost - inside.cost)
  for i in 0..<count {
    rows.q[i] = share * abovePointer[i] + (1 - share) * withinPointer[i]
  }
  return rows.expectation
}

/// `searchLagrangian` without the row. `expectation` is the nominal row's value, of cost 0.
///
/// The search starts from the price in `mark`: a vertex on either side of it, close by, mostly bounds the
/// right price, where their lines cross. Ends early with the value of a row within the budget that is at most
/// `floor`.
@inline(__always)
func leastOnLagrangian(
  budget: Double, expectation: Double, floor: Double, mark: inout Float,
  vertex: (Double) -> LagrangianVertex
) -> Double {
  guard budget > 0 else { return expectation }
  var inside = LagrangianVertex(value: expectation, cost: 0)
  var outside = LagrangianVertex(value: 0, cost: 0)
  if mark > 0 && mark < .infinity {
    outside = vertex(Double(mark) * (1 - 0x1p-8))
    let next = outside.cost > budget ? vertex(Double(mark) * (1 + 0x1p-8)) : outside
    if next.cost > budget { outside = next } else { inside = next }
  }
  if outside.cost <= budget {
    outside = vertex(0)
    if outside.cost <= budget {
      mark = 0
      return outside.value
    }
  }
  var lambda = 0.0
  for _ in 0..<200 {
    guard inside.value > floor else { return inside.value }
    lambda = (inside.value - outside.value) / (outside.cost - inside.cost)
    guard lambda > 0, lambda < .infinity else { break }
    let next = vertex(lambda)
    let line = outside.value + lambda * outside.cost
    let gain = line - (next.value + lambda * next.cost)
    guard gain > 4 * .ulpOfOne * (abs(line) + abs(inside.value)) else { break }
    if next.cost > budget {
      guard next.cost < outside.cost else { break }
      outside = next
    } else {
      guard next.cost > inside.cost else { break }
      inside = next
    }
  }
  mark = Float(lambda)
  let share = (budget - inside.cost) / (outside.cost - inside.cost)
  return share * outside.value + (1 - share) * inside.value
}
