import ElementaryFunctions

/// The meshes of which all solids but triangle meshes are made, each of unit size.
///
/// Renderers share them, so that they draw the same triangles: a renderer keeps one buffer for each.
package enum UnitMesh: Hashable, Sendable {
  /// -1...1 along each axis.
  case box
  /// Radius one.
  case sphere
  /// The sphere's part with z >= 0, open below.
  case hemisphere
  /// The side of a cylinder of radius one, z in -1...1, open.
  case tube
  /// The unit disc in z = 0, its normal up.
  case disc
  /// The side of a cone with the unit disc in z = 0 for its base and its tip at z = 1.
  case cone
  /// -1...1 along x and y in z = 0, its normal up.
  case square
  /// The square's cells, one half of them: those with an even or odd sum of column and row.
  case checker(columns: Int, rows: Int, isOdd: Bool)

  /// Segments around the z axis.
  package static var segments: Int { 32 }

  /// The mesh. O(1) but for checkers, which are made anew.
  package var mesh: SolidMesh {
    switch self {
    case .box: Self.boxMesh
    case .sphere: Self.sphereMesh
    case .hemisphere: Self.hemisphereMesh
    case .tube: Self.tubeMesh
    case .disc: Self.discMesh
    case .cone: Self.coneMesh
    case .square: Self.grid(columns: 1, rows: 1) { _, _ in true }
    case .checker(let columns, let rows, let isOdd):
      Self.grid(columns: columns, rows: rows) { ($0 + $1) % 2 == (isOdd ? 1 : 0) }
    }
  }

  private static let sphereMesh = surface(rings: 16) { ring in
    let angle = Double.pi * (Double(ring) / 16 - 0.5)
    let (sine, cosine) = Elementary.sinCos(angle)
    // Exactly a point at the poles.
    let radius = ring % 16 == 0 ? 0 : cosine
    return (radius, sine, radius, sine)
  }

  private static let hemisphereMesh = surface(rings: 8) { ring in
    let (sine, cosine) = Elementary.sinCos(Double.pi / 2 * (Double(ring) / 8))
    let radius = ring == 8 ? 0 : cosine
    return (radius, sine, radius, sine)
  }

  private static let tubeMesh = surface(rings: 1) { (1, 2 * Double($0) - 1, 1, 0) }
  private static let discMesh = surface(rings: 1) { (1 - Double($0), 0, 0, 1) }
  private static let coneMesh = surface(rings: 1) {
    (1 - Double($0), Double($0), 0.5.squareRoot(), 0.5.squareRoot())
  }

  /// A surface of revolution: `profile` gives radius and height, and those of the normal, from ring 0
  /// upwards.
  private static func surface(
    rings: Int, profile: (Int) -> (radius: Double, height: Double, outward: Double, up: Double)
  ) -> SolidMesh {
    var positions: [Point3] = []
    var normals: [Point3] = []
    var indices: [UInt32] = []
    for ring in 0...rings {
      let place = profile(ring)
      for segment in 0..<segments {
        let (sine, cosine) = Elementary.sinCos(2 * Double.pi * Double(segment) / Double(segments))
        positions.append(Point3(place.radius * cosine, place.radius * sine, place.height))
        normals.append(Point3(place.outward * cosine, place.outward * sine, place.up))
      }
    }
    for ring in 0..<rings {
      for segment in 0..<segments {
        let next = (segment + 1) % segments
        let (a, b) = (UInt32(ring * segments + segment), UInt32(ring * segments + next))
        let (c, d) = (a + UInt32(segments), b + UInt32(segments))
        // A ring that is a point leaves one of the two triangles without area.
        if profile(ring).radius > 0 { indices += [a, b, d] }
        if profile(ring + 1).radius > 0 { indices += [a, d, c] }
      }
    }
    return SolidMesh(positions: positions, normals: normals, indices: indices)
  }

  private static let boxMesh: SolidMesh = {
    var positions: [Point3] = []
    var normals: [Point3] = []
    var indices: [UInt32] = []
    for axis in 0..<3 {
      for sign in [-1.0, 1] {
        func turned(_ u: Double, _ v: Double, _ n: Double) -> Point3 {
          [Point3(n, u, v), Point3(v, n, u), Point3(u, v, n)][axis]
        }
        let first = UInt32(positions.count)
        for (u, v) in [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)] {
          positions.append(turned(u * sign, v, sign))
          normals.append(turned(0, 0, sign))
        }
        indices += [0, 1, 2, 0, 2, 3].map { first + $0 }
      }
    }
    return SolidMesh(positions: positions, normals: normals, indices: indices)
  }()

  private static func grid(columns: Int, rows: Int, _ isPart: (Int, Int) -> Bool) -> SolidMesh {
    var positions: [Point3] = []
    var indices: [UInt32] = []
    for j in 0..<rows {
      for i in 0..<columns where isPart(i, j) {
        let first = UInt32(positions.count)
        for (u, v) in [(0, 0), (1, 0), (1, 1), (0, 1)] {
          positions.append(
            Point3(2 * Double(i + u) / Double(columns) - 1, 2 * Double(j + v) / Double(rows) - 1, 0))
        }
        indices += [0, 1, 2, 0, 2, 3].map { first + $0 }
      }
    }
    let up = [Point3](repeating: Point3(0, 0, 1), count: positions.count)
    return SolidMesh(positions: positions, normals: up, indices: indices)
  }
}
