// What tokens are made of. A token is a run of scalars that are neither white space nor punctuation.

func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
}

func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "?", ",", "|", "=", "(", ")", "[", "]", "\"": true
  default: false
  }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
func isLowerCase(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
func isLetter(_ byte: UInt8) -> Bool { isLowerCase(byte | 0x20) }

/// Whether `name` is made of lower-case letters and digits in groups joined by single hyphens.
func isHyphenatedName(_ name: String) -> Bool {
  name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { group in
    !group.isEmpty && group.allSatisfy { isLowerCase($0) || isDigit($0) }
  }
}

/// Whether `name` is a letter followed by letters, digits and underscores.
func isArgumentName(_ name: String) -> Bool {
  guard let first = name.utf8.first, isLetter(first) else { return false }
  return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
}

/// Whether `token` is made of what a word may contain.
func isWord(_ token: String) -> Bool {
  !token.isEmpty && token.utf8.allSatisfy { byte in
    isLetter(byte) || isDigit(byte) || "-_:./".utf8.contains(byte)
  }
}

/// Whether `token` is a decimal number: sign, digits with at most one point, exponent.
func isDecimal(_ token: String) -> Bool {
  var rest = token.utf8[...]
  func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
  func skipDigits() -> Int {
    let digits = rest.prefix(while: isDigit).count
    rest = rest.dropFirst(digits)
    return digits
  }
  if let first = rest.first, isSign(first) { rest = rest.dropFirst() }
  var digits = skipDigits()
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    digits += skipDigits()
  }
  guard digits > 0 else { return false }
  if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
    rest = rest.dropFirst()
    if let first = rest.first, isSign(first) { rest = rest.dropFirst() }
    guard skipDigits() > 0 else { return false }
  }
  return rest.isEmpty
}

/// Whether `token` spells an infinity or a NaN, with or without a sign and in either case.
func isNonFiniteName(_ token: String) -> Bool {
  let name = token.first == "+" || token.first == "-" ? token.dropFirst() : token[...]
  return ["inf", "infinity", "nan"].contains(name.lowercased())
}

extension Value {
  /// The number or word that a bare token stands for; a number too small for a double rounds to zero.
  init(token: String) throws(Lapse) {
    if isDecimal(token) {
      guard let number = Double(token), number.isFinite else {
        throw Lapse(
          message: "\(quoted(token)) is too large for a number",
          remedy: "give a magnitude of at most \(Double.greatestFiniteMagnitude)")
      }
      self = .number(number)
    } else if isNonFiniteName(token) {
      throw .notFinite(token)
    } else if isWord(token) {
      self = .word(token)
    } else {
      throw Lapse(
        message: "\(quoted(token)) is neither a number nor a word",
        remedy: "put it in double quotes, or use only letters, digits and - _ : . /")
    }
  }
}

extension Lapse {
  static func notFinite(_ value: String) -> Lapse {
    Lapse(message: "\(quoted(value)) is not a finite number", remedy: "give a finite number")
  }

  static var tooDeep: Lapse {
    Lapse(
      message: "a list '[' inside \(Value.deepestNesting) others is nested too deeply",
      remedy: "nest at most \(Value.deepestNesting) lists")
  }

  static func notEnvironmentID(_ name: String) -> Lapse {
    Lapse(
      message: "\(quoted(name)) is not an environment id",
      remedy: "ids are lower-case letters, digits and single hyphens, such as cart-pole-v1")
  }

  static func notRuleName(_ name: String) -> Lapse {
    Lapse(
      message: "\(quoted(name)) is not a rule name",
      remedy: "rule names are lower-case letters, digits and single hyphens, such as gaussian-noise")
  }

  static func notArgumentName(_ name: String) -> Lapse {
    Lapse(
      message: "\(quoted(name)) is not an argument name",
      remedy: "names are letters, digits and underscores and begin with a letter, such as massPole")
  }

  static func duplicate(_ name: String, _ first: Value, _ second: Value) -> Lapse {
    Lapse(
      message: "argument \(quoted(name)) is given twice, as \(shown(first)) and as \(shown(second))",
      remedy: "keep one of the two")
  }
}

/// A value as messages show it: numbers and lists as written, words and texts between single quotes.
func shown(_ value: Value) -> String {
  switch value {
  case .number(let number): return decimal(number)
  case .word(let text), .text(let text): return quoted(text)
  case .list:
    let text = value.description
    let head = text.prefix(60)
    return visible(String(head)) + (head.endIndex == text.endIndex ? "" : "…")
  }
}
