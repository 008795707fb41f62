import Scenes
import Testing

/// The volume that the parts of a solid enclose, by the divergence theorem; negative if inside out.
private func volume(_ solid: Solid) -> Double {
  var sum = 0.0
  for part in solid.parts {
    let mesh = part.mesh.triangles
    let corners = mesh.positions.map { position -> Point3 in
      let p = part.model * position
      return Point3(p.x, p.y, p.z)
    }
    for k in stride(from: 0, to: mesh.indices.count, by: 3) {
      let (a, b, c) = (
        corners[Int(mesh.indices[k])], corners[Int(mesh.indices[k + 1])], corners[Int(mesh.indices[k + 2])]
      )
      sum += a.dot(b.cross(c)) / 6
    }
  }
  return sum
}

@Suite struct SolidMeshTests {
  /// Area of a regular polygon of 32 sides over that of its circle.
  private let roundness = 0.9935868511

  private let pose = Pose(
    Point3(0.3, -2, 1.1), rotation: Quaternion(angle: 1.9, axis: Point3(0.2, -1, 0.7)))

  /// Flat and straight forms have the volume of their 32-sided twins, round ones a little less than their
  /// own; open seams or parts turned inside out would change it.
  @Test func volumes() {
    let (r, h) = (0.4, 0.7)
    func check(_ form: Solid.Form, _ expected: Double, _ tolerance: Double = 1e-9) {
      let found = volume(Solid(form, at: pose))
      #expect(abs(found - expected) <= tolerance * expected, "\(form): \(found), expected \(expected)")
    }
    check(.box(half: Point3(0.5, 0.2, 0.3)), 8 * 0.5 * 0.2 * 0.3)
    check(.cylinder(radius: r, halfLength: h), roundness * .pi * r * r * 2 * h)
    let ball = 4 * Double.pi / 3
    check(.sphere(radius: r), 0.985 * ball * r * r * r, 0.006)
    check(.ellipsoid(radii: Point3(0.5, 0.2, 0.3)), 0.985 * ball * 0.5 * 0.2 * 0.3, 0.006)
    let tube = roundness * .pi * r * r * 2 * h
    check(.capsule(radius: r, halfLength: h), tube + 0.985 * ball * r * r * r, 0.004)
    // A shaft of 2 - 6 r, open where the head's base covers it, and a cone of 6 r.
    let section = roundness * .pi * 0.01
    let up = pose.apply(Point3(0, 0, 1)) - pose.position
    let lid = section * up.dot(pose.apply(Point3(0, 0, 1.4))) / 3
    let cone = roundness * .pi * 0.24 * 0.24 * 0.6 / 3
    check(.arrow(length: 2, radius: 0.1), section * 1.4 - lid + cone)
    check(.arrow(length: 0.3, radius: 0.1), roundness * .pi * 0.12 * 0.12 * 0.3 / 3)
  }

  /// Triangles face the way their normals point, and normals have length one.
  @Test(arguments: [
    UnitMesh.box, .sphere, .hemisphere, .tube, .disc, .cone, .square,
    .checker(columns: 3, rows: 2, isOdd: false), .checker(columns: 3, rows: 2, isOdd: true),
  ])
  func orientation(unit: UnitMesh) {
    let mesh = unit.mesh
    #expect(mesh.normals.allSatisfy { abs($0.length - 1) < 1e-12 })
    for k in stride(from: 0, to: mesh.indices.count, by: 3) {
      let corners = (0..<3).map { mesh.positions[Int(mesh.indices[k + $0])] }
      let face = (corners[1] - corners[0]).cross(corners[2] - corners[0])
      #expect(face.length > 1e-6)
      #expect((0..<3).allSatisfy { face.dot(mesh.normals[Int(mesh.indices[k + $0])]) > 0 })
    }
    #expect(mesh.vertexFloats.count == 6 * mesh.positions.count)
    #expect(unit.mesh == mesh)
  }

  @Test func checkersShareTheSquare() {
    func area(_ isOdd: Bool) -> Double {
      Double(UnitMesh.checker(columns: 5, rows: 3, isOdd: isOdd).mesh.indices.count / 6) * 4 / 15
    }
    #expect(abs(area(false) - 8.0 / 15 * 4) < 1e-12)
    #expect(abs(area(false) + area(true) - 4) < 1e-12)
  }

  /// An ellipsoid's normal at a vertex is that of its equation x^2/a^2 + y^2/b^2 + z^2/c^2 = 1.
  @Test func normalsOfAnEllipsoid() {
    let radii = Point3(0.5, 0.2, 0.9)
    let part = Solid(.ellipsoid(radii: radii)).parts[0]
    let mesh = part.mesh.triangles
    for (position, normal) in zip(mesh.positions, mesh.normals) {
      let p = part.model * position
      let gradient = Point3(
        p.x / (radii.x * radii.x), p.y / (radii.y * radii.y), p.z / (radii.z * radii.z))
      let columns = part.normalColumns
      let turned = normal.x * columns.0 + normal.y * columns.1 + normal.z * columns.2
      #expect((turned.normalized - gradient.normalized).length < 1e-9)
    }
  }

  @Test func facetsHaveFlatNormals() {
    let mesh = SolidMesh(
      facets: [.zero, Point3(2, 0, 0), Point3(0, 2, 0), Point3(4, 0, 0)], indices: [0, 1, 2, 0, 1, 3])
    #expect(mesh.positions.count == 3)
    #expect(mesh.normals == [Point3](repeating: Point3(0, 0, 1), count: 3))
  }

  @Test func poses() {
    let quarter = Quaternion(angle: .pi / 2, axis: Point3(0, 0, 3))
    let pose = Pose(Point3(1, 2, 3), rotation: quarter)
    #expect((pose.apply(Point3(1, 0, 5)) - Point3(1, 3, 8)).length < 1e-12)
    // A length other than one is divided out.
    let long = Quaternion(3 * quarter.w, 3 * quarter.x, 3 * quarter.y, 3 * quarter.z)
    #expect((Pose(rotation: long).apply(Point3(1, 0, 0)) - Point3(0, 1, 0)).length < 1e-12)
    for direction in [Point3(1, 2, -3), Point3(0, 0, 1), Point3(0, 0, -2), Point3(1e-9, 0, -1)] {
      let turned = Pose(rotation: Quaternion(zTowards: direction)).apply(Point3(0, 0, 1))
      #expect((turned - direction.normalized).length < 1e-6)
    }
  }
}
