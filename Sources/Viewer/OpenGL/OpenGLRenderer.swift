#if Rendering
  import AssetCatalog
  import CGraphics
  import Scenes

  /// Draws compositions with OpenGL 3.3 core into a target of its own.
  ///
  /// Discs, capsules, lines, rectangles, images and heat maps are instanced rectangles whose fragments
  /// compute the same coverage as `SoftwareRasterizer`; text and all other outlines are coverage masks
  /// made by the rasteriser's own code, kept in an atlas while they are drawn.
  ///
  /// - Precondition: every call, `deinit` included, is made while the context of `init` is current.
  final class OpenGLRenderer {
    let target: RenderTarget
    private let instances: InstanceBuffer
    private let grids: GridTextures
    private let masks: MaskPainter
    private let solids: SolidPainter
    private var width = 0
    private var height = 0

    /// - Throws: `GraphicsError` when the current context is older than OpenGL 3.3 or refuses a shader.
    init() throws(GraphicsError) {
      var (major, minor): (GLint, GLint) = (0, 0)
      glGetIntegerv(glEnum(GL_MAJOR_VERSION), &major)
      glGetIntegerv(glEnum(GL_MINOR_VERSION), &minor)
      guard (major, minor) >= (3, 3) else {
        throw GraphicsError(
          "this machine offers OpenGL \(major).\(minor), 3.3 is needed; record with --renderer software")
      }
      target = RenderTarget()
      instances = try InstanceBuffer(shader: AssetCatalog.planeShader)
      grids = GridTextures()
      masks = MaskPainter()
      solids = try SolidPainter(shader: AssetCatalog.solidShader)
    }

    /// Draws `composition` at the given size and leaves it in `target`.
    ///
    /// - Throws: `GraphicsError` for a size that OpenGL refuses.
    func draw(_ composition: Composition, width: Int, height: Int) throws(GraphicsError) {
      guard width > 0, height > 0 else {
        throw GraphicsError("a picture of \(width) by \(height) pixels cannot be drawn; both must be positive")
      }
      try target.bind(width: width, height: height)
      (self.width, self.height) = (width, height)
      grids.beginFrame()
      glDisable(glEnum(GL_DEPTH_TEST))
      glDisable(glEnum(GL_CULL_FACE))
      glEnable(glEnum(GL_BLEND))
      glBlendFunc(glEnum(GL_ONE), glEnum(GL_ONE_MINUS_SRC_ALPHA))
      glDisable(glEnum(GL_SCISSOR_TEST))
      clear(composition.background)
      glEnable(glEnum(GL_SCISSOR_TEST))
      for (index, pane) in composition.panes.enumerated() {
        let isFirst = composition.panes[..<index].allSatisfy { !$0.area.overlaps(pane.area) }
        try draw(pane, isCleared: isFirst && pane.scene.background == composition.background)
      }
    }

    /// - Parameter isCleared: whether the pane's area shows its background already.
    private func draw(_ pane: Composition.Pane, isCleared: Bool) throws(GraphicsError) {
      if !isCleared {
        paintBackground(pane.scene.background, over: PixelBounds(pane.area, width: width, height: height))
      }
      try solids.draw(pane.scene, in: pane.area, target: target)
      guard let viewport = Viewport(view: pane.scene.view, in: pane.area, width: width, height: height),
        clip(to: viewport.clip)
      else { return }
      masks.begin(width: width, height: height, clip: viewport.clip)
      for shape in pane.scene.shapes {
        if instances.isFull { flush() }
        draw(shape, viewport.map(shape.transform))
      }
      flush()
    }

    private func flush() { instances.flush(width: width, height: height) }

    /// Limits drawing to `bounds`; false when nothing is left.
    private func clip(to bounds: PixelBounds) -> Bool {
      guard bounds.right > bounds.left, bounds.bottom > bounds.top else { return false }
      glScissor(
        GLint(bounds.left), GLint(bounds.top), GLsizei(bounds.right - bounds.left),
        GLsizei(bounds.bottom - bounds.top))
      return true
    }

    private func clear(_ color: Color) {
      let color = color.components
      glClearColor(color.x, color.y, color.z, color.w)
      glClear(GLbitfield(GL_COLOR_BUFFER_BIT))
    }

    private func paintBackground(_ color: Color, over bounds: PixelBounds) {
      guard color.alpha > 0, clip(to: bounds) else { return }
      guard color.alpha < 255 else { return clear(color) }
      instances.appendPixels(
        PixelRect(
          x: bounds.left, y: bounds.top, width: bounds.right - bounds.left,
          height: bounds.bottom - bounds.top),
        color)
      flush()
    }

    // MARK: Shapes

    private func draw(_ shape: Shape, _ map: PixelMap) {
      let style = shape.style
      switch shape.geometry {
      case .disc(let center, let radius):
        let pixels = radius * map.scale
        drawRound(map(center), map(center), radius: pixels, style, map, profile: .disc(radius: pixels))
      case .capsule(let start, let end, let radius):
        let pixels = radius * map.scale
        drawRound(map(start), map(end), radius: pixels, style, map, profile: .solid(radius: pixels))
      case .polyline(let points) where points.count <= 2:
        guard let first = points.first, let last = points.last, let stroke = style.stroke else { return }
        let width = map.resolve(stroke.width)
        guard isDrawable(width) else { return }
        addRound(map(first), map(last), .solid(radius: width / 2), stroke.color)
      case .arc(let center, let radius, let start, let sweep) where abs(sweep) >= 2 * .pi:
        guard let stroke = style.stroke, start.isFinite, sweep.isFinite else { return }
        let (radius, width) = (radius * map.scale, map.resolve(stroke.width))
        guard isDrawable(radius), isDrawable(width) else { return }
        addRound(map(center), map(center), .band(radius: radius, width: width), stroke.color)
      case .rectangle(let rect):
        guard let frame = OrientedBox(rect, map) else { return }
        if let fill = style.fill { addBox(frame, fill) }
        if let stroke = style.stroke { addFrame(frame, stroke, map) }
      case .heatMap(let heatMap, let rect):
        drawGrid(rect, map, style, columns: heatMap.columns, rows: heatMap.rows, grids.texture(of: heatMap))
      case .image(let image, let rect):
        drawGrid(rect, map, style, columns: image.width, rows: image.height, grids.texture(of: image))
      case .text(let text):
        guard let fill = style.fill else { return }
        masks.draw(text, map, fill, into: instances, flush: flush)
      case .polyline, .polygon, .arrow, .arc:
        if let fill = style.fill {
          masks.draw(shape.geometry, width: nil, map, fill, into: instances, flush: flush)
        }
        if let stroke = style.stroke {
          masks.draw(shape.geometry, width: stroke.width, map, stroke.color, into: instances, flush: flush)
        }
      }
    }

    private func drawRound(
      _ start: Point, _ end: Point, radius: Double, _ style: Style, _ map: PixelMap,
      profile: CoverageProfile
    ) {
      guard isDrawable(radius) else { return }
      if let fill = style.fill { addRound(start, end, profile, fill) }
      if let stroke = style.stroke {
        let width = map.resolve(stroke.width)
        guard isDrawable(width) else { return }
        addRound(start, end, .band(radius: radius, width: width), stroke.color)
      }
    }

    /// The points whose distance from a segment lies in a band.
    private func addRound(_ start: Point, _ end: Point, _ profile: CoverageProfile, _ color: Color) {
      guard start.isDrawable, end.isDrawable else { return }
      let across = end - start
      let length = across.length
      let direction = length > 0 ? (1 / length) * across : Point(1, 0)
      let center = 0.5 * (start + end)
      let instance = PlaneInstance(
        place: SIMD4(Float(center.x), Float(center.y), Float(direction.x), Float(direction.y)),
        cover: .zero, half: SIMD4(Float(length / 2), 0, 0, 0),
        band: SIMD4(Float(max(profile.inner, -1e9)), Float(profile.outer), 0, 0),
        paint: color.components(opacity: profile.gain))
      let reach = Float(profile.outer + 1)
      let isDisc = profile.inner < 0 && profile.gain == 1
      if length == 0, reach > Self.largeRadius, isDisc || Float(profile.inner) > Self.largeRadius {
        let hollow = Float(isDisc ? profile.outer : profile.inner) - 1
        return addCircle(instance, outer: reach, inner: hollow, isDisc)
      }
      // Within the band's inner circle lies a rectangle without fragments.
      let hollow = Float(max(0, profile.inner - 1)) * Float(0.5).squareRoot()
      append(
        instance, .round, outer: SIMD2(instance.half.x + reach, reach),
        inner: hollow > 0 ? SIMD2(instance.half.x + hollow, hollow) : .zero)
    }

    /// From this radius on, in pixels, the whole pixels inside a circle are worth finding.
    private static let largeRadius: Float = 40

    /// A large disc or ring in horizontal bands, so that few fragments are computed for nothing: those beyond
    /// `inner` from the centre lie in rectangles to the left and right, those within are a disc's whole
    /// pixels, or none.
    private func addCircle(_ circle: PlaneInstance, outer: Float, inner: Float, _ isDisc: Bool) {
      let count = min(12, Int(outer / 12))
      var part = circle
      func add(_ left: Float, _ right: Float, _ top: Float, _ bottom: Float, _ kind: PlaneKind) {
        part.cover = SIMD4(left, top, right, bottom)
        instances.append(part, kind: kind)
      }
      let whole: PlaneKind = circle.paint.w == 1 ? .flat : .tint
      for band in 0..<count {
        let top = outer * (2 * Float(band) / Float(count) - 1)
        let bottom = outer * (2 * Float(band + 1) / Float(count) - 1)
        let nearest = top < 0 && bottom > 0 ? 0 : min(abs(top), abs(bottom))
        let furthest = max(abs(top), abs(bottom))
        let reach = max(0, outer * outer - nearest * nearest).squareRoot()
        let hollow = max(0, inner * inner - furthest * furthest).squareRoot()
        guard hollow > 4 else {
          add(-reach, reach, top, bottom, .round)
          continue
        }
        add(-reach, -hollow, top, bottom, .round)
        add(hollow, reach, top, bottom, .round)
        if isDisc { add(-hollow, hollow, top, bottom, whole) }
      }
    }

    /// Appends an instance that needs fragments inside one rectangle around its centre and outside another.
    private func append(
      _ instance: PlaneInstance, _ kind: PlaneKind, outer: SIMD2<Float>, inner: SIMD2<Float>
    ) {
      var instance = instance
      instance.cover = SIMD4(-outer.x, -outer.y, outer.x, outer.y)
      // Small holes cost more in rectangles than they save in fragments; turned rectangles would meet at
      // borders that are rounded apart.
      guard min(inner.x, inner.y) > 8, instance.isUpright else {
        return instances.append(instance, kind: kind)
      }
      appendRing(
        instance, kind, outer: instance.cover, inner: SIMD4(-inner.x, -inner.y, inner.x, inner.y))
    }

    /// Appends the four rectangles between an outer and an inner one (left, top, right, bottom).
    private func appendRing(
      _ instance: PlaneInstance, _ kind: PlaneKind, outer: SIMD4<Float>, inner: SIMD4<Float>
    ) {
      var instance = instance
      let covers: InlineArray<4, SIMD4<Float>> = [
        SIMD4(outer.x, outer.y, outer.z, inner.y), SIMD4(outer.x, inner.w, outer.z, outer.w),
        SIMD4(outer.x, inner.y, inner.x, inner.w), SIMD4(inner.z, inner.y, outer.z, inner.w),
      ]
      for index in covers.indices {
        instance.cover = covers[index]
        instances.append(instance, kind: kind)
      }
    }

    private func addBox(_ box: OrientedBox, _ color: Color) {
      var instance = PlaneInstance(
        place: box.place, cover: box.cover, half: box.size, band: .zero, paint: color.components)
      guard let whole = box.wholePixels else {
        return instances.append(instance, kind: .box)
      }
      // Most of a large box is whole pixels: they need no coverage.
      instance.cover = whole
      instances.append(instance, kind: color.alpha == 255 ? .flat : .tint)
      appendRing(instance, .box, outer: box.cover, inner: whole)
    }

    private func addFrame(_ box: OrientedBox, _ stroke: Stroke, _ map: PixelMap) {
      let width = map.resolve(stroke.width)
      guard isDrawable(width) else { return }
      let profile = CoverageProfile.solid(radius: width / 2)
      let reach = Float(profile.outer + 1)
      let half = SIMD2(box.size.x, box.size.y)
      append(
        PlaneInstance(
          place: box.place, cover: .zero, half: box.size, band: SIMD4(0, Float(profile.outer), 0, 0),
          paint: stroke.color.components(opacity: profile.gain)),
        .frame, outer: half + reach, inner: half - reach)
    }

    private func drawGrid(
      _ rect: Rect, _ map: PixelMap, _ style: Style, columns: Int, rows: Int, _ texture: GLuint?
    ) {
      guard let box = OrientedBox(rect, map) else { return }
      if let texture {
        instances.append(
          PlaneInstance(
            place: box.place, cover: box.cover, half: box.size,
            band: SIMD4(Float(columns), Float(rows), 0, 0), paint: SIMD4(repeating: 1)),
          kind: .grid, texture: texture)
      }
      if let stroke = style.stroke { addFrame(box, stroke, map) }
    }
  }

  /// A rectangle in pixels with the direction of its first axis.
  private struct OrientedBox {
    let place: SIMD4<Float>
    /// Half of both sides.
    let size: SIMD4<Float>

    /// Nil for a rectangle that is not to be drawn.
    init?(_ rect: Rect, _ map: PixelMap) {
      let scale = map.scale
      let corners = [map(Point(rect.minX, rect.minY)), map(Point(rect.maxX, rect.maxY))]
      guard rect.width >= 0, rect.height >= 0, isDrawable(scale), corners[0].isDrawable,
        corners[1].isDrawable
      else { return nil }
      let center = 0.5 * (corners[0] + corners[1])
      place = SIMD4(
        Float(center.x), Float(center.y), Float(map.cosine / scale), Float(-map.sine / scale))
      size = SIMD4(Float(rect.width * scale / 2), Float(rect.height * scale / 2), 0, 0)
    }

    /// The pixels that an upright box covers whole, from its centre; nil when there are few.
    var wholePixels: SIMD4<Float>? {
      guard place.w == 0, place.z == 1 else { return nil }
      let least = SIMD2(place.x - size.x, place.y - size.y).rounded(.up)
      let greatest = SIMD2(place.x + size.x, place.y + size.y).rounded(.down)
      let extent = greatest - least
      guard min(extent.x, extent.y) > 16 else { return nil }
      return SIMD4(
        least.x - place.x, least.y - place.y, greatest.x - place.x, greatest.y - place.y)
    }

    /// All pixels that the box touches.
    var cover: SIMD4<Float> { SIMD4(-size.x - 1, -size.y - 1, size.x + 1, size.y + 1) }
  }

  extension PixelRect {
    fileprivate func overlaps(_ other: PixelRect) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
  }

  extension Color {
    var components: SIMD4<Float> {
      SIMD4(Float(red), Float(green), Float(blue), Float(alpha)) / 255
    }

    func components(opacity: Double) -> SIMD4<Float> {
      var components = components
      components.w *= Float(opacity)
      return components
    }
  }
#endif
