import Scenes
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The window or the renderer of a `Rendered`, shared by its copies.
///
/// Unchecked: the lock guards every property, and what belongs to a thread is refused to all others.
final class RenderOutput: @unchecked Sendable {
  private let mode: RenderMode
  private let renderer: PictureRenderer
  private let period: Duration
  private let title: String
  private let lock = Mutex(())
  /// The thread of the first picture since the output was opened.
  private var owner: pthread_t?
  private var maker: PictureMaker?
  private var window: Window?
  /// When the next frame is to be shown.
  private var due = ContinuousClock.now
  private var wasClosed = false

  init(mode: RenderMode, renderer: PictureRenderer, period: Duration, title: String) {
    self.mode = mode
    self.renderer = renderer
    self.period = period
    self.title = title
  }

  var isClosed: Bool { lock.withLock { _ in wasClosed } }

  func show(_ scene: Scene) throws(GraphicsError) -> Image? {
    try lock.withLock { _ throws(GraphicsError) in
      try claim()
      switch mode {
      case .human:
        if !wasClosed { try present(scene) }
        return nil
      case .rgbArray(let width, let height):
        if maker == nil { maker = try PictureMaker(renderer) }
        return try maker!.picture(of: scene, width: width, height: height)
      }
    }
  }

  func close() throws(GraphicsError) {
    try lock.withLock { _ throws(GraphicsError) in
      try claim()
      (window, maker, owner) = (nil, nil, nil)
      wasClosed = false
    }
  }

  private func claim() throws(GraphicsError) {
    let current = pthread_self()
    guard let owner else {
      self.owner = current
      return
    }
    guard pthread_equal(owner, current) != 0 else {
      throw GraphicsError(
        "this window or renderer belongs to the thread that rendered first; render on that thread, or call "
          + "close() there")
    }
  }

  private func present(_ scene: Scene) throws(GraphicsError) {
    let isFirst = window == nil
    let window = try opened()
    repeat {
      let left = max(.zero, due - .now)
      let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
      if window.takeEvents(waiting: seconds).contains(.close) {
        wasClosed = true
        self.window = nil
        return
      }
    } while .now < due
    let (width, height) = window.pixelSize
    try window.present(Composition(scene, width: width, height: height))
    // The first frame takes its time, and after a pause the pace starts anew instead of catching up.
    let now = ContinuousClock.now
    due = (isFirst || now - due > period ? now : due) + period
  }

  private func opened() throws(GraphicsError) -> Window {
    if let window { return window }
    // The pace is kept here: a display's refresh would be waited for on top.
    do throws(GraphicsError) {
      let opened = try Window(title: title, width: 640, height: 480, synchronizes: false)
      window = opened
      due = .now
      return opened
    } catch {
      throw GraphicsError("\(error.message); the render mode rgbArray needs neither display nor OpenGL")
    }
  }
}
