#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the libraries may be that are opened when they are first needed.
public enum LibrarySearch {
  /// Paths to try, the first choice first: the one in the environment variable `variable`; file `names[0]` in
  /// `.libraries/<folder>` above the running program or above `file`, where `make setup` puts it; and the bare
  /// names, for the system to look for.
  ///
  /// Not in the current folder, which may be anybody's.
  ///
  /// - Parameter file: the shared library that asks, if it is not part of the program.
  public static func candidates(
    variable: String, folder: String, names: [String], above file: String = ""
  ) -> [String] {
    var paths: [String] = []
    if let path = value(of: variable) { paths.append(path) }
    for start in [programPath, file] {
      var above = start[...]
      while let slash = above.lastIndex(of: "/") {
        above = above[..<slash]
        let path = "\(above)/.libraries/\(folder)/\(names[0])"
        if !paths.contains(path) { paths.append(path) }
      }
    }
    return paths + names
  }

  /// Whether somebody names the library in that environment variable.
  public static func isSet(_ variable: String) -> Bool { value(of: variable) != nil }

  /// An empty path would mean the program itself.
  private static func value(of variable: String) -> String? {
    guard let text = getenv(variable), text[0] != 0 else { return nil }
    return String(cString: text)
  }

  /// The running program's file; empty where the system does not tell.
  private static var programPath: String {
    let capacity = 4096
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      let start = buffer.baseAddress!
      #if os(macOS)
        var size = UInt32(capacity)
        return _NSGetExecutablePath(start, &size) == 0 ? String(cString: start) : ""
      #else
        let count = readlink("/proc/self/exe", start, capacity - 1)
        guard count > 0 else { return "" }
        start[count] = 0
        return String(cString: start)
      #endif
    }
  }
}
