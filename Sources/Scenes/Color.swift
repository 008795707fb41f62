/// An sRGB colour with straight (not premultiplied) alpha, eight bits per channel.
///
/// Blending works on the stored sRGB values, as browsers and most viewers do; no linear-light
/// conversion takes place anywhere.
public struct Color: Equatable, Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8
  /// 0 is transparent, 255 opaque.
  public var alpha: UInt8

  /// A colour from its four channels, each 0...255.
  public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// An opaque colour from `0xRRGGBB`.
  ///
  /// - Precondition: `hex <= 0xFFFFFF`.
  public init(hex: UInt32) {
    precondition(hex <= 0xFF_FFFF, "Color(hex:) takes 0xRRGGBB; got more than 24 bits")
    self.init(
      red: UInt8(hex >> 16), green: UInt8(hex >> 8 & 0xFF), blue: UInt8(hex & 0xFF))
  }

  /// The same colour with alpha `round(255 · opacity)`.
  ///
  /// - Precondition: `opacity` lies in 0...1.
  public func opacity(_ opacity: Double) -> Color {
    precondition(opacity >= 0 && opacity <= 1, "opacity must lie in 0...1, got \(opacity)")
    var color = self
    color.alpha = UInt8(opacity * 255 + 0.5)
    return color
  }

  /// The channel-wise straight line `(1 − t)·self + t·other`, rounded to nearest; `t` is clamped to 0...1
  /// and a NaN counts as 0.
  public func mixed(with other: Color, by t: Double) -> Color {
    let t = t >= 0 ? min(t, 1) : 0
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(Double(a) + t * (Double(b) - Double(a)) + 0.5)
    }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue),
      alpha: mix(alpha, other.alpha))
  }
}
