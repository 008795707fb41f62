/// A JSON value; written without Foundation.
enum JSON {
  case null
  case bool(Bool)
  case integer(Int)
  /// Null where not finite: JSON has no infinities.
  case number(Double)
  case text(String)
  case array([JSON])
  /// Members in order.
  case object(KeyValuePairs<String, JSON>)

  /// The text on one line.
  var line: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
    case .text(let value): Self.write(value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += ", " }
        Self.write(member.key, to: &text)
        text += ": "
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension Sequence {
  /// The JSON array of the elements.
  func json(_ element: (Element) -> JSON) -> JSON { .array(map(element)) }
}

extension Optional {
  /// Null for nil.
  func json(_ value: (Wrapped) -> JSON) -> JSON { map(value) ?? .null }
}
