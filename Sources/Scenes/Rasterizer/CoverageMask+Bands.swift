extension CoverageMask {
  /// Marks the points near `spine` as `profile` says, joining what is already marked.
  mutating func add(_ spine: Spine, _ profile: CoverageProfile) {
    add(spine, profile) { x, y in spine.distance(x, y) }
  }

  /// Marks the part of the circle around `center` that lies within half an aperture of the direction
  /// `middle` (a unit vector), with round ends; `aperture` is the (cosine, sine) of the half angle.
  mutating func addArc(
    center: Point, radius: Double, middle: Point, aperture: Point, width: Double
  ) {
    let profile = CoverageProfile.band(radius: radius, width: width)
    add(Spine(from: center, to: center), profile) { x, y in
      let dx = x - center.x
      let dy = y - center.y
      let along = dx * middle.x + dy * middle.y
      let across = abs(dx * middle.y - dy * middle.x)
      if across * aperture.x <= along * aperture.y {
        return (dx * dx + dy * dy).squareRoot()
      }
      // Beyond the ends, the distance from the nearer end, measured outwards from the circle.
      let ex = along - radius * aperture.x
      let ey = across - radius * aperture.y
      return radius + (ex * ex + ey * ey).squareRoot()
    }
  }

  /// Marks row by row: only the outer interval is visited, the part that is surely all or nothing is
  /// set at once, and `distance` is asked for the rest.
  @inline(__always)
  private mutating func add(
    _ spine: Spine, _ profile: CoverageProfile, distance: (Double, Double) -> Double
  ) {
    let reach = profile.outer + 0.5
    let isHollow = profile.inner > -.infinity
    let flatRadius = isHollow ? profile.inner - 0.5 : profile.gain == 1 ? profile.outer - 0.5 : -1
    let top = clampedCeiling(min(spine.start.y, spine.end.y) - reach - 0.5, clip.top, clip.bottom)
    let bottom = clampedCeiling(
      max(spine.start.y, spine.end.y) + reach - 0.5, clip.top, clip.bottom)
    guard top < bottom else { return }
    let (left, right) = (clip.left, clip.right)
    for y in top..<bottom {
      let center = Double(y) + 0.5
      let outer = spine.interval(at: center, radius: reach)
      guard outer.lower <= outer.upper else { continue }
      let start = clampedCeiling(outer.lower - 0.5, left, right)
      let end = clampedCeiling(outer.upper - 0.5, left, right)
      guard start < end else { continue }
      let flat = spine.interval(at: center, radius: flatRadius)
      var flatStart = end
      var flatEnd = end
      if flat.lower < flat.upper {
        flatStart = clampedCeiling(flat.lower - 0.5, start, end)
        flatEnd = max(flatStart, clampedCeiling(flat.upper - 0.5, start, end))
      }
      mark(row: y, from: start, to: end) { row in
        for x in start..<flatStart {
          row[x] = max(row[x], profile.byte(at: distance(Double(x) + 0.5, center)))
        }
        if !isHollow {
          (row + flatStart).update(repeating: 255, count: flatEnd - flatStart)
        }
        for x in flatEnd..<end {
          row[x] = max(row[x], profile.byte(at: distance(Double(x) + 0.5, center)))
        }
      }
    }
  }
}

/// The ceiling of `x` held within `low...high`, both non-negative; `low` for NaN.
@inline(__always)
func clampedCeiling(_ x: Double, _ low: Int, _ high: Int) -> Int {
  // By truncation: the rounding functions are library calls on baseline x86-64.
  let held = min(max(Double(low), x), Double(high))
  let whole = Int(held)
  return Double(whole) < held ? whole + 1 : whole
}
