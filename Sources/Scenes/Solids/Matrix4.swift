/// A 4 by 4 matrix by columns, which acts on columns `(x, y, z, w)`.
package struct Matrix4: Equatable, Sendable {
  package var columns: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

  package init(
    _ x: SIMD4<Double>, _ y: SIMD4<Double>, _ z: SIMD4<Double>, _ w: SIMD4<Double>
  ) {
    columns = (x, y, z, w)
  }

  /// The map `p ↦ p.x·x + p.y·y + p.z·z + origin`.
  init(axes x: Point3, _ y: Point3, _ z: Point3, origin: Point3) {
    self.init(
      SIMD4(x.x, x.y, x.z, 0), SIMD4(y.x, y.y, y.z, 0), SIMD4(z.x, z.y, z.z, 0),
      SIMD4(origin.x, origin.y, origin.z, 1))
  }

  package static func * (a: Matrix4, v: SIMD4<Double>) -> SIMD4<Double> {
    a.columns.0 * v.x + a.columns.1 * v.y + a.columns.2 * v.z + a.columns.3 * v.w
  }

  package static func * (a: Matrix4, p: Point3) -> SIMD4<Double> { a * SIMD4(p.x, p.y, p.z, 1) }

  package static func * (a: Matrix4, b: Matrix4) -> Matrix4 {
    Matrix4(a * b.columns.0, a * b.columns.1, a * b.columns.2, a * b.columns.3)
  }

  package static func == (a: Matrix4, b: Matrix4) -> Bool { a.columns == b.columns }

  /// Sixteen numbers, column after column, as `glUniformMatrix4fv` takes them without transposing.
  package var floats: [Float] {
    [columns.0, columns.1, columns.2, columns.3].flatMap { column in (0..<4).map { Float(column[$0]) } }
  }
}
