import Foundation
import Testing

@Suite struct PlotTests {
  private let curves = """
    step,agent,return
    0,a,1
    0,a,3
    1,a,5
    1,a,7
    0,"b, robust",2
    1,"b, robust",
    """

  private func write(_ text: String, _ name: String, in folder: URL) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  @Test func writesVectorsAndPixels() throws {
    try withTemporaryFolder { folder in
      try write(curves, "curves.csv", in: folder)
      for name in ["a.svg", "a.png", "new/b.SVG"] {
        let result = try succeed(
          "plot", "curves.csv", "-o", name, "--group", "agent", "--y", "return", "--title", "A & B",
          in: folder)
        #expect(result.output == "")
      }
      let document = try String(contentsOf: folder.appendingPathComponent("a.svg"), encoding: .utf8)
      #expect(document.contains("<title>A &amp; B</title>"))
      #expect(document.contains("aria-label=\"b, robust\""))
      #expect(document.contains("aria-label=\"step\""))
      let pixels = try Data(contentsOf: folder.appendingPathComponent("a.png"))
      #expect(pixels.starts(with: [137, 80, 78, 71]))
      #expect(content(of: folder) == ["a.png", "a.svg", "curves.csv", "new", "new/b.SVG"])
    }
  }

  @Test(arguments: ["line", "bars"], ["se", "minmax", "quartiles", "none"])
  func everyKindAndBand(kind: String, band: String) throws {
    try withTemporaryFolder { folder in
      try write(curves, "c.csv", in: folder)
      _ = try succeed(
        "plot", "c.csv", "-o", "c.svg", "--kind", kind, "--band", band, "--y", "return", "--size", "400x300",
        in: folder)
      let document = try String(contentsOf: folder.appendingPathComponent("c.svg"), encoding: .utf8)
      #expect(document.contains("viewBox=\"0 0 400 300\""))
    }
  }

  @Test func heatMapsTakeAGrid() throws {
    try withTemporaryFolder { folder in
      let cells = (0..<12).map { "\($0 % 4),\($0 / 4),\($0 * $0)" }
      try write("u,v,w\n" + cells.joined(separator: "\n") + "\n", "grid.csv", in: folder)
      _ = try succeed(
        "plot", "grid.csv", "-o", "g.svg", "--kind", "heatmap", "--x", "u", "--y", "v", "--y", "w",
        in: folder)
      let document = try String(contentsOf: folder.appendingPathComponent("g.svg"), encoding: .utf8)
      #expect(document.contains("aria-label=\"w\""))
    }
  }

  @Test func readsTheReportOfRun() throws {
    try withTemporaryFolder { folder in
      let report = try succeed("run", "cart-pole-v1", "--episodes", "4", "--json", in: folder).output
      try write(report, "report.json", in: folder)
      _ = try succeed("plot", "report.json", "-o", "r.svg", "--y", "return", in: folder)
      let document = try String(contentsOf: folder.appendingPathComponent("r.svg"), encoding: .utf8)
      #expect(document.contains("aria-label=\"seed\"") && document.contains("aria-label=\"return\""))
    }
  }

  @Test(
    arguments: [
      ("a,b\n1,x\n", "in.csv:2: 'x' in column 'b' is no number"),
      ("a,b\n1,2\n3\n", "in.csv:3: 1 fields where the header has 2"),
      ("a,b\n1,\"2\n", "in.csv:2:3: this quotation mark is never closed"),
      ("a,b\n1,\"2\"3\n", "in.csv:2:6: '3' beside a quotation"),
      ("a,a\n1,2\n", "in.csv:1: the column 'a' is there twice"),
      ("a,b\n", "in.csv has no rows"),
      ("a,b\n1,\n", "in.csv: the chart has no value that can be drawn"),
      ("{\"episodes\": 3}", "in.csv is no report with episodes"),
    ])
  func faultsNameTheirPlace(text: String, expected: String) throws {
    try withTemporaryFolder { folder in
      try write(text, "in.csv", in: folder)
      let result = try gauntlet(["plot", "in.csv", "-o", "out.svg", "--y", "b"], in: folder)
      #expect(result.status != 0)
      #expect(result.errors.hasPrefix("error: " + expected), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(content(of: folder) == ["in.csv"])
    }
  }

  @Test(
    arguments: [
      (["-o", "out.pdf"], "'out.pdf' ends neither in .svg nor in .png"),
      (["-o", "out.svg", "--y", "c"], "in.csv has no column 'c'; give --y one of: a, b"),
      (["-o", "out.svg", "--x", "c"], "in.csv has no column 'c'; give --x one of: a, b"),
      (["-o", "out.svg", "--kind", "heatmap"], "a heat map takes --x COLUMN"),
      (["-o", "out.svg", "--kind", "bars", "--log-x"], "bars stand over names"),
      (["-o", "out.svg", "--size", "16x16"], "in.csv: 16x16 pixels leave no room"),
    ])
  func wrongOptionsSayTheRemedy(arguments: [String], expected: String) throws {
    try withTemporaryFolder { folder in
      try write("a,b\n1,2\n2,3\n", "in.csv", in: folder)
      let result = try gauntlet(["plot", "in.csv"] + arguments, in: folder)
      #expect(result.status != 0)
      #expect(result.errors.hasPrefix("error: " + expected), "\(result.errors)")
      #expect(content(of: folder) == ["in.csv"])
    }
  }

  @Test func aMissingFileIsOneLine() throws {
    try withTemporaryFolder { folder in
      let result = try gauntlet(["plot", "none.csv", "-o", "out.svg"], in: folder)
      #expect(result.status != 0)
      #expect(result.errors.hasPrefix("error: cannot read 'none.csv'"))
    }
  }
}
