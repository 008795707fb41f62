extension AssetCatalog {
  /// The MJCF text of a locomotion world's model.
  ///
  /// - Precondition: `name` is that of a file under `Assets/MuJoCo`, without its ending.
  public static func locomotionModel(_ name: String) -> String {
    let bytes =
      switch name {
      case "ant": PackageResources.ant_xml
      case "half-cheetah": PackageResources.half_cheetah_xml
      case "hopper": PackageResources.hopper_xml
      case "humanoid": PackageResources.humanoid_xml
      case "humanoid-standup": PackageResources.humanoid_standup_xml
      case "inverted-double-pendulum": PackageResources.inverted_double_pendulum_xml
      case "inverted-pendulum": PackageResources.inverted_pendulum_xml
      case "reacher": PackageResources.reacher_xml
      case "swimmer": PackageResources.swimmer_xml
      case "walker-2d": PackageResources.walker_2d_xml
      default: preconditionFailure("there is no model Assets/MuJoCo/\(name).xml")
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
