#if Rendering
  import CGraphics
  import Scenes

  /// Coverage masks in textures: glyphs, and the outlines that no program of `plane.glsl` computes.
  ///
  /// A mask is made once and drawn from the texture for as long as the same outline stays at the same
  /// place; a texture that is full is emptied and filled anew.
  final class MaskPainter {
    private struct Place {
      var x: Int
      var y: Int
      var bounds: PixelRect
      /// Of an outline; a glyph is too small to be cut.
      var tiles: MaskTiles?
    }

    private struct GlyphKey: Hashable {
      var glyph: Int
      var quarters: Int
    }

    /// A fill, or a stroke of a width, of an outline under a map.
    private struct OutlineKey: Hashable {
      var geometry: Geometry
      var width: Length?
      var map: PixelMap
      var clip: PixelBounds

      static func == (a: OutlineKey, b: OutlineKey) -> Bool {
        a.map == b.map && a.clip == b.clip && a.width == b.width && a.geometry == b.geometry
      }

      /// A few numbers tell outlines apart well enough; equality compares the rest.
      func hash(into hasher: inout Hasher) {
        hasher.combine(width)
        hasher.combine(map.left)
        hasher.combine(map.top)
        hasher.combine(map.cosine)
        switch geometry {
        case .polyline(let points):
          hasher.combine(points.count)
          hasher.combine(points.last)
        case .polygon(let contours):
          hasher.combine(contours.first?.count)
          hasher.combine(contours.first?.first)
        case .arrow(let start, let end, _):
          hasher.combine(start)
          hasher.combine(end)
        case .arc(_, let radius, let start, let sweep):
          hasher.combine(radius)
          hasher.combine(start)
          hasher.combine(sweep)
        case .capsule(let start, let end, _):
          hasher.combine(start)
          hasher.combine(end)
        case .disc(let center, let radius):
          hasher.combine(center)
          hasher.combine(radius)
        case .text(let text): hasher.combine(text)
        case .rectangle, .heatMap, .image: break
        }
      }
    }

    private static let mostOutlines = 4096

    private let glyphs: MaskAtlas
    private let outlines: MaskAtlas
    private var glyphPlaces: [GlyphKey: Place?] = [:]
    private var outlinePlaces: [OutlineKey: Place?] = [:]
    private var masker = ShapeMasker()
    private var clip = PixelBounds(left: 0, top: 0, right: 0, bottom: 0)

    init() {
      glyphs = MaskAtlas(side: 1024)
      outlines = MaskAtlas(side: 2048)
    }

    /// Prepares for shapes of one pane.
    func begin(width: Int, height: Int, clip: PixelBounds) {
      self.clip = clip
      masker.prepare(width: width, height: height, clip: clip)
    }

    /// Draws a line of writing.
    func draw(
      _ text: Text, _ map: PixelMap, _ color: Color, into instances: InstanceBuffer, flush: () -> Void
    ) {
      guard let run = GlyphRun(text, map: map) else {
        return draw(.text(text), width: nil, map, color, into: instances, flush: flush)
      }
      let quarters = Int(run.pixelSize * 4)
      for element in run {
        let key = GlyphKey(glyph: element.glyph, quarters: quarters)
        let place: Place?
        if let known = glyphPlaces[key] {
          place = known
        } else {
          let bitmap = Font.standard.rasterize(glyph: element.glyph, pixelSize: run.pixelSize)
          place = add(
            bitmap.coverage,
            PixelRect(x: bitmap.left, y: bitmap.top, width: bitmap.width, height: bitmap.height),
            to: glyphs
          ) {
            flush()
            glyphPlaces.removeAll(keepingCapacity: true)
          }
          glyphPlaces[key] = .some(place)
        }
        guard var place else { continue }
        place.bounds.x += element.x
        place.bounds.y += element.y
        append(place, place.bounds, color, glyphs, to: instances)
        if instances.isFull { flush() }
      }
    }

    /// Draws the fill of a geometry, or with a `width` the line along its border.
    func draw(
      _ geometry: Geometry, width: Length?, _ map: PixelMap, _ color: Color,
      into instances: InstanceBuffer, flush: () -> Void
    ) {
      let key = OutlineKey(geometry: geometry, width: width, map: map, clip: clip)
      let place: Place?
      if let known = outlinePlaces[key] {
        place = known
      } else {
        let mask =
          width.map { masker.stroke(of: geometry, width: $0, map: map) }
          ?? masker.fill(of: geometry, map: map)
        place = mask.flatMap { mask in
          var place = add(mask.coverage, mask.bounds, to: outlines) {
            flush()
            outlinePlaces.removeAll(keepingCapacity: true)
          }
          place?.tiles = MaskTiles(mask.coverage, width: mask.bounds.width, height: mask.bounds.height)
          return place
        }
        // Outlines that cover nothing never fill the atlas.
        if outlinePlaces.count >= Self.mostOutlines { outlinePlaces.removeAll(keepingCapacity: true) }
        outlinePlaces[key] = .some(place)
      }
      guard let place, let tiles = place.tiles?.tiles else { return }
      for tile in tiles {
        if instances.isFull { flush() }
        var area = tile.area
        area.x += place.bounds.x
        area.y += place.bounds.y
        if tile.isFull {
          instances.appendPixels(area, color)
        } else {
          append(place, area, color, outlines, to: instances)
        }
      }
    }

    /// Puts a mask into an atlas; `empty` draws what uses the old content and forgets its places.
    private func add(
      _ coverage: [UInt8], _ bounds: PixelRect, to atlas: MaskAtlas, empty: () -> Void
    ) -> Place? {
      guard !coverage.isEmpty else { return nil }
      if let place = atlas.add(coverage, width: bounds.width, height: bounds.height) {
        return Place(x: place.x, y: place.y, bounds: bounds)
      }
      empty()
      atlas.reset(toHold: max(bounds.width, bounds.height))
      guard let place = atlas.add(coverage, width: bounds.width, height: bounds.height) else { return nil }
      return Place(x: place.x, y: place.y, bounds: bounds)
    }

    /// Draws the part `area` of a mask.
    private func append(
      _ place: Place, _ area: PixelRect, _ color: Color, _ atlas: MaskAtlas, to instances: InstanceBuffer
    ) {
      let bounds = place.bounds
      instances.append(
        PlaneInstance(
          place: SIMD4(Float(area.x), Float(area.y), 1, 0),
          cover: SIMD4(0, 0, Float(area.width), Float(area.height)), half: .zero,
          band: SIMD4(1 / Float(atlas.side), 0, Float(place.x - bounds.x), Float(place.y - bounds.y)),
          paint: color.components),
        kind: .mask, texture: atlas.texture)
    }
  }
#endif
