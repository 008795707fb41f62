import CGauntlet
import DecisionProcesses

extension ElementType {
  /// The header's number for this type.
  var code: Int32 {
    switch self {
    case .float32: GAUNTLET_FLOAT32
    case .float64: GAUNTLET_FLOAT64
    case .int64: GAUNTLET_INT64
    }
  }

  /// The type that `code` asks for in the column of `row`; the row's own for 0.
  ///
  /// - Throws: `Failure` for an unknown code and for one that the row cannot travel as.
  static func chosen(
    _ code: Int32, for row: RowDescription, _ name: String
  ) throws(Failure) -> ElementType {
    if code == 0 { return row.elementType }
    guard let type = allCases.first(where: { $0.code == code }) else {
      throw .badArgument("\(name) is \(code); use 0, GAUNTLET_FLOAT32, GAUNTLET_FLOAT64 or GAUNTLET_INT64")
    }
    // A row without components, nature's for example, counts as real.
    guard type != .int64 || (row.isCategorical && row.width > 0) else {
      throw .badArgument("\(name) is GAUNTLET_INT64, but the row holds real numbers; use GAUNTLET_FLOAT32 or 64")
    }
    return type
  }
}

/// The header's word for an element type.
func elementName(_ code: Int32) -> String {
  switch code {
  case GAUNTLET_FLOAT32: "GAUNTLET_FLOAT32"
  case GAUNTLET_FLOAT64: "GAUNTLET_FLOAT64"
  case GAUNTLET_INT64: "GAUNTLET_INT64"
  case GAUNTLET_UINT8: "GAUNTLET_UINT8"
  default: "\(code)"
  }
}

/// Bytes of one element of a known type.
func elementBytes(_ code: Int32) -> Int {
  switch code {
  case GAUNTLET_FLOAT32: 4
  case GAUNTLET_UINT8: 1
  default: 8
  }
}
