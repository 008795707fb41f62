// Everything is coded as its text form: one string, readable in a log, checked by the parser on its return.

extension Recipe: Codable {
  /// Decodes the text form; throws `DecodingError` when it does not parse.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder) { text throws(RecipeError) in try Recipe(parsing: text) }
  }

  /// Encodes the canonical text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension RuleCall: Codable {
  /// Decodes the text form; throws `DecodingError` when it does not parse.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder) { text throws(RecipeError) in try RuleCall(parsing: text) }
  }

  /// Encodes the canonical text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension Arguments: Codable {
  /// Decodes the text form; throws `DecodingError` when it does not parse.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder) { text throws(RecipeError) in try Arguments(parsing: text) }
  }

  /// Encodes the canonical text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension Value: Codable {
  /// Decodes the text form; throws `DecodingError` when it does not parse.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder) { text throws(RecipeError) in try Value(parsing: text) }
  }

  /// Encodes the canonical text; throws `EncodingError` for a value that has none, such as a NaN.
  public func encode(to encoder: any Encoder) throws {
    do throws(Lapse) {
      try check()
    } catch {
      throw EncodingError.invalidValue(
        self, .init(codingPath: encoder.codingPath, debugDescription: "\(error.message); \(error.remedy)"))
    }
    try encodeText(description, to: encoder)
  }
}

private func encodeText(_ text: String, to encoder: any Encoder) throws {
  var container = encoder.singleValueContainer()
  try container.encode(text)
}

private func decodeText<T>(
  from decoder: any Decoder, parse: (String) throws(RecipeError) -> T
) throws -> T {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  do throws(RecipeError) {
    return try parse(text)
  } catch {
    throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
  }
}
