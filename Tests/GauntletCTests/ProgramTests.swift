import Batching
import EnvironmentCatalog
import Foundation
import GauntletC
import Recipes
import Testing

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
private let programs = root.appendingPathComponent("Tests/GauntletCTests/Programs")
/// Where the build put libraries.
private let products = Bundle.main.bundleURL

private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

private let hasCompiler = (try? run("cc", ["--version"]).status) == 0

/// Programs in C against the library as it was built.
@Suite(.enabled(if: hasCompiler, "the programs need a C compiler called cc")) struct ProgramTests {
  private func compile(
    _ name: String, in folder: URL, _ flags: [String] = [], from source: URL? = nil
  ) throws -> String {
    let program = folder.appendingPathComponent(name).path
    let source = source ?? programs.appendingPathComponent(name + ".c")
    let built = try run(
      "cc",
      ["-std=c99", "-pedantic", "-Wall", "-Werror", "-O1", "-g", "-o", program]
        + ["-I", root.appendingPathComponent("Sources/CGauntlet/include").path]
        + [source.path, "-L", products.path, "-lGauntletC"]
        + ["-Wl,-rpath," + products.path] + flags)
    try #require(built.status == 0, "\(built.output)")
    return program
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func hostileCallsNeverEndTheProgram() throws {
    try withFolder { folder in
      let fuzz = try compile("fuzz", in: folder, ["-lm"])
      for seed in ["1", "2", "3"] {
        let result = try run(fuzz, [seed, "20000"])
        #expect(result.status == 0, "seed \(seed): \(result.output)")
        // It must have got somewhere: a library that refuses everything would pass, too.
        let steps = try #require(result.output.firstMatch(of: /, OK (\d+)/)?.1)
        #expect(try #require(Int(steps)) > 5000, "\(result.output)")
      }
    }
  }

  @Test func forkedAndThreadedProgramsGetCodes() throws {
    try withFolder { folder in
      let result = try run(try compile("processes", in: folder, ["-pthread"]), [])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output == "child refused, child plays, parent plays\nthreads took turns\n")
    }
  }

  /// The example plays as its words say, and the same bytes as the batch in Swift on one thread and on two.
  @Test func exampleAgentSeesWhatSwiftSees() throws {
    try withFolder { folder in
      let agent = try compile(
        "c-agent", in: folder, from: root.appendingPathComponent("Examples/c-agent/main.c"))
      let (recipe, lanes, steps) = ("cart-pole-v1 | gaussian-noise(sigma=0.01)", 300, 400)
      let expected = try playedBySwift(recipe, lanes: lanes, steps: steps, seed: 11)
      for threads in ["1", "2"] {
        let result = try run(agent, [recipe, "\(lanes)", threads, "\(steps)", "11"])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasSuffix("checksum \(expected)\n"), "\(result.output)")
        let mean = try #require(result.output.firstMatch(of: /mean return ([0-9.]+)/)?.1)
        #expect(try #require(Double(mean)) > 150, "\(result.output)")
      }
      let refused = try run(agent, ["cart-pole-v1 | no-such-rule()"])
      #expect(refused.status == 1)
      #expect(refused.output.contains("no-such-rule"), "\(refused.output)")
    }
  }

  /// The checksum that the example prints, from a batch in Swift under the same policy.
  private func playedBySwift(_ recipe: String, lanes: Int, steps: Int, seed: UInt64) throws -> String {
    let batch = try EnvironmentCatalog.makeBatch(Recipe(parsing: recipe), count: lanes)
    let storage = BatchStorage(for: batch)
    let columns = storage.columns
    batch.reset(seed: seed, into: columns)
    var actions = [Int64](repeating: 0, count: lanes)
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for _ in 0..<steps {
      let seen = columns.observations.bindMemory(to: Float.self)
      for lane in 0..<lanes { actions[lane] = seen[lane * 4 + 2] + seen[lane * 4 + 3] > 0 ? 1 : 0 }
      actions.withUnsafeBytes { batch.step(actions: $0, into: columns) }
      for column in [
        UnsafeRawBufferPointer(columns.observations), UnsafeRawBufferPointer(columns.rewards),
        UnsafeRawBufferPointer(columns.endings),
      ] {
        for byte in column { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
      }
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test(arguments: [["cc", "-std=c99"], ["cc", "-std=c11"], ["c++", "-std=c++11"], ["c++", "-std=c++20"]])
  func headerCompilesAlone(_ compiler: [String]) throws {
    try withFolder { folder in
      let isPlusPlus = compiler[0] == "c++"
      if isPlusPlus, try run("c++", ["--version"]).status != 0 { return }
      let file = folder.appendingPathComponent(isPlusPlus ? "use.cpp" : "use.c")
      try """
        #include <gauntlet.h>
        int main(void) { gauntlet_columns columns = {sizeof(gauntlet_columns)}; return columns.size == 0; }
        """.write(to: file, atomically: true, encoding: .utf8)
      let flags = ["-pedantic", "-Wall", "-Werror", "-fsyntax-only", "-I"]
      let result = try run(
        compiler[0], Array(compiler.dropFirst()) + flags
          + [root.appendingPathComponent("Sources/CGauntlet/include").path, file.path])
      #expect(result.status == 0, "\(result.output)")
    }
  }
}
