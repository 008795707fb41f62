import Foundation
import Testing

private let hasPython = (try? run("python3", ["--version"]).status) == 0

@Suite(.enabled(if: hasPython, "the scripts need python3")) struct ScriptTests {
  /// A copy of what the scripts read.
  private func withCopy<T>(_ body: (URL) throws -> T) throws -> T {
    try withTemporaryFolder { folder in
      for part in ["Scripts", "Sources", "Environments"] {
        try FileManager.default.copyItem(
          at: root.appendingPathComponent(part), to: folder.appendingPathComponent(part))
      }
      return try body(folder)
    }
  }

  @Test func madeWorldCompilesInItsFamily() throws {
    try withCopy { copy in
      let made = try run("Scripts/make-environment", ["IceRink", "ClassicControl"], in: copy)
      try #require(made.status == 0, "\(made.lines)")
      let family = copy.appendingPathComponent("Environments/ClassicControl")
      let listing = try String(
        contentsOf: family.appendingPathComponent("ClassicControl.swift"), encoding: .utf8)
      #expect(listing.contains("    visitor.visit(IceRink.self)\n"))
      let names = try #require(FileManager.default.enumerator(atPath: family.path)).compactMap { $0 as? String }
      let files = names.filter { $0.hasSuffix(".swift") }.sorted().map { family.appendingPathComponent($0) }
      #expect(files.contains { $0.lastPathComponent == "IceRink+Scene.swift" })
      let checked = try typeCheck(files, isLibrary: true, moduleName: "ClassicControlEnvironments")
      #expect(checked.status == 0, "\(checked.lines.prefix(10))")
    }
  }

  @Test(arguments: [
    (["iceRink", "ClassicControl"], "error: 'iceRink' is not a world's name"),
    (["IceRinkEnv", "ClassicControl"], "error: 'IceRinkEnv' ends in a word that says nothing"),
    (["CartPole", "SafeControl"], "already has a CartPole"),
    (["Vector", "SafeControl"], "already has a Vector"),
    (["IceRink", "Robots"], "error: there is no family 'Robots'; known: "),
    (["IceRink", "Tabular"], "error: the template is continuous"),
    (["IceRink"], "error: give a name and a family"),
  ])
  func makeEnvironmentRefuses(_ arguments: [String], _ message: String) throws {
    try withCopy { copy in
      let result = try run("Scripts/make-environment", arguments, in: copy)
      #expect(result.status != 0)
      #expect(result.lines.count == 1 && result.lines[0].contains(message), "\(result.lines)")
      let after = try run("diff", ["-r", "Environments", root.appendingPathComponent("Environments").path], in: copy)
      #expect(after.status == 0, "\(after.lines)")
    }
  }

  @Test func arrowsPointDownAndTheCheckSeesWhenNot() throws {
    let check = try run("Scripts/check-arrows", ["--no-build"])
    #expect(check.status == 0, "\(check.lines)")
    let planted = try run("Scripts/check-arrows", ["--self-test"])
    #expect(planted.status == 0, "\(planted.lines.filter { $0.hasPrefix("FAIL") })")
  }

  /// Without an index, without Python, or with a library of one's own the set-up goes on, in a line at most.
  @Test func highsIsFetchedOrItsLackExplained() throws {
    try checkFetching("highs", "HiGHS", "HiGHS 1.15.1", own: "HIGHS_LIBRARY")
  }

  /// The same for the physics engine, whose headers nobody else's library brings.
  @Test func mujocoIsFetchedOrItsLackExplained() throws {
    try checkFetching("mujoco", "MuJoCo", "MuJoCo 4.0.0", own: nil)
  }

  @Test func openblasIsFetchedOrItsLackExplained() throws {
    try checkFetching("openblas", "OpenBLAS", "OpenBLAS 0.3.34.481.3", own: "LAPACK_LIBRARY")
  }

  /// A download that is not what was pinned is thrown away.
  @Test func anotherChecksumIsRefused() throws {
    try withCopy { copy in
      let script = copy.appendingPathComponent("Scripts/fetch-mujoco")
      let text = try String(contentsOf: script, encoding: .utf8)
      let changed = text.replacing(/checksum=[0-9a-f]{64}/) { _ in "checksum=" + String(repeating: "0", count: 64) }
      try changed.write(to: script, atomically: true, encoding: .utf8)
      let result = try run("bash", ["Scripts/fetch-mujoco"], in: copy)
      #expect(result.status == 0)
      let isOffline = result.lines.contains { $0.contains("no package index") || $0.contains("could not fetch") }
      #expect(
        isOffline || result.lines.contains { $0.contains("another checksum") }, "\(result.lines)")
      #expect(!FileManager.default.fileExists(atPath: copy.appendingPathComponent(".libraries/mujoco").path))
    }
  }

  private func checkFetching(
    _ folder: String, _ name: String, _ fetched: String, own variable: String?
  ) throws {
    try withCopy { copy in
      let tools = copy.appendingPathComponent("tools")
      try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
      for tool in ["bash", "dirname", "uname", "cat"] {
        let found = try #require(try run("which", [tool]).lines.first)
        try FileManager.default.createSymbolicLink(
          at: tools.appendingPathComponent(tool), withDestinationURL: URL(fileURLWithPath: found))
      }
      var cases: [([String], String?)] = [
        (["PIP_NO_INDEX=1"], "setup: pip could not fetch it"),
        (["PATH=" + tools.path], "setup: no 'python3' found to fetch \(name) with"),
      ]
      if let variable { cases.append((["\(variable)=/own/library.so"], nil)) }
      for (settings, message) in cases {
        let result = try run(
          "env", ["-u", "HIGHS_LIBRARY", "-u", "LAPACK_LIBRARY"] + settings + ["bash", "Scripts/fetch-\(folder)"], in: copy)
        #expect(result.status == 0, "\(result.lines)")
        let complaints = result.lines.filter { $0 != "setup: fetching \(fetched) from PyPI" }
        #expect(complaints.count == (message == nil ? 0 : 1), "\(result.lines)")
        if let message { #expect(complaints.first?.hasPrefix(message) == true, "\(result.lines)") }
        #expect(!FileManager.default.fileExists(atPath: copy.appendingPathComponent(".libraries/\(folder)").path))
      }
    }
  }
}
