/// The fonts that the suite carries.
public enum FontAssets {
  /// The packed bytes of Gauntlet Sans, a subset of DejaVu Sans; `Scenes.Font` reads them.
  ///
  /// - Complexity: O(bytes): each call decodes them anew.
  public static var sans: [UInt8] { decodedBase64(gauntletSans) }
}

/// The bytes that `text` stands for.
///
/// Source: S. Josefsson, "The Base16, Base32, and Base64 data encodings", RFC 4648, section 4.
///
/// - Precondition: `text` is base64 without white space.
package func decodedBase64(_ text: StaticString) -> [UInt8] {
  text.withUTF8Buffer { letters in
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for letter in letters where letter != UInt8(ascii: "=") {
      bits = bits << 6 | UInt32(base64Value(letter))
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}

private func base64Value(_ letter: UInt8) -> UInt8 {
  switch letter {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
  case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: preconditionFailure("byte \(letter) is no base64; write the asset anew with Scripts/pack-font")
  }
}
