/// What a person did to a window since it was last asked.
public enum WindowEvent: Equatable, Sendable {
  /// A key went down; `isRepeat` when it is held.
  case keyDown(Key, Modifiers, isRepeat: Bool)
  case keyUp(Key)
  /// A mouse button, at a place in the window.
  case buttonDown(MouseButton, Place, Modifiers)
  case buttonUp(MouseButton, Place)
  /// The mouse moved, whether or not a button is down.
  case pointer(Place)
  /// The wheel turned: notches to the right and up.
  case scroll(x: Double, y: Double, at: Place)
  /// The window lost the keyboard: keys that were down count as released.
  case focusLost
  /// The close button, or the window manager's request.
  case close

  /// A place in pixels of the picture, from its upper left corner.
  public struct Place: Equatable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  public enum MouseButton: Equatable, Sendable { case left, right, middle }

  public struct Modifiers: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let shift = Modifiers(rawValue: 1)
    public static let control = Modifiers(rawValue: 2)
    public static let alt = Modifiers(rawValue: 4)
  }
}

/// A key by its place on a US keyboard.
public enum Key: Equatable, Hashable, Sendable {
  /// A printable key by its unshifted character, upper case: "A", "1", "[".
  case character(Character)
  case space, enter, escape, tab, backspace, delete
  case left, right, up, down, home, end, pageUp, pageDown
  /// F1 to F12.
  case function(Int)
  /// Any other key, by its number in GLFW.
  case other(Int)
}
