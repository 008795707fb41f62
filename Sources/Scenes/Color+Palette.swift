/// The colour-blind safe palette of Okabe and Ito, and four neutrals.
///
/// Source: M. Okabe, K. Ito, "Color Universal Design", University of Tokyo, 2008. The eight named hues
/// stay apart for the common colour deficiencies; `slate`, `mist` and `paper` are house neutrals.
extension Color {
  public static let ink = Color(hex: 0x000000)
  public static let orange = Color(hex: 0xE69F00)
  public static let sky = Color(hex: 0x56B4E9)
  public static let green = Color(hex: 0x009E73)
  public static let yellow = Color(hex: 0xF0E442)
  public static let blue = Color(hex: 0x0072B2)
  public static let vermillion = Color(hex: 0xD55E00)
  public static let purple = Color(hex: 0xCC79A7)

  /// A dark neutral for bodies and outlines.
  public static let slate = Color(hex: 0x3C4650)
  /// A light neutral for rails, grids and inactive parts.
  public static let mist = Color(hex: 0xC9CED3)
  /// The usual background, a warm white.
  public static let paper = Color(hex: 0xFBFAF7)
  /// Fully transparent.
  public static let clear = Color(red: 0, green: 0, blue: 0, alpha: 0)

  /// The seven chromatic colours in an order that keeps neighbours apart, for series and categories.
  public static let series: [Color] = [
    .blue, .orange, .green, .vermillion, .sky, .purple, .yellow,
  ]
}
