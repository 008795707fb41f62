/// The texts and tables that the library carries inside its own binary.
public enum AssetCatalog {
  /// The shaders of plane figures: GLSL 3.30 without its version line and the definitions that choose a
  /// program.
  public static var planeShader: String { String(decoding: PackageResources.plane_glsl, as: UTF8.self) }

  /// The shaders of solids, likewise.
  public static var solidShader: String { String(decoding: PackageResources.solid_glsl, as: UTF8.self) }
}
