import Foundation
import Gauntlet

/// Another solver in a process of its own, which stays up between rounds: it reads a file of transitions and
/// prints `ready`; for every line `solve` on its standard input it solves and prints the seconds of processor
/// time that took; for `values` it prints the values of the last solution and ends.
final class RivalProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts `program` with the arguments that `arguments` makes of the file of `table`; nil, with a line that
  /// says so, where it does not get ready.
  init?(_ program: String, _ table: SolverTable, arguments: (String) -> [String]) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv")
    try TransitionFile.save(table, to: file.path)
    defer { try? FileManager.default.removeItem(at: file) }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments(file.path)
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    guard line() == "ready" else {
      print("  left out: \(program) did not get ready")
      return nil
    }
  }

  /// Seconds of processor time of one solution.
  func solve() -> Double {
    input.fileHandleForWriting.write(Data("solve\n".utf8))
    return Double(line()) ?? .nan
  }

  /// The values of the last solution; ends the process.
  func finish() -> [Double] {
    input.fileHandleForWriting.write(Data("values\n".utf8))
    let values = line().split(separator: " ").compactMap { Double($0) }
    process.waitUntilExit()
    return values
  }

  private func line() -> String {
    var bytes: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension RivalProcess {
  /// QuantEcon's modified policy iteration, where QUANTECON_PYTHON names a Python that has the package.
  static func quantEcon(_ table: SolverTable, discount: Double, tolerance: Double) throws -> RivalProcess? {
    guard let python = ProcessInfo.processInfo.environment["QUANTECON_PYTHON"] else {
      print("  QuantEcon is left out: name a Python that has it in QUANTECON_PYTHON")
      return nil
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Scripts/quantecon-times.py")
    return try RivalProcess(python, table) { [script.path, $0, "\(discount)", "\(tolerance)"] }
  }

  /// craam2, where CRAAM2_SOLVER names a program, which is no part of this repository, that takes a file, a
  /// discount, the rectangularity (sa or s), an L1 budget, the Bellman residual at which to stop and a method.
  static func craam2(
    _ table: SolverTable, discount: Double, rectangularity: String, budget: Double, residual: Double,
    method: String
  ) throws -> RivalProcess? {
    guard let program = ProcessInfo.processInfo.environment["CRAAM2_SOLVER"] else {
      print("  craam2 is left out: name a program that runs it in CRAAM2_SOLVER")
      return nil
    }
    return try RivalProcess(program, table) {
      [$0, "\(discount)", rectangularity, "\(budget)", "\(residual)", method]
    }
  }
}
