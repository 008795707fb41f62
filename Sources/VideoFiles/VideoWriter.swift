import Foundation

/// Writes a video file by way of the external program `ffmpeg`: whole, or not at all.
public final class VideoWriter {
  /// - Throws: `VideoError` for an unknown extension, a size outside 1...16384, a rate outside 1...240, a
  ///   target that cannot be written, or a missing ffmpeg.
  public init(_ target: URL, width: Int, height: Int, framesPerSecond: Int) throws(VideoError) {}

  /// Adds a frame of `4 · width · height` bytes, RGBA with the top row first; alpha is ignored.
  ///
  /// - Throws: `VideoError` when ffmpeg has died; nothing is left behind.
  public func add(rgba: [UInt8]) throws(VideoError) {}

  /// Ends the video and puts it in its place.
  public func finish() throws(VideoError) {}

  /// Ends ffmpeg and removes what was written.
  public func cancel() {}
}

/// Why a video could not be written. The message says "fault; remedy".
public struct VideoError: Error, Equatable, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}
