/// A picture of several scenes, each in its own rectangle of pixels: a world and the panels around it.
public struct Composition: Equatable, Sendable {
  /// One scene and where it lies in the picture.
  public struct Pane: Equatable, Sendable {
    public var scene: Scene
    public var area: PixelRect

    public init(_ scene: Scene, in area: PixelRect) {
      self.scene = scene
      self.area = area
    }
  }

  /// What no pane covers.
  public var background: Color
  /// Later panes cover earlier ones. A pane paints its scene's background over its whole area first, so a
  /// clear background makes an overlay.
  public var panes: [Pane]

  /// A picture of the given panes.
  public init(background: Color = .paper, panes: [Pane] = []) {
    self.background = background
    self.panes = panes
  }

  /// A scene that fills a picture of `width` by `height` pixels.
  public init(_ scene: Scene, width: Int, height: Int) {
    self.init(
      background: scene.background,
      panes: [Pane(scene, in: PixelRect(x: 0, y: 0, width: width, height: height))])
  }
}

/// A rectangle of whole pixels; `x` to the right and `y` down from the picture's upper left corner.
public struct PixelRect: Equatable, Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  /// A rectangle; it may lie partly outside its picture, and with a size of zero or less it is empty.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// Anything that turns compositions into pictures of their pixels.
public protocol SceneRenderer {
  /// Draws `composition` over all of `image`, at its size.
  mutating func render(_ composition: Composition, into image: inout Image) throws
}
