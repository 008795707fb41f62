/// Why nothing can be drawn with OpenGL here. The message says "fault; remedy".
public struct GraphicsError: Error, Equatable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }

  #if !Rendering
    static let notBuilt = GraphicsError(
      "this program was built without the trait Rendering; build it with 'make', or with --traits Rendering")
  #endif
}
