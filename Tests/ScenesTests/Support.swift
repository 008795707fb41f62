import Scenes

/// Renders black shapes on white, one world unit per pixel, y up.
func inkImage(width: Int = 64, height: Int = 64, _ draw: (inout Scene) -> Void) -> Image {
  var scene = Scene(
    view: Rect(minX: 0, minY: 0, maxX: Double(width), maxY: Double(height)),
    background: Color(hex: 0xFFFFFF))
  draw(&scene)
  var rasterizer = SoftwareRasterizer()
  return rasterizer.render(scene, width: width, height: height)
}

/// The sum of coverage in pixels of black on white.
func inkArea(_ image: Image) -> Double {
  var sum = 0
  for i in stride(from: 0, to: image.pixels.count, by: 4) { sum += 255 - Int(image.pixels[i]) }
  return Double(sum) / 255
}

/// Offsets within a pixel that have no simple relation to its grid.
let subpixelOffsets = (0..<16).map { k in
  Point(
    (Double(k) * 0.618_033_988_7).truncatingRemainder(dividingBy: 1),
    (Double(k) * 0.754_877_666_2).truncatingRemainder(dividingBy: 1))
}

/// The area inside closed contours by the shoelace formula, positive where they run counter-clockwise.
func signedArea(_ contours: [[Point]]) -> Double {
  var twice = 0.0
  for contour in contours {
    for i in contour.indices {
      let (p, q) = (contour[i], contour[(i + 1) % contour.count])
      twice += p.x * q.y - q.x * p.y
    }
  }
  return twice / 2
}
