/// The light on solids: a surface with unit normal n shows its colour, channel by channel on the stored
/// sRGB values, times
///
///     min(1, ambient + sun max(0, n · sunDirection) + headlight max(0, n · back))
///
/// at each vertex of its mesh, interpolated over the triangle in perspective; `back` is the camera's unit
/// vector from target to eye. Both sides of a triangle are drawn, with the same normal.
package enum Light {
  package static var ambient: Double { 0.50 }
  package static var sun: Double { 0.40 }
  package static var headlight: Double { 0.25 }
  /// Towards the sun; of length one.
  package static var sunDirection: Point3 { Point3(0.48, -0.36, 0.8) }

  /// The factor of a surface with unit normal `n`.
  package static func intensity(normal n: Point3, back: Point3) -> Double {
    min(1, ambient + sun * max(0, n.dot(sunDirection)) + headlight * max(0, n.dot(back)))
  }
}
