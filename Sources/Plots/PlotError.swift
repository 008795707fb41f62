/// Why a chart cannot be drawn.
public enum PlotError: Error, Equatable, CustomStringConvertible {
  /// No value is finite, and on a logarithmic axis positive; the text names what was looked at.
  case noData(String)
  /// Lists that belong together differ in length.
  case unequalCounts(String, Int, Int)
  /// The picture is too small for its labels.
  case tooSmall(width: Int, height: Int)

  public var description: String {
    switch self {
    case .noData(let what): "\(what) has no value that can be drawn; give at least one finite number"
      + " (positive on a logarithmic axis)"
    case .unequalCounts(let what, let count, let expected):
      "\(what) has \(count) values where \(expected) belong; give one for each"
    case .tooSmall(let width, let height):
      "\(width)x\(height) pixels leave no room between the labels; give a larger size"
    }
  }
}
