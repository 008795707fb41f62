import Scenes

/// How `Rendered` shows an environment; the words are Gymnasium's.
public enum RenderMode: Equatable, Sendable {
  /// A window, at a pace that a person can follow.
  case human
  /// Pictures of `width` by `height` pixels as data.
  case rgbArray(width: Int, height: Int)
}

/// What draws the pictures of `RenderMode.rgbArray`.
public enum PictureRenderer: Equatable, Sendable {
  /// OpenGL where this build and this machine have it, else the software rasteriser. The two differ by a
  /// few levels of 255 in pixels on edges.
  case automatic
  /// OpenGL without a display; its absence is an error.
  case openGL
  /// The software rasteriser: the same bytes everywhere.
  case software
}

/// The renderer behind a `PictureRenderer`.
enum PictureMaker {
  case software(SoftwareRasterizer)
  case openGL(HeadlessRenderer)

  init(_ choice: PictureRenderer) throws(GraphicsError) {
    guard choice != .software else {
      self = .software(SoftwareRasterizer())
      return
    }
    do throws(GraphicsError) {
      self = .openGL(try HeadlessRenderer())
    } catch {
      guard choice == .automatic else {
        throw GraphicsError("\(error.message); or use the software renderer")
      }
      self = .software(SoftwareRasterizer())
    }
  }

  mutating func picture(of scene: Scene, width: Int, height: Int) throws(GraphicsError) -> Image {
    var image = Image(width: width, height: height)
    switch self {
    case .openGL(let renderer):
      try renderer.render(Composition(scene, width: width, height: height), into: &image)
    case .software(var rasterizer):
      rasterizer.render(scene, into: &image)
      self = .software(rasterizer)
    }
    return image
  }
}
