import Scenes

/// How two pictures of one size differ.
struct PictureComparison {
  /// The largest difference of a channel.
  var largest = 0
  /// Pixels that differ by more than a sixteenth of the range in some channel.
  var differing = 0
  /// The greatest distance, in pixels, of such a pixel from an edge in the first picture; 3 for all beyond 2.
  var distanceFromEdge = 0
  /// Pixels that are ink in both pictures over those that are in at least one, ink being what is at least
  /// half black on white; 1 where neither has any.
  var overlap = 1.0

  init(_ a: Image, _ b: Image) {
    precondition(a.width == b.width && a.height == b.height, "the pictures have different sizes")
    var (both, either) = (0, 0)
    for y in 0..<a.height {
      for x in 0..<a.width {
        let difference = Self.difference(a[x, y], b[x, y])
        largest = max(largest, difference)
        if difference > 16 {
          differing += 1
          distanceFromEdge = max(distanceFromEdge, Self.distance(a, x, y))
        }
        let (first, second) = (Self.isInk(a[x, y]), Self.isInk(b[x, y]))
        if first && second { both += 1 }
        if first || second { either += 1 }
      }
    }
    if either > 0 { overlap = Double(both) / Double(either) }
  }

  private static func difference(_ a: Color, _ b: Color) -> Int {
    max(
      abs(Int(a.red) - Int(b.red)), abs(Int(a.green) - Int(b.green)), abs(Int(a.blue) - Int(b.blue)),
      abs(Int(a.alpha) - Int(b.alpha)))
  }

  private static func isInk(_ color: Color) -> Bool {
    Int(color.red) + Int(color.green) + Int(color.blue) <= 3 * 128
  }

  /// How far the nearest pixel of another colour is, up to 3.
  private static func distance(_ image: Image, _ x: Int, _ y: Int) -> Int {
    for reach in 1...2 {
      for v in max(0, y - reach)...min(image.height - 1, y + reach) {
        for u in max(0, x - reach)...min(image.width - 1, x + reach)
        where difference(image[u, v], image[x, y]) > 16 {
          return reach
        }
      }
    }
    return 3
  }
}
