import Scenes

/// Where the parts of a dashboard lie; they never overlap.
struct DashboardLayout: Equatable {
  var world: PixelRect
  /// A column or strip of rows; nil where there is no room for one.
  var panel: PixelRect?
  /// One line of essentials above the world, where there is no panel.
  var strip: PixelRect?
  var timeline: PixelRect?

  /// - Parameter unit: pixels per unit of size.
  init(width: Int, height: Int, unit: Double, showsPanels: Bool) {
    world = PixelRect(x: 0, y: 0, width: width, height: height)
    guard showsPanels else { return }
    func pixels(_ units: Double) -> Int { Int((units * unit).rounded()) }
    let (across, down) = (Double(width) / unit, Double(height) / unit)
    if across >= 440, down >= 240, across >= 1.1 * down {
      let column = pixels(min(max(0.32 * across, 176), 420))
      let foot = pixels(18)
      world = PixelRect(x: 0, y: 0, width: width - column, height: height - foot)
      panel = PixelRect(x: width - column, y: 0, width: column, height: height - foot)
      timeline = PixelRect(x: 0, y: height - foot, width: width, height: foot)
    } else if across >= 220, down >= 330 {
      let foot = pixels(18)
      let block = (height - foot) * 9 / 20
      world = PixelRect(x: 0, y: 0, width: width, height: height - foot - block)
      panel = PixelRect(x: 0, y: height - foot - block, width: width, height: block)
      timeline = PixelRect(x: 0, y: height - foot, width: width, height: foot)
    } else if across >= 100, down >= 80 {
      let (head, foot) = (pixels(18), pixels(6))
      world = PixelRect(x: 0, y: head, width: width, height: height - head - foot)
      strip = PixelRect(x: 0, y: 0, width: width, height: head)
      timeline = PixelRect(x: 0, y: height - foot, width: width, height: foot)
    }
  }
}
