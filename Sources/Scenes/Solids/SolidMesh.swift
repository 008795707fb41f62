/// Triangles in space with a normal at every vertex.
public struct SolidMesh: Equatable, Hashable, Sendable {
  public let positions: [Point3]
  /// Unit normals, one for each position.
  public let normals: [Point3]
  /// Three indices for each triangle, counter-clockwise seen from the side that the normals point to.
  public let indices: [UInt32]

  /// A mesh from its parts.
  ///
  /// - Precondition: as many normals as positions; a multiple of three indices, all of them valid.
  public init(positions: [Point3], normals: [Point3], indices: [UInt32]) {
    precondition(
      positions.count == normals.count, "\(normals.count) normals for \(positions.count) positions")
    precondition(indices.count % 3 == 0, "\(indices.count) indices make no whole triangles")
    precondition(
      indices.allSatisfy { Int($0) < positions.count }, "an index lies beyond \(positions.count) positions")
    self.positions = positions
    self.normals = normals
    self.indices = indices
  }

  /// A faceted mesh: every triangle has its own vertices and its own flat normal. A triangle without area
  /// is left out.
  ///
  /// - Precondition: a multiple of three indices, all of them valid.
  public init(facets positions: [Point3], indices: [UInt32]) {
    precondition(indices.count % 3 == 0, "\(indices.count) indices make no whole triangles")
    precondition(
      indices.allSatisfy { Int($0) < positions.count }, "an index lies beyond \(positions.count) positions")
    var corners: [Point3] = []
    var normals: [Point3] = []
    for k in stride(from: 0, to: indices.count, by: 3) {
      let triangle = (0..<3).map { positions[Int(indices[k + $0])] }
      let normal = (triangle[1] - triangle[0]).cross(triangle[2] - triangle[0])
      guard normal.length > 0 else { continue }
      corners += triangle
      normals += [Point3](repeating: normal.normalized, count: 3)
    }
    self.init(positions: corners, normals: normals, indices: corners.indices.map { UInt32($0) })
  }

  /// Six numbers for each vertex, position then normal, for a vertex buffer.
  package var vertexFloats: [Float] {
    zip(positions, normals).flatMap { p, n in
      [Float(p.x), Float(p.y), Float(p.z), Float(n.x), Float(n.y), Float(n.z)]
    }
  }
}
