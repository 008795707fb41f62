import Foundation
import Testing

/// Arguments that must fail, and what the one line must say.
struct BadInput: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let value: String
  let remedy: String

  init(_ arguments: [String], _ value: String, _ remedy: String) {
    self.arguments = arguments
    self.value = value
    self.remedy = remedy
  }

  var testDescription: String { arguments.joined(separator: " ") }
}

private func run(_ recipe: String, _ value: String, _ remedy: String) -> BadInput {
  BadInput(["run", recipe], value, remedy)
}

private func flags(_ flags: String..., value: String, remedy: String) -> BadInput {
  BadInput(["run", "cart-pole-v1"] + flags, value, remedy)
}

private func record(_ flags: String..., value: String, remedy: String) -> BadInput {
  BadInput(["record", "cart-pole-v1", "--steps", "2", "--size", "64x48"] + flags, value, remedy)
}

private let recipes = [
  run("cartpole-v1", "column 1: unknown environment 'cartpole-v1'", "did you mean 'cart-pole-v1'?"),
  run("cart-pole-v1?massPol=1", "column 14: unknown argument 'massPol'", "did you mean 'massPole'?"),
  run("cart-pole-v1?massPole=99", "column 14: argument 'massPole' of cart-pole-v1 is 99", "at most 0.5"),
  run("cart-pole-v1?massPole=nan", "column 23: 'nan'", "give a finite number"),
  run("cart-pole-v1 | action-dely(steps=2)", "column 16: unknown rule 'action-dely'", "'action-delay'?"),
  run(
    "cart-pole-v1 | action-delay(steps=2,stpes=3)", "unknown argument 'stpes'", "known: "),
  run("cart-pole-v1 | action-delay()", "column 16: action-delay lacks its argument 'steps'", "add steps="),
  run("cart-pole-v1 | action-delay(steps=2", "column 36: expected ',' or ')'", "end the rule with ')'"),
  run("cart-pole-v1 | | bias(value=1)", "column 16", "; "),
  run("", "column 1", "; "),
  run(
    "cart-pole-v1 | gaussian-noise(channel=action,sigma=1)", "component 'direction'", "use replace-action"),
  BadInput(
    ["run", "cart-pole-v1", "--with", "action-dely(steps=2)"],
    "--with 'action-dely(steps=2)': column 1: unknown rule 'action-dely'", "did you mean 'action-delay'?"),
  BadInput(
    ["run", "cart-pole-v1", "--with", "action-delay(steps=2"], "--with 'action-delay(steps=2': column 21",
    "end the rule with ')'"),
  BadInput(["describe", "cartpole-v1"], "'cartpole-v1'", "did you mean 'cart-pole-v1'?"),
  BadInput(["check", "cartpole-v1"], "'cartpole-v1'", "did you mean 'cart-pole-v1'?"),
]

private let numbers = [
  flags("--seed", "-1", value: "'-1'", remedy: "a whole number from 0 to 18446744073709551615"),
  flags("--seed", "1e3", value: "'1e3'", remedy: "a whole number from 0 to 18446744073709551615"),
  flags(
    "--seed", "99999999999999999999", value: "'99999999999999999999'",
    remedy: "a whole number from 0 to 18446744073709551615"),
  flags("--seed", "1\n2", value: "'1\\n2'", remedy: "a whole number from 0"),
  flags("--seed", value: "--seed", remedy: "gauntlet run --help"),
  flags("--episodes", "0", value: "'0'", remedy: "a whole number from 1 to"),
  flags("--episodes", "-3", value: "'-3'", remedy: "a whole number from 1 to"),
  flags("--episodes", "x", value: "'x'", remedy: "a whole number from 1 to"),
  flags("--policy", "best", value: "'best'", remedy: "'random', 'zero' or 'scripted'"),
  flags("--polcy", "zero", value: "'--polcy'", remedy: "did you mean '--policy'?"),
  BadInput(["run"], "<recipe>", "gauntlet run --help"),
  BadInput(["rnu"], "'rnu'", "did you mean 'run'?"),
  BadInput(["--bogus"], "'--bogus'", "gauntlet --help"),
  BadInput(["check"], "recipe", "--all"),
  BadInput(["check", "cart-pole-v1", "--all"], "recipe", "--all"),
  BadInput(["check", "--all", "--with", "bias(value=1)"], "--with", "instead of --all"),
  BadInput(["check", "cart-pole-v1", "--cards", "Environments"], "--cards", "--all"),
  BadInput(["check", "--all", "--cards", "nowhere"], "'nowhere'", "give the folder"),
]

private let pictures = [
  record(value: "--output", remedy: "gauntlet record --help"),
  record("-o", "frames", "--size", "0x0", value: "'0x0'", remedy: "16 to 4096 pixels"),
  record("-o", "frames", "--size", "64", value: "'64'", remedy: "give WIDTHxHEIGHT"),
  record("-o", "frames", "--steps", "0", value: "'0'", remedy: "a whole number from 1 to"),
  record("-o", "frames", "--policy", "best", value: "'best'", remedy: "'scripted'"),
  record("-o", "", value: "''", remedy: "name a folder"),
  record("-o", ".", value: "'.'", remedy: "name a folder"),
  record("-o", "file/below", value: "'file/below'", remedy: "choose one that you may write to"),
  record("-o", "file", value: "'file'", remedy: "give a folder"),
  record("-o", "/proc/x", value: "'/proc/x'", remedy: "choose one that you may write to"),
  record("-o", "full", value: "'full'", remedy: "pass --overwrite"),
  record("-o", "full", "--overwrite", value: "'notes.txt'", remedy: "choose another"),
  BadInput(["tour", "-o", "file"], "file", "choose a folder that you may write to"),
  BadInput(["tour", "-o", "/proc/x"], "/proc/x", "choose a folder that you may write to"),
]

@Suite struct FailureTests {
  @Test(arguments: recipes + numbers + pictures)
  func oneLineNamesValueAndRemedy(_ bad: BadInput) throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appendingPathComponent("file"))
      let full = folder.appendingPathComponent("full")
      try FileManager.default.createDirectory(at: full, withIntermediateDirectories: false)
      try Data("kept".utf8).write(to: full.appendingPathComponent("notes.txt"))
      let before = content(of: folder)

      let result = try gauntlet(bad.arguments, in: folder)
      #expect(result.status != 0)
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("error: "))
      #expect(result.errors.hasSuffix("\n") && result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.contains(bad.value), "\(result.errors)")
      #expect(result.errors.contains(bad.remedy), "\(result.errors)")
      #expect(content(of: folder) == before)
      let kept = try String(contentsOf: full.appendingPathComponent("notes.txt"), encoding: .utf8)
      #expect(kept == "kept")
    }
  }
}
