import Foundation
import Testing

private let row = ["--nominal", "0.2,0.5,0.3", "--values", "1,2,4"]

private struct Question: Sendable, CustomTestStringConvertible {
  let flags: [String]
  let value: Double
  var testDescription: String { flags.joined(separator: " ") }

  init(_ flags: String, _ value: Double) {
    self.flags = flags.split(separator: " ").map(String.init)
    self.value = value
  }
}

/// Least values of the row above by linear and conic programs.
private let questions = [
  Question("--set l1 --radius 0.4", 1.8), Question("--set tv --radius 0.2", 1.8),
  Question("--set weighted-l1 --radius 0.4 --weights 1,2,1", 1.8), Question("--set linf --radius 0.1", 2.1),
  Question("--set l2 --radius 0.1", 2.183_975_310_1),
  Question("--set interval --lower 0.1,0.3,0.1 --upper 0.4,0.7,0.5", 1.8),
  Question("--set chi-square --radius 0.5", 1.613_270_459_8),
  Question("--set kl --radius 0.05", 2.058_771_587_7), Question("--set kl --radius 2", 1),
  Question("--set wasserstein --metric line --radius 0.3", 1.8),
  Question("--set wasserstein --metric discrete --radius 0.2", 1.8),
  Question("--set wasserstein --metric metric.csv --radius 0.3", 1.8),
  Question("--set contamination --radius 0.1", 2.26), Question("--set cvar --radius 0.3", 1.333_333_333_3),
  Question("--set entropic --radius 1", 1.919_105_085_7),
  Question("--set evar --radius 0.5", 1.314_324_987_3),
  Question("--set tv-penalty --radius 0.5", 1.4), Question("--set kl-penalty --radius 0.5", 1.657_617_447_7),
  Question("--set chi-square-penalty --radius 0.5", 1.857_142_857_1),
]

private func bad(_ flags: String, _ value: String, _ remedy: String, row given: [String] = row) -> BadInput {
  BadInput(["worst-case"] + flags.split(separator: " ").map(String.init) + given, value, remedy)
}

private let faults = [
  bad("--set l1 --radius 2.5", "2.5", "saturated: from 2.0 on"),
  bad("--set l1 --radius -1", "-1.0", "at least 0"),
  bad("--set kl --radius nan", "'nan'", "finite number"),
  bad("--set kll --radius 1", "'kll'", "did you mean 'kl'?"),
  bad("--radius 1", "--set", "give one of l1"), bad("--set kl", "kl needs its size", "--radius NUMBER"),
  bad("--set kl --radius 1 --weights 1,2,3", "--weights", "leave it out"),
  bad("--set kl --radius 1 --support all", "--support all", "give nominal"),
  bad("--set l1 --radius 1 --support some", "'some'", "'nominal'"),
  bad("--set interval --radius 1 --lower 0,0,0 --upper 1,1,1", "--radius", "--lower and --upper"),
  bad("--set weighted-l1 --radius 1 --weights 1,2", "2 weights", "one for each outcome"),
  bad("--set weighted-l1 --radius 1 --weights 1,0,2", "weight 0.0 of outcome 1", "above 0"),
  bad("--set interval --lower 0,0,0 --upper 0.1,0.1,0.1", "sum to 0.0 and 0.3", "at least 1"),
  bad("--set wasserstein --radius 1", "--metric", "line, discrete"),
  bad("--set wasserstein --radius 1 --metric nowhere", "'nowhere'", "line, discrete"),
  bad("--set wasserstein --radius 1 --metric skew.csv", "row 1, column 0", "symmetric"),
  bad("--set wasserstein --radius 1 --metric words.csv", "words.csv, line 2: 'x'", "give numbers"),
  bad("--set cvar --radius 2", "level 2.0", "at most 1"),
  bad("--set kl --radius 1", "sums to 0.75", "sum to 1", row: ["--nominal", "0.25,0.5", "--values", "1,2"]),
  bad("--set kl --radius 1", "-1.0 at outcome 0", "0 to 1", row: ["--nominal", "-1,2", "--values", "1,2"]),
  bad("--set kl --radius 1", "3 values for 2", "one value", row: ["--nominal", "0,1", "--values", "1,2,3"]),
  bad("--set kl --radius 1", "'x' at place 2", "give numbers", row: ["--nominal", "0,1", "--values", "1,x"]),
  bad("--set kl --radius 1", "'' at place 2", "give numbers", row: ["--nominal", "1,", "--values", "1,2"]),
]

@Suite struct WorstCaseTests {
  private func withMatrices<T>(_ body: (URL) throws -> T) throws -> T {
    try withTemporaryFolder { folder in
      for (name, text) in [
        ("metric.csv", "0,1,2\n1,0,1\n2,1,0\n"), ("skew.csv", "0,1,2\n3,0,1\n2,1,0\n"),
        ("words.csv", "0,1\nx,0\n"),
      ] {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      return try body(folder)
    }
  }

  @Test(arguments: questions) private func answersAsTheSolvers(_ question: Question) throws {
    try withMatrices { folder in
      let result = try gauntlet(["worst-case", "--json"] + question.flags + row, in: folder)
      #expect(result.status == 0 && result.errors == "")
      let answer = try result.object()
      #expect(Set(answer.keys) == ["value", "kernel"])
      let value = try #require(answer["value"] as? Double)
      let kernel = try #require(answer["kernel"] as? [Double])
      #expect(abs(value - question.value) <= 1e-9)
      #expect(kernel.count == 3 && abs(kernel.reduce(0, +) - 1) <= 1e-12)
    }
  }

  @Test(arguments: faults) func oneLineNamesValueAndRemedy(_ bad: BadInput) throws {
    try withMatrices { folder in
      let result = try gauntlet(bad.arguments, in: folder)
      #expect(result.status != 0)
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("error: ") && result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.contains(bad.value), "\(result.errors)")
      #expect(result.errors.contains(bad.remedy), "\(result.errors)")
    }
  }

  @Test func supportAndDirectionMatter() throws {
    func value(_ flags: String...) throws -> Double {
      let arguments = [
        "worst-case", "--json", "--set", "l1", "--radius", "0.6", "--nominal", "0,0.6,0.4",
        "--values", "0,1,3",
      ]
      let folder = FileManager.default.temporaryDirectory
      return try #require(try gauntlet(arguments + flags, in: folder).object()["value"] as? Double)
    }
    #expect(abs(try value() - 0.9) <= 1e-12)
    #expect(abs(try value("--support", "nominal") - 1.2) <= 1e-12)
    #expect(abs(try value("--best") - 2.4) <= 1e-12)
  }

  @Test func textTellsValueKernelAndSaturation() throws {
    let output = try succeed(
      "worst-case", "--set", "kl", "--radius", "2", "--nominal", "0.2,0.5,0.3", "--values", "1,2,4"
    ).output
    #expect(output.hasPrefix("worst case 1.0, nominal 2.4\nthe set is saturated"))
    #expect(output.contains("      0  1.0    0.2      1.0\n"))
  }
}
