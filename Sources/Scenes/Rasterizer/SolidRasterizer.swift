/// Draws solids with a depth buffer, four samples to a pixel.
///
/// Triangles are cut at the near and far plane, their corners rounded to 1/256 of a sample, and filled
/// where a sample's centre lies inside, or on a top or left side. Depth is linear on the picture, the
/// light's factor in perspective; of equal depths the first stays. A pixel then takes the mean of its
/// covered samples, blended over what is there by the part of the four samples that they are.
///
/// Panes of more than 65536 pixels along a side show no solids: products of coordinates would overflow.
struct SolidRasterizer {
  private var width = 0
  private var height = 0
  private var depths: [Float] = []
  private var words: [UInt32] = []
  private var corners: [SolidCorner] = []
  private var clipped = (front: [SolidCorner](), back: [SolidCorner]())
  private var meshes: [UnitMesh: SolidMesh] = [:]

  /// Draws the solids of `scene`, whose picture fills `viewport` within `area`.
  mutating func draw(_ scene: Scene, in area: PixelRect, clip: PixelBounds, into raster: Raster) {
    guard !scene.solids.isEmpty, let camera = scene.camera,
      let clipMatrix = scene.clipTransform(in: area), clip.left < clip.right, clip.top < clip.bottom,
      area.width <= 65536, area.height <= 65536
    else { return }
    prepare(width: 2 * (clip.right - clip.left), height: 2 * (clip.bottom - clip.top))
    let window = SampleWindow(area: area, clip: clip)
    let back = camera.axes.back
    for solid in scene.solids {
      for part in solid.parts { draw(part, clipMatrix, back, window) }
    }
    resolve(clip, into: raster)
  }

  private mutating func prepare(width: Int, height: Int) {
    self.width = width
    self.height = height
    let count = width * height
    if depths.count < count {
      depths = [Float](repeating: .infinity, count: count)
      words = [UInt32](repeating: 0, count: count)
    } else {
      depths.withUnsafeMutableBufferPointer { $0[..<count].update(repeating: .infinity) }
    }
  }

  private mutating func draw(
    _ part: SolidPart, _ clipMatrix: Matrix4, _ back: Point3, _ window: SampleWindow
  ) {
    let mesh = triangles(of: part.mesh)
    let matrix = clipMatrix * part.model
    let columns = part.normalColumns
    corners.removeAll(keepingCapacity: true)
    for (position, normal) in zip(mesh.positions, mesh.normals) {
      let turned = normal.x * columns.0 + normal.y * columns.1 + normal.z * columns.2
      corners.append(
        SolidCorner(
          place: matrix * position,
          light: Light.intensity(normal: turned.normalized, back: back)))
    }
    for k in stride(from: 0, to: mesh.indices.count, by: 3) {
      cut(
        corners[Int(mesh.indices[k])], corners[Int(mesh.indices[k + 1])],
        corners[Int(mesh.indices[k + 2])], part.color, window)
    }
  }

  private mutating func triangles(of mesh: SolidPart.Mesh) -> SolidMesh {
    guard case .unit(let unit) = mesh else { return mesh.triangles }
    if let known = meshes[unit] { return known }
    let made = unit.mesh
    meshes[unit] = made
    return made
  }

  /// Cuts a triangle at the planes where needed and fills what is left.
  private mutating func cut(
    _ a: SolidCorner, _ b: SolidCorner, _ c: SolidCorner, _ color: Color, _ window: SampleWindow
  ) {
    guard a.isFinite, b.isFinite, c.isFinite else { return }
    let outside = a.outside | b.outside | c.outside
    if a.outside & b.outside & c.outside != 0 { return }
    if outside == 0 {
      fill(window.sample(a), window.sample(b), window.sample(c), color)
      return
    }
    clipped.front.removeAll(keepingCapacity: true)
    clipped.front += [a, b, c]
    for plane in 0..<6 where outside & (1 << plane) != 0 {
      clipped.back.removeAll(keepingCapacity: true)
      var previous = clipped.front[clipped.front.count - 1]
      var before = previous.height(above: plane)
      for corner in clipped.front {
        let height = corner.height(above: plane)
        if (height >= 0) != (before >= 0) {
          // Always from the inside out, so that neighbours with this side agree on the new corner.
          clipped.back.append(
            height >= 0
              ? corner.mixed(previous, height / (height - before))
              : previous.mixed(corner, before / (before - height)))
        }
        if height >= 0 { clipped.back.append(corner) }
        (previous, before) = (corner, height)
      }
      swap(&clipped.front, &clipped.back)
      if clipped.front.count < 3 { return }
    }
    let first = window.sample(clipped.front[0])
    for k in 1..<clipped.front.count - 1 {
      fill(first, window.sample(clipped.front[k]), window.sample(clipped.front[k + 1]), color)
    }
  }

  private mutating func fill(_ a: SampleCorner, _ b: SampleCorner, _ c: SampleCorner, _ color: Color) {
    var (b, c) = (b, c)
    var area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    if area == 0 { return }
    if area < 0 {
      swap(&b, &c)
      area = -area
    }
    // The samples whose centres may lie inside; a centre is at 128 of 256.
    let left = max(0, (min(a.x, b.x, c.x) + 127) >> 8)
    let right = min(width - 1, (max(a.x, b.x, c.x) - 128) >> 8)
    let top = max(0, (min(a.y, b.y, c.y) + 127) >> 8)
    let bottom = min(height - 1, (max(a.y, b.y, c.y) - 128) >> 8)
    guard left <= right, top <= bottom else { return }
    let (sideA, sideB, sideC) = (SampleSide(b, c), SampleSide(c, a), SampleSide(a, b))
    let scale = 1 / Double(area)
    let (x, y) = (left << 8 + 128, top << 8 + 128)
    var rowA = sideA.value(x, y)
    var rowB = sideB.value(x, y)
    var rowC = sideC.value(x, y)
    let stride = width
    // Most large triangles are flat and lit alike all over.
    let evenWord = a.factor == b.factor && b.factor == c.factor ? Self.word(color, a.factor) : nil
    depths.withUnsafeMutableBufferPointer { depths in
      words.withUnsafeMutableBufferPointer { words in
        for row in top...bottom {
          var span = (first: 0, last: right - left)
          sideA.limit(&span, rowA)
          sideB.limit(&span, rowB)
          sideC.limit(&span, rowC)
          if span.first <= span.last {
            for step in span.first...span.last {
              let weightB = Double(rowB + step * sideB.stepX) * scale
              let weightC = Double(rowC + step * sideC.stepX) * scale
              let depth = Float(a.depth + weightB * (b.depth - a.depth) + weightC * (c.depth - a.depth))
              let index = row * stride + left + step
              guard depth < depths[index] else { continue }
              depths[index] = depth
              if let evenWord {
                words[index] = evenWord
                continue
              }
              let weightA = Double(rowA + step * sideA.stepX) * scale
              let inverse = weightA * a.inverse + weightB * b.inverse + weightC * c.inverse
              let light = weightA * a.light + weightB * b.light + weightC * c.light
              words[index] = Self.word(color, light / inverse)
            }
          }
          rowA += sideA.stepY
          rowB += sideB.stepY
          rowC += sideC.stepY
        }
      }
    }
  }

  @inline(__always)
  private static func word(_ color: Color, _ light: Double) -> UInt32 {
    // Rounding may lead a hair outside 0...1.
    let light = max(0, min(1, light))
    return UInt32(Double(color.red) * light + 0.5) | UInt32(Double(color.green) * light + 0.5) << 8
      | UInt32(Double(color.blue) * light + 0.5) << 16
  }

  private func resolve(_ clip: PixelBounds, into raster: Raster) {
    depths.withUnsafeBufferPointer { depths in
      words.withUnsafeBufferPointer { words in
        for y in clip.top..<clip.bottom {
          let row = raster.row(y)
          for x in clip.left..<clip.right {
            let first = 2 * (y - clip.top) * width + 2 * (x - clip.left)
            let below = first + width
            let nearest = min(depths[first], depths[first + 1], depths[below], depths[below + 1])
            if nearest == .infinity { continue }
            let furthest = max(depths[first], depths[first + 1], depths[below], depths[below + 1])
            let word = words[first]
            if furthest < .infinity, words[first + 1] == word, words[below] == word,
              words[below + 1] == word
            {
              Raster.store(word | 0xFF00_0000, in: row, at: x)
              continue
            }
            var (count, redBlue, green) = (0 as UInt32, 0 as UInt32, 0 as UInt32)
            for sample in 0..<4 {
              let index = first + (sample & 1) + (sample >> 1) * width
              guard depths[index] < .infinity else { continue }
              count += 1
              redBlue += words[index] & 0xFF00FF
              green += words[index] >> 8 & 0xFF
            }
            func mean(_ sum: UInt32) -> UInt32 { (sum + count / 2) / count }
            let blended = mean(redBlue & 0xFFFF) | mean(green) << 8 | mean(redBlue >> 16) << 16 | 0xFF00_0000
            let alpha = (count * 255 + 2) / 4
            Raster.store(blend(blended, alpha: alpha, onto: Raster.load(row, at: x)), in: row, at: x)
          }
        }
      }
    }
  }
}

/// A corner in clip coordinates and its light.
private struct SolidCorner {
  let place: SIMD4<Double>
  let light: Double
  /// A bit for each plane that it lies outside of.
  let outside: Int

  init(place: SIMD4<Double>, light: Double) {
    self.place = place
    self.light = light
    var bits = 0
    for plane in 0..<6 where !(Self.height(of: place, above: plane) >= 0) { bits |= 1 << plane }
    outside = bits
  }

  var isFinite: Bool { (place.x + place.y + place.z + place.w).isFinite && light.isFinite }

  func height(above plane: Int) -> Double { Self.height(of: place, above: plane) }

  /// Near, far, and the four sides of a picture eight times as wide and high, which keep the rounded
  /// coordinates within bounds.
  private static func height(of p: SIMD4<Double>, above plane: Int) -> Double {
    switch plane {
    case 0: p.w + p.z
    case 1: p.w - p.z
    case 2: 8 * p.w + p.x
    case 3: 8 * p.w - p.x
    case 4: 8 * p.w + p.y
    default: 8 * p.w - p.y
    }
  }

  func mixed(_ other: SolidCorner, _ t: Double) -> SolidCorner {
    SolidCorner(place: place + t * (other.place - place), light: light + t * (other.light - light))
  }
}

/// A corner on the grid of samples: 256 to a sample, y down.
private struct SampleCorner {
  let x: Int
  let y: Int
  let depth: Double
  /// 1 / w, and light / w.
  let inverse: Double
  let light: Double
  /// The light itself.
  let factor: Double
}

/// From clip coordinates of a pane to its samples.
private struct SampleWindow {
  private let scaleX: Double
  private let scaleY: Double
  private let originX: Double
  private let originY: Double

  init(area: PixelRect, clip: PixelBounds) {
    // Half the area in samples is its width in pixels.
    scaleX = 256 * Double(area.width)
    scaleY = -256 * Double(area.height)
    originX = 256 * (Double(area.width) + 2 * Double(area.x - clip.left))
    originY = 256 * (Double(area.height) + 2 * Double(area.y - clip.top))
  }

  func sample(_ corner: SolidCorner) -> SampleCorner {
    let inverse = 1 / corner.place.w
    return SampleCorner(
      x: Self.whole(originX + scaleX * corner.place.x * inverse),
      y: Self.whole(originY + scaleY * corner.place.y * inverse),
      depth: corner.place.z * inverse, inverse: inverse, light: corner.light * inverse,
      factor: corner.light)
  }
}

extension SampleWindow {
  /// The nearest whole number, held within 2^30: only a corner at the end of what numbers can hold, where
  /// cutting has lost all its places, lies beyond. 0 for NaN.
  static func whole(_ x: Double) -> Int {
    x.isNaN ? 0 : Int(max(-0x1p30, min(x, 0x1p30)).rounded())
  }
}

/// A side of a triangle: positive to its right, which is inside.
private struct SampleSide {
  let stepX: Int
  let stepY: Int
  /// 0 for a top or left side, whose own points belong to the triangle, else 1.
  let bias: Int
  private let start: SampleCorner
  private let dx: Int
  private let dy: Int

  init(_ start: SampleCorner, _ end: SampleCorner) {
    self.start = start
    dx = end.x - start.x
    dy = end.y - start.y
    stepX = -dy << 8
    stepY = dx << 8
    bias = dy < 0 || (dy == 0 && dx > 0) ? 0 : 1
  }

  /// Cuts `span` to the samples inside this side, where `value` is that of sample 0 and each sample adds
  /// `stepX`.
  @inline(__always)
  func limit(_ span: inout (first: Int, last: Int), _ value: Int) {
    let margin = value - bias
    if stepX > 0 {
      if margin < 0 { span.first = max(span.first, (stepX - 1 - margin) / stepX) }
    } else if margin < 0 {
      span.last = -1
    } else if stepX < 0 {
      span.last = min(span.last, margin / -stepX)
    }
  }

  func value(_ x: Int, _ y: Int) -> Int { dx * (y - start.y) - dy * (x - start.x) }
}
