import CMuJoCo
import LibrarySearch

/// The physics engine MuJoCo, opened when it is first needed.
///
/// Looked for at the path in the environment variable MUJOCO_LIBRARY, which is then the only one, else where
/// `LibrarySearch` looks. A library of another version than the headers that this was built with is refused,
/// because its structures are laid out differently.
public enum PhysicsLibrary {
  /// The version that this was built for; empty where it was built without MuJoCo.
  public static var version: String { String(cString: physics_version()) }

  /// Why the engine cannot be used; nil where it can. Searched for once in the life of a program.
  public static let problem: PhysicsError? = {
    guard !version.isEmpty else {
      return PhysicsError(
        "this program was built without MuJoCo",
        remedy: "build it with 'make', which fetches MuJoCo, or with '--traits MuJoCo' after 'make setup'")
    }
    return open(candidates)
  }()

  /// - Throws: `PhysicsError` where the engine cannot be used.
  public static func require() throws(PhysicsError) {
    if let problem { throw problem }
  }

  /// Opens the first of `paths` that is there; why none could be.
  static func open(_ paths: [String]) -> PhysicsError? {
    var found: [String] = []
    for path in paths {
      var message = [CChar](repeating: 0, count: 1200)
      if physics_open(path, &message, message.count) != 0 { return nil }
      let end = message.firstIndex(of: 0) ?? message.endIndex
      let reason = String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // That a file is not there is no news; any other reason is.
      if !reason.contains("No such file") && !reason.contains("no such file") { found.append(reason) }
    }
    let reason = found.isEmpty ? "MuJoCo \(version) is missing (\(names[0]))" : found.joined(separator: "; ")
    return PhysicsError(
      reason,
      remedy: "fetch it with 'make setup' or 'pip install mujoco-core==\(version)' and name its file in "
        + "MUJOCO_LIBRARY")
  }

  private static var names: [String] {
    #if os(macOS)
      ["libmujoco.\(version).dylib"]
    #else
      ["libmujoco.so.\(version)"]
    #endif
  }

  private static var candidates: [String] {
    let all = LibrarySearch.candidates(
      variable: variable, folder: "mujoco", names: names, above: String(cString: physics_own_path()))
    return isNamed ? Array(all.prefix(1)) : all
  }

  private static let variable = "MUJOCO_LIBRARY"
  private static var isNamed: Bool { LibrarySearch.isSet(variable) }
}
