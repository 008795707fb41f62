#if Rendering
  import CGraphics
  import Synchronization

  /// GLFW, initialised while at least one window is open.
  enum WindowLibrary {
    private static let users = Mutex(0)

    /// What to do where no window can be had.
    static let alternative =
      "draw without a window: 'gauntlet record' writes PNG frames or a video, Xvfb gives a virtual display"

    /// - Throws: `GraphicsError` where the library or a display is missing.
    static func retain() throws(GraphicsError) {
      let fault: String? = users.withLock { users in
        if users == 0 {
          if let fault = graphics_open_glfw() { return String(cString: fault) }
          guard glfwInit() != 0 else { return "no display can be opened (\(lastFault)); \(alternative)" }
        }
        users += 1
        return nil
      }
      if let fault { throw GraphicsError(fault) }
    }

    static func release() {
      users.withLock { users in
        users -= 1
        if users == 0 { glfwTerminate() }
      }
    }

    /// GLFW's words for what it could not do last.
    static var lastFault: String {
      var text: UnsafePointer<CChar>?
      _ = glfwGetError(&text)
      return text.map { String(cString: $0) } ?? "no reason given"
    }
  }

  extension Key {
    init(glfw key: Int32) {
      self =
        switch key {
        case GLFW_KEY_SPACE: .space
        case 39...96: .character(Character(UnicodeScalar(UInt8(key))))
        case GLFW_KEY_ENTER, GLFW_KEY_KP_ENTER: .enter
        case GLFW_KEY_ESCAPE: .escape
        case GLFW_KEY_TAB: .tab
        case GLFW_KEY_BACKSPACE: .backspace
        case GLFW_KEY_DELETE: .delete
        case GLFW_KEY_LEFT: .left
        case GLFW_KEY_RIGHT: .right
        case GLFW_KEY_UP: .up
        case GLFW_KEY_DOWN: .down
        case GLFW_KEY_HOME: .home
        case GLFW_KEY_END: .end
        case GLFW_KEY_PAGE_UP: .pageUp
        case GLFW_KEY_PAGE_DOWN: .pageDown
        case GLFW_KEY_F1...GLFW_KEY_F12: .function(Int(key - GLFW_KEY_F1) + 1)
        case GLFW_KEY_KP_ADD: .character("=")
        case GLFW_KEY_KP_SUBTRACT: .character("-")
        default: .other(Int(key))
        }
    }
  }
#endif
