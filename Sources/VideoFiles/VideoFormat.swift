/// The kinds of video that can be written, by the ending of the file's name.
public enum VideoFormat: String, Sendable, CaseIterable {
  /// H.264 in MP4 with the index in front; sides are padded to even numbers.
  case mp4
  /// A palette of its own for each video; at most 50 frames per second, which is as fast as viewers play.
  case gif

  /// What ffmpeg is told about the output.
  func arguments(framesPerSecond: Int) -> [String] {
    switch self {
    case .mp4:
      // The pad filter takes what is not even up to the next even number.
      return [
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white", "-c:v", "libx264", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", "-f", "mp4",
      ]
    case .gif:
      let rate = min(framesPerSecond, 50)
      return [
        "-filter_complex",
        "fps=\(rate),split[a][b];[a]palettegen=stats_mode=diff[p];"
          + "[b][p]paletteuse=dither=bayer:bayer_scale=4",
        "-f", "gif",
      ]
    }
  }
}
