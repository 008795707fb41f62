/// A piece of a solid that is one mesh: what a renderer draws with one call.
package struct SolidPart: Sendable {
  package enum Mesh: Hashable, Sendable {
    case unit(UnitMesh)
    case own(SolidMesh)

    package var triangles: SolidMesh {
      switch self {
      case .unit(let unit): unit.mesh
      case .own(let mesh): mesh
      }
    }
  }

  package let mesh: Mesh
  /// From the mesh's coordinates to the world's.
  package let model: Matrix4
  /// The three columns that take the mesh's normals to the world's, up to length: normalise the result.
  package let normalColumns: (Point3, Point3, Point3)
  package let color: Color

  /// Nine numbers, column after column, as `glUniformMatrix3fv` takes them without transposing.
  package var normalFloats: [Float] {
    [normalColumns.0, normalColumns.1, normalColumns.2].flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
  }
}

extension Solid {
  /// The parts to draw; none for a solid that is to be skipped.
  package var parts: [SolidPart] {
    guard pose.isProper else { return [] }
    let axes = pose.rotation.axes
    /// The mesh scaled by `s` along its axes, then moved by `lift` along z, then posed.
    func part(
      _ mesh: SolidPart.Mesh, _ s: Point3, lift: Double = 0, color: Color? = nil
    ) -> SolidPart {
      SolidPart(
        mesh: mesh,
        model: Matrix4(
          axes: s.x * axes.x, s.y * axes.y, s.z * axes.z, origin: pose.position + lift * axes.z),
        normalColumns: ((1 / s.x) * axes.x, (1 / s.y) * axes.y, (1 / s.z) * axes.z),
        color: color ?? self.color)
    }
    func isSize(_ sizes: Double...) -> Bool { sizes.allSatisfy { $0 > 0 && $0.isFinite } }

    switch form {
    case .box(let half):
      return isSize(half.x, half.y, half.z) ? [part(.unit(.box), half)] : []
    case .sphere(let r):
      return isSize(r) ? [part(.unit(.sphere), Point3(r, r, r))] : []
    case .ellipsoid(let radii):
      return isSize(radii.x, radii.y, radii.z) ? [part(.unit(.sphere), radii)] : []
    case .capsule(let r, let h):
      guard isSize(r), h >= 0, h.isFinite else { return [] }
      // The lower cap is the upper one turned by half a turn about x.
      let caps = [
        part(.unit(.hemisphere), Point3(r, r, r), lift: h),
        part(.unit(.hemisphere), Point3(r, -r, -r), lift: -h),
      ]
      return h > 0 ? caps + [part(.unit(.tube), Point3(r, r, h))] : caps
    case .cylinder(let r, let h):
      guard isSize(r, h) else { return [] }
      return [
        part(.unit(.disc), Point3(r, r, 1), lift: h), part(.unit(.disc), Point3(r, -r, -1), lift: -h),
        part(.unit(.tube), Point3(r, r, h)),
      ]
    case .plane(let width, let height, let checker):
      guard isSize(width, height) else { return [] }
      let size = Point3(width, height, 1)
      guard let checker else { return [part(.unit(.square), size)] }
      return [false, true].map { isOdd in
        part(
          .unit(.checker(columns: checker.columns, rows: checker.rows, isOdd: isOdd)), size,
          color: isOdd ? checker.color : color)
      }
    case .arrow(let length, let radius):
      guard isSize(length, radius) else { return [] }
      let r = min(radius, length / 6)
      let shaft = length - 6 * r
      let head = [
        part(.unit(.cone), Point3(2.4 * r, 2.4 * r, 6 * r), lift: shaft),
        part(.unit(.disc), Point3(2.4 * r, -2.4 * r, -1), lift: shaft),
      ]
      guard shaft > 0 else { return head }
      return head + [
        part(.unit(.tube), Point3(r, r, shaft / 2), lift: shaft / 2),
        part(.unit(.disc), Point3(r, -r, -1)),
      ]
    case .mesh(let mesh):
      return [part(.own(mesh), Point3(1, 1, 1))]
    }
  }
}
