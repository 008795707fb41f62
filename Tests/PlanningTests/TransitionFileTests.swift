import DecisionProcesses
import Foundation
import Planning
import TabularEnvironments
import Testing

@Suite struct TransitionFileTests {
  static let header = "idstatefrom,idaction,idstateto,probability,reward"

  static func read(_ text: String) throws -> SolverTable {
    try TransitionFile.read(Array(text.utf8), name: "file")
  }

  /// A folder that is removed after `body`.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func linesMayComeInAnyOrder() throws {
    let table = try Self.read(
      Self.header + ",fuel\r\n1,0,1,1,0,2\r\n\n0,0,1,0.5,1,0\n0,0,0,0.25,3,4\n0,0,0,0.25,5,8\n")
    #expect(table.stateCount == 2 && table.actionCount == 1 && table.costs.count == 1)
    #expect(table.next == [1, 0, 1])
    #expect(table.probability == [0.5, 0.5, 1])
    #expect(table.reward.entries == [1, 4, 0])
    #expect(table.costs[0].expected == [3, 2])
  }

  /// A line of probability zero is support, and stays.
  @Test func zeroProbabilityIsKept() throws {
    let table = try Self.read(Self.header + "\n0,0,0,1,0\n0,0,1,0,5\n1,0,1,1,0\n")
    #expect(table.next == [0, 1, 1] && table.probability == [1, 0, 1])
  }

  @Test(arguments: [
    ("", "file: the file is empty"),
    (header + "\n", "file: the file holds no transitions"),
    ("0,0,0,1,0\n", "file: line 1: the columns are '0,0,0,1,0'"),
    (header + ",a,a\n", "file: line 1: two columns are called 'a'"),
    (header + "\n0,0,0,1\n", "file: line 2: 4 fields where the first line has 5"),
    (header + "\n0,0,0,1,0\n0,0,x,1,0\n", "file: line 3: idstateto 'x' is not a whole number"),
    (header + "\n-1,0,0,1,0\n", "file: line 2: idstatefrom '-1' is not a whole number"),
    (header + "\n0,99999999999,0,1,0\n", "file: line 2: idaction '99999999999' is not"),
    (header + "\n0,0,0,1,nan\n", "file: line 2: reward 'nan' is not a finite number"),
    (header + "\n0,0,0,1,1e999\n", "file: line 2: reward '1e999' is not a finite number"),
    (header + "\n0,0,0,1,\n", "file: line 2: reward '' is not a finite number"),
    (header + "\n0,0,0, 1,0\n", "file: line 2: probability ' 1' is not a finite number"),
    (header + "\n\n0,0,0,-0.5,0\n", "file: line 3: probability -0.5 lies outside 0...1"),
    (header + "\n0,0,0,2,0\n", "file: line 2: probability 2.0 lies outside 0...1"),
    (header + "\n0,0,0,0.5,0\n", "file: state 0, action 0: the row sums to 0.5, not 1"),
    (header + "\n0,0,7,1,0\n", "file: state 1 has no lines, though states up to 7 are named"),
    (header + "\n0,0,2147483646,1,0\n", "file: state 1 has no lines"),
    (header + "\n0,0,0,1,0\n0,1,0,1,0\n1,1,1,1,0\n", "file: state 1, action 0: no line"),
  ])
  func faultsNameTheirLine(text: String, message: String) {
    let found = SolverTableTests.message { _ = try Self.read(text) }
    #expect(found.hasPrefix(message), "\(found)")
    #expect(!found.contains("\n"))
  }

  @Test(arguments: ["table.csv", "table.csv.gz"])
  func writtenFilesReadBack(name: String) throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent(name).path
      let table = try RandomProcesses.load()[1].table()
      try TransitionFile.save(table, to: path, costNames: ["fuel"])
      #expect(try TransitionFile.load(path) == table)
    }
  }

  /// Ends are written as a state that pays nothing; values of the others stay.
  @Test func endsAreWrittenAsAState() throws {
    let table = try SolverTable(TransitionTable(WindyWalk()))
    let again = try Self.read(try TransitionFile.text(of: table))
    #expect(again.stateCount == 37 && !again.hasTermination)
    let first = try DiscountedSolver().solve(table, discount: 0.95)
    let second = try DiscountedSolver().solve(again, discount: 0.95)
    for state in 0..<36 { #expect(abs(first.values[state] - second.values[state]) <= 2e-6) }
    #expect(abs(second.values[36]) <= 1e-6)
  }

  /// Packed by the system's gzip, an implementation apart from the library that unpacks it here.
  @Test func filesOfGzipAreRead() throws {
    try withFolder { folder in
      let table = try RandomProcesses.load()[0].table()
      let path = folder.appendingPathComponent("table.csv").path
      try TransitionFile.save(table, to: path)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gzip", path]
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
      #expect(try TransitionFile.load(path + ".gz").probability == table.probability)
    }
  }

  @Test func damagedFilesAreRefused() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("table.csv.gz").path
      try TransitionFile.save(try RandomProcesses.load()[3].table(), to: path)
      let intact = try Data(contentsOf: URL(fileURLWithPath: path))
      var flipped = intact
      flipped[intact.count / 2] ^= 0x55
      var wrongSum = intact
      wrongSum[intact.count - 6] ^= 1
      for damaged in [intact.dropLast(intact.count / 3), intact.dropLast(1), flipped, wrongSum] {
        try Data(damaged).write(to: URL(fileURLWithPath: path))
        let found = SolverTableTests.message { _ = try TransitionFile.load(path) }
        #expect(found.contains("is not intact gzip data"), "\(found)")
      }
      try Data("plain".utf8).write(to: URL(fileURLWithPath: path))
      #expect(SolverTableTests.message { _ = try TransitionFile.load(path) }.contains("is not gzip data"))
      let nowhere = folder.appendingPathComponent("nowhere.csv").path
      #expect(SolverTableTests.message { _ = try TransitionFile.load(nowhere) }.contains("cannot read"))
      #expect(SolverTableTests.message { _ = try TransitionFile.load(folder.path) }.contains("cannot read"))
    }
  }
}
