/// A drawing as data: a window on the world, a background, solids seen by a camera, and over them shapes
/// in painter's order.
///
/// A scene is a value that any renderer may consume; it knows no pixels. The window keeps its aspect: a
/// renderer fits it into its picture, centred, and fills the rest with the background. Shapes are clipped
/// to the window. Coordinates come from simulated states, so nothing here rejects a number that is not
/// finite; a renderer skips such a shape.
public struct Scene: Equatable, Sendable {
  /// The part of the world that is shown, y up.
  public var view: Rect
  public var background: Color
  /// Later shapes cover earlier ones.
  public var shapes: [Shape]
  /// Bodies in space, under all shapes; drawn only if there is a camera.
  public var solids: [Solid] = []
  /// Who sees the solids; its picture fills `view`.
  public var camera: Camera?
  /// How many of the first shapes are ground, which maps of the state space cover; nil where a world makes
  /// no difference between ground and figures.
  public private(set) var groundCount: Int?

  /// An empty scene.
  public init(view: Rect, background: Color = .paper) {
    self.view = view
    self.background = background
    shapes = []
  }

  /// Forgets shapes and solids but keeps their storage, so that one scene can serve a whole animation.
  public mutating func removeAllShapes() {
    shapes.removeAll(keepingCapacity: true)
    solids.removeAll(keepingCapacity: true)
    groundCount = nil
  }

  /// Declares all shapes so far to be ground.
  public mutating func endGround() { groundCount = shapes.count }

  /// Inserts a map between ground and figures, above the maps inserted before it; without a declared
  /// ground it comes on top.
  public mutating func insertMap(_ map: [Shape]) {
    guard let count = groundCount else {
      shapes += map
      return
    }
    shapes.insert(contentsOf: map, at: count)
    groundCount = count + map.count
  }

  /// Draws with `transform` applied to all that `body` adds; calls nest, the inner transform acts first.
  ///
  /// - Precondition: `body` only adds shapes.
  public mutating func withTransform<E: Error>(
    _ transform: Transform, _ body: (inout Scene) throws(E) -> Void
  ) throws(E) {
    let start = shapes.count
    try body(&self)
    precondition(shapes.count >= start, "the body of withTransform may only add shapes")
    for i in start..<shapes.count {
      shapes[i].transform = transform * shapes[i].transform
    }
  }
}
