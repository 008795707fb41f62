import Foundation
import Gauntlet

/// QuantEcon's modified policy iteration in a Python process of its own, which stays up between rounds: only
/// the solving is timed, by Python itself.
final class QuantEconRival {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// nil, with a line that says why, unless the environment variable QUANTECON_PYTHON names a Python that has
  /// the package.
  init?(_ table: SolverTable, discount: Double, tolerance: Double) throws {
    guard let python = ProcessInfo.processInfo.environment["QUANTECON_PYTHON"] else {
      print("  QuantEcon is left out: name a Python that has it in QUANTECON_PYTHON")
      return nil
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Scripts/quantecon-times.py")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv")
    try TransitionFile.save(table, to: file.path)
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [script.path, file.path, "\(discount)", "\(tolerance)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    guard line() == "ready" else {
      print("  QuantEcon is left out: \(python) \(script.lastPathComponent) did not start")
      return nil
    }
    try FileManager.default.removeItem(at: file)
  }

  /// Seconds of one solution.
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
