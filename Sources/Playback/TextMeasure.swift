import Scenes

/// How wide writing is.
package enum TextMeasure {
  /// Width of one line of `text` at an em of `size`, in the unit of `size`.
  package static func width(of text: String, size: Double) -> Double {
    Font.standard.width(of: text, size: size)
  }

  /// `text`, shortened with an ellipsis until it is no wider than `width`; empty where nothing fits.
  static func fit(_ text: String, width limit: Double, size: Double) -> String {
    if width(of: text, size: size) <= limit { return text }
    // Widths grow with length: halving finds the longest start that fits.
    let characters = Array(text)
    var (low, high) = (0, characters.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if width(of: String(characters[..<middle]) + "…", size: size) <= limit {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low > 0 ? String(characters[..<low]) + "…" : ""
  }

  /// `text` in lines no wider than `width`, broken at blanks, at most `count`; the last is shortened.
  static func lines(_ text: String, width limit: Double, size: Double, atMost count: Int) -> [String] {
    var lines: [String] = []
    var words = text.split(separator: " ")[...]
    while let first = words.first, lines.count < count {
      var line = String(first)
      words.removeFirst()
      while let next = words.first,
        lines.count == count - 1 || width(of: line + " " + next, size: size) <= limit
      {
        line += " " + next
        words.removeFirst()
      }
      lines.append(fit(line, width: limit, size: size))
    }
    return lines
  }
}
