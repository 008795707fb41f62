import Scenes
import Viewer

/// What part of a plane scene is shown: the world's own view, moved and magnified.
struct PlaneCamera: Equatable {
  private(set) var zoom = 1.0
  /// From the view's centre to the picture's, in world units.
  private(set) var shift = Point.zero

  var isMoved: Bool { zoom != 1 || shift != .zero }

  /// The view of a pane of `width` by `height` pixels; a camera that was moved fills the whole pane.
  func view(of view: Rect, width: Int, height: Int) -> Rect {
    guard isMoved, view.isProper, width > 0, height > 0 else { return view }
    let scale = self.scale(of: view, width: width, height: height)
    return Rect(
      center: view.center + shift, width: Double(width) / scale, height: Double(height) / scale)
  }

  /// Pixels per world unit.
  private func scale(of view: Rect, width: Int, height: Int) -> Double {
    zoom * min(Double(width) / view.width, Double(height) / view.height)
  }

  /// Moves the picture with the pointer by so many pixels.
  mutating func drag(x: Double, y: Double, view: Rect, width: Int, height: Int) {
    guard view.isProper, width > 0, height > 0 else { return }
    let scale = self.scale(of: view, width: width, height: height)
    shift = Point(shift.x - x / scale, shift.y + y / scale)
  }

  /// Magnifies by `notches` of the wheel; the place under the pointer, in pixels of the pane, stays.
  mutating func zoom(notches: Double, at place: Point, view: Rect, width: Int, height: Int) {
    guard view.isProper, width > 0, height > 0 else { return }
    let before = scale(of: view, width: width, height: height)
    var factor = 1.0
    for _ in 0..<Int(min(abs(notches).rounded(.up), 8)) { factor *= notches > 0 ? 1.2 : 1 / 1.2 }
    zoom = min(max(zoom * factor, 0.1), 200)
    let after = scale(of: view, width: width, height: height)
    let offset = Point(place.x - Double(width) / 2, Double(height) / 2 - place.y)
    shift = shift + (1 / before - 1 / after) * offset
  }

  mutating func reset() { self = PlaneCamera() }
}
