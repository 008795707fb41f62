/// Scenes as Scalable Vector Graphics.
///
/// The document shows what `SoftwareRasterizer` draws, at any magnification. Letters are their outlines, so
/// it looks the same wherever it is opened; the string stands beside them as title and label. One unit is one
/// pixel of the size asked for. The same scene gives the same text everywhere.
///
/// Source: Scalable Vector Graphics (SVG) 2, W3C Candidate Recommendation, 2018.
public enum SVG {
  /// The document of `scene`, `width` by `height` pixels.
  ///
  /// - Parameter title: what the picture shows, for readers that speak it.
  /// - Precondition: both sizes are positive.
  /// - Complexity: O(points + cells + letters).
  public static func document(_ scene: Scene, width: Int, height: Int, title: String? = nil) -> String {
    document(Composition(scene, width: width, height: height), width: width, height: height, title: title)
  }

  /// The document of `composition`, `width` by `height` pixels.
  public static func document(
    _ composition: Composition, width: Int, height: Int, title: String? = nil
  ) -> String {
    precondition(
      width > 0 && height > 0, "a picture's sides must be positive, got \(width) by \(height)")
    var writer = SVGWriter()
    let whole = PixelRect(x: 0, y: 0, width: width, height: height)
    writer.addRectangle(whole, composition.background)
    for (index, pane) in composition.panes.enumerated() {
      guard let viewport = Viewport(view: pane.scene.view, in: pane.area, width: width, height: height) else {
        writer.addRectangle(pane.area, pane.scene.background)
        continue
      }
      if pane.area != whole || pane.scene.background != composition.background {
        writer.addRectangle(pane.area, pane.scene.background)
      }
      writer.beginPane(index, clip: viewport.clip)
      for shape in pane.scene.shapes { writer.add(shape, viewport.map(shape.transform)) }
      writer.endPane()
    }
    return writer.document(width: width, height: height, title: title)
  }
}
