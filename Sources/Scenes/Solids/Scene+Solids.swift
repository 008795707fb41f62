extension Scene {
  /// From world coordinates to OpenGL's clip coordinates of `area`: the camera's picture, fitted into the
  /// area like the scene's view. Nil without a camera, or where it, the view or the area shows nothing.
  ///
  /// With the viewport set to `area`, solids land where `Camera.project` puts their labels. What lies
  /// outside the fitted view is to be cut off: see `visiblePixels(of:)`.
  package func clipTransform(in area: PixelRect) -> Matrix4? {
    guard let camera, camera.isProper, view.isProper, area.width > 0, area.height > 0 else { return nil }
    let aspect = view.width / view.height
    let fit = aspect * Double(area.height) / Double(area.width)
    // The view is centred and touches two sides of the area.
    let (x, y) = fit > 1 ? (1, 1 / fit) : (fit, 1)
    guard x > 0, y > 0 else { return nil }
    let squeeze = Matrix4(
      SIMD4(x, 0, 0, 0), SIMD4(0, y, 0, 0), SIMD4(0, 0, 1, 0), SIMD4(0, 0, 0, 1))
    return squeeze * camera.viewProjection(aspect: aspect)
  }

  /// The pixels of `area`, in a picture of `width` by `height`, that show the view: what the scene is cut
  /// off at, rounded as the software rasteriser rounds. Nil where nothing is shown.
  package func visiblePixels(of area: PixelRect, width: Int, height: Int) -> PixelRect? {
    guard let clip = Viewport(view: view, in: area, width: width, height: height)?.clip,
      clip.left < clip.right, clip.top < clip.bottom
    else { return nil }
    return PixelRect(
      x: clip.left, y: clip.top, width: clip.right - clip.left, height: clip.bottom - clip.top)
  }
}
