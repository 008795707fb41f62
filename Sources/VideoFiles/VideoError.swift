/// Why a video could not be written. The message says "fault; remedy".
public struct VideoError: Error, Equatable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Fault: Sendable, Equatable {
    case unknownFormat, unfitSize, unfitRate, unwritable, missingEncoder, encoderFailed
  }

  public let fault: Fault
  public let message: String

  public var description: String { message }
}
