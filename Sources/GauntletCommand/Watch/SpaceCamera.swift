import Scenes

/// How a person has turned the camera of a scene in space, on top of the scene's own.
struct SpaceCamera {
  private var azimuth = 0.0
  private var elevation = 0.0
  private var zoom = 1.0
  private var right = 0.0
  private var up = 0.0

  /// The camera as it is to be used.
  func applied(to camera: Camera) -> Camera {
    var camera = camera
    camera.orbit(by: azimuth, elevation)
    camera.zoom(by: zoom)
    camera.pan(right: right * camera.distance, up: up * camera.distance)
    return camera
  }

  /// Circles with the pointer: the width of the picture is a whole turn.
  mutating func orbit(x: Double, y: Double, width: Int) {
    let turn = 2 * Double.pi / Double(max(width, 1))
    azimuth -= turn * x
    elevation += turn * y
  }

  /// Moves the picture with the pointer.
  mutating func pan(x: Double, y: Double, height: Int) {
    right -= x / Double(max(height, 1))
    up += y / Double(max(height, 1))
  }

  /// Comes closer by `notches` of the wheel.
  mutating func zoom(notches: Double) {
    for _ in 0..<Int(min(abs(notches).rounded(.up), 8)) { zoom *= notches > 0 ? 1.15 : 1 / 1.15 }
    zoom = min(max(zoom, 0.05), 50)
  }

  mutating func reset() { self = SpaceCamera() }
}
