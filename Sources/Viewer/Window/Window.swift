import Scenes

#if Rendering
  import CGraphics
#endif

/// A window that shows compositions and collects what a person does.
///
/// Drawing goes into a target of the window's pixels and is then copied, so what is seen is what
/// `HeadlessRenderer` draws. A window belongs to the thread that opened it, which on macOS must be the main
/// one; nothing in it waits for a simulation.
public final class Window {
  #if Rendering
    private let window: OpaquePointer
    private var renderer: OpenGLRenderer?
    private let inbox: Inbox

    /// What GLFW's callbacks write to; an object of its own, so that they outlive no window.
    private final class Inbox {
      var events: [WindowEvent] = []
      var pointer = WindowEvent.Place(0, 0)
    }

    /// Opens a window of `width` by `height` screen coordinates.
    ///
    /// - Parameter synchronizes: whether `present` waits for the display's refresh.
    /// - Throws: `GraphicsError` where a library, a display or OpenGL 3.3 is missing.
    /// - Precondition: both sizes lie in 1...16384.
    public init(
      title: String, width: Int = 960, height: Int = 640, synchronizes: Bool = true
    ) throws(GraphicsError) {
      precondition(
        (1...16384).contains(width) && (1...16384).contains(height),
        "a window's sides must lie in 1...16384, got \(width) by \(height)")
      try WindowLibrary.retain()
      glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3)
      glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3)
      glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE)
      glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, 1)
      glfwWindowHint(GLFW_SCALE_TO_MONITOR, 1)
      glfwWindowHint(GLFW_DEPTH_BITS, 0)
      glfwWindowHint(GLFW_STENCIL_BITS, 0)
      guard let created = glfwCreateWindow(Int32(width), Int32(height), title, nil, nil) else {
        let fault = WindowLibrary.lastFault
        WindowLibrary.release()
        throw GraphicsError("no window with OpenGL 3.3 can be opened (\(fault)); \(WindowLibrary.alternative)")
      }
      window = created
      inbox = Inbox()
      glfwMakeContextCurrent(window)
      // A fault from here on runs `deinit`: everything is initialised.
      if let fault = graphics_open_gl() { throw GraphicsError(String(cString: fault)) }
      renderer = try OpenGLRenderer()
      glfwSwapInterval(synchronizes ? 1 : 0)
      glfwMakeContextCurrent(nil)
      glfwSetWindowSizeLimits(window, 160, 120, GLFW_DONT_CARE, GLFW_DONT_CARE)
      glfwSetWindowUserPointer(window, Unmanaged.passUnretained(inbox).toOpaque())
      listen()
    }

    deinit {
      glfwMakeContextCurrent(window)
      renderer = nil
      glfwDestroyWindow(window)
      WindowLibrary.release()
    }

    /// The picture's size in pixels; twice the window's on a display with two pixels per coordinate.
    public var pixelSize: (width: Int, height: Int) {
      var (width, height): (Int32, Int32) = (0, 0)
      glfwGetFramebufferSize(window, &width, &height)
      return (Int(width), Int(height))
    }

    /// Pixels per point of text and controls, 1 on an ordinary display.
    public var pixelScale: Double {
      var (x, y): (Float, Float) = (1, 1)
      glfwGetWindowContentScale(window, &x, &y)
      return Double(max(x, y, 1))
    }

    /// The line in the title bar.
    public var title: String = "" {
      didSet { if title != oldValue { glfwSetWindowTitle(window, title) } }
    }

    /// Asks for another size, in screen coordinates.
    public func resize(width: Int, height: Int) {
      glfwSetWindowSize(window, Int32(width), Int32(height))
    }

    /// Draws `composition` at `pixelSize` and shows it. A minimised window is left as it is.
    ///
    /// - Throws: `GraphicsError` when OpenGL refuses the window's size.
    public func present(_ composition: Composition) throws(GraphicsError) {
      let (width, height) = pixelSize
      guard width > 0, height > 0 else { return }
      glfwMakeContextCurrent(window)
      // Other windows and renderers on this thread need theirs to be current.
      defer { glfwMakeContextCurrent(nil) }
      try renderer!.draw(composition, width: width, height: height)
      renderer!.target.present(windowWidth: width, windowHeight: height)
      glfwSwapBuffers(window)
    }

    /// The picture shown last.
    public func capture() -> Image? {
      let target = renderer!.target
      guard target.width > 0, target.height > 0 else { return nil }
      glfwMakeContextCurrent(window)
      defer { glfwMakeContextCurrent(nil) }
      var image = Image(width: target.width, height: target.height)
      image.withUnsafeMutablePixels { target.read(into: $0) }
      return image
    }

    /// What happened since the last call, in order.
    ///
    /// - Parameter waiting: seconds to wait for the first event; 0 returns at once.
    public func takeEvents(waiting: Double = 0) -> [WindowEvent] {
      if waiting > 0 { glfwWaitEventsTimeout(waiting) } else { glfwPollEvents() }
      if glfwWindowShouldClose(window) != 0 {
        glfwSetWindowShouldClose(window, 0)
        inbox.events.append(.close)
      }
      defer { inbox.events.removeAll(keepingCapacity: true) }
      return inbox.events
    }

    private static func inbox(of window: OpaquePointer?) -> Inbox {
      Unmanaged<Inbox>.fromOpaque(glfwGetWindowUserPointer(window)).takeUnretainedValue()
    }

    private func listen() {
      glfwSetKeyCallback(window) { window, key, _, action, modifiers in
        let inbox = Window.inbox(of: window)
        let key = Key(glfw: key)
        inbox.events.append(
          action == GLFW_RELEASE
            ? .keyUp(key)
            : .keyDown(
              key, WindowEvent.Modifiers(rawValue: Int(modifiers) & 7), isRepeat: action == GLFW_REPEAT))
      }
      glfwSetMouseButtonCallback(window) { window, button, action, modifiers in
        let inbox = Window.inbox(of: window)
        let name: WindowEvent.MouseButton =
          switch button {
          case GLFW_MOUSE_BUTTON_LEFT: .left
          case GLFW_MOUSE_BUTTON_RIGHT: .right
          default: .middle
          }
        inbox.events.append(
          action == GLFW_RELEASE
            ? .buttonUp(name, inbox.pointer)
            : .buttonDown(name, inbox.pointer, WindowEvent.Modifiers(rawValue: Int(modifiers) & 7)))
      }
      glfwSetCursorPosCallback(window) { window, x, y in
        let inbox = Window.inbox(of: window)
        // From screen coordinates to pixels.
        var (width, height, pixelWidth, pixelHeight): (Int32, Int32, Int32, Int32) = (1, 1, 1, 1)
        glfwGetWindowSize(window, &width, &height)
        glfwGetFramebufferSize(window, &pixelWidth, &pixelHeight)
        inbox.pointer = WindowEvent.Place(
          x * Double(pixelWidth) / Double(max(width, 1)), y * Double(pixelHeight) / Double(max(height, 1)))
        if case .pointer = inbox.events.last { inbox.events.removeLast() }
        inbox.events.append(.pointer(inbox.pointer))
      }
      glfwSetScrollCallback(window) { window, x, y in
        let inbox = Window.inbox(of: window)
        inbox.events.append(.scroll(x: x, y: y, at: inbox.pointer))
      }
      glfwSetWindowFocusCallback(window) { window, hasFocus in
        if hasFocus == 0 { Window.inbox(of: window).events.append(.focusLost) }
      }
    }
  #else
    /// - Throws: `GraphicsError`, always: this build has no window.
    public init(
      title: String, width: Int = 960, height: Int = 640, synchronizes: Bool = true
    ) throws(GraphicsError) {
      throw .notBuilt
    }

    public var pixelSize: (width: Int, height: Int) { (0, 0) }
    public var pixelScale: Double { 1 }
    public var title: String = ""
    public func resize(width: Int, height: Int) {}
    public func present(_ composition: Composition) throws(GraphicsError) { throw .notBuilt }
    public func capture() -> Image? { nil }
    public func takeEvents(waiting: Double = 0) -> [WindowEvent] { [] }
  #endif
}
