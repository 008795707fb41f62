import Foundation
import Testing

@Suite struct SolveTests {
  private let header = "idstatefrom,idaction,idstateto,probability,reward\n"

  /// Runs `solve` on a file of `text`.
  private func solve(_ text: String, _ flags: String...) throws -> CommandResult {
    try withTemporaryFolder { folder in
      try Data((header + text).utf8).write(to: folder.appendingPathComponent("table.csv"))
      return try gauntlet(["solve", "table.csv"] + flags, in: folder)
    }
  }

  /// One state that pays 1 for ever, or 2 and then nothing: worth 1/(1 - discount).
  @Test(arguments: ["vi", "gs", "pi", "mpi", "ppi"])
  func fileAsJSON(method: String) throws {
    let result = try solve(
      "0,0,0,1,1\n0,1,1,1,2\n1,0,1,1,0\n1,1,1,1,0\n", "--discount", "0.95", "--method", method, "--json")
    #expect(result.status == 0 && result.errors == "")
    let report = try result.object()
    #expect(
      Set(report.keys) == ["values", "policy", "lower", "upper", "residual", "sweeps", "seconds"])
    #expect(try #require(report["residual"] as? Double) <= 1e-6)
    let values = try #require(report["values"] as? [Double])
    let lower = try #require(report["lower"] as? [Double])
    let upper = try #require(report["upper"] as? [Double])
    for (state, known) in [20.0, 0].enumerated() {
      #expect(abs(values[state] - known) <= 1e-6)
      #expect(lower[state] <= known && known <= upper[state])
    }
    #expect((report["policy"] as? [Int])?.first == 0)
  }

  /// The published values of the forest of three classes.
  @Test func worldWithItsOwnNames() throws {
    let report = try succeed("solve", "forest-v0", "--discount", "0.9", "--json").object()
    let values = try #require(report["values"] as? [Double])
    for (found, known) in zip(values, [26.244, 29.484, 33.484]) { #expect(abs(found - known) <= 1e-6) }
    let text = try succeed("solve", "braking-line-v0").output
    #expect(text.contains("position 0, speed 0") && text.contains("accelerate"))
  }

  static let coins: [(set: [String], known: [Double])] = [
    (["--set", "l1", "--radius", "0.4"], [0.3, 2, 0]),
    (["--set", "tv", "--radius", "0.2"], [0.3, 2, 0]),
    (["--set", "l1", "--radius", "0.4", "--support", "all"], [0.25, 5.0 / 3, 0]),
    (["--set", "kl", "--radius", "0"], [0.5, 2, 0]),
    (["--set", "interval", "--lower", "0,0,0", "--upper", "1,1,1"], [0, 1, 0]),
  ]

  /// A coin decides between a state that pays 1 for ever and one that pays nothing; discount 1/2. Nature may
  /// move 0.2 of mass: in the coin's row alone, v0 = 0.5 * 0.3 * 2, or with support everywhere also away from
  /// the paying state, v1 = 1/(1 - 0.4) and v0 = 0.5 * 0.3 * v1.
  @Test(arguments: coins)
  func robustValues(set: [String], known: [Double]) throws {
    let text = "0,0,1,0.5,0\n0,0,2,0.5,0\n1,0,1,1,1\n2,0,2,1,0\n"
    try withTemporaryFolder { folder in
      try Data((header + text).utf8).write(to: folder.appendingPathComponent("coin.csv"))
      for method in ["vi", "gs", "mpi"] {
        let flags = ["solve", "coin.csv", "--discount", "0.5", "--method", method, "--json"]
        let result = try gauntlet(flags + set, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        let values = try #require(try result.object()["values"] as? [Double])
        for (found, wanted) in zip(values, known) { #expect(abs(found - wanted) <= 1e-6, "\(set) \(method)") }
      }
    }
  }

  /// Three states of two actions whose robust values are published, with a budget that the actions share.
  private static let shared = """
    0,0,0,0.7,1
    0,0,1,0.2,1
    0,0,2,0.1,1
    0,1,0,0.1,0
    0,1,1,0.6,0
    0,1,2,0.3,0
    1,0,0,0.3,0.5
    1,0,1,0.5,0.5
    1,0,2,0.2,0.5
    1,1,0,0.05,0.8
    1,1,1,0.15,0.8
    1,1,2,0.8,0.8
    2,0,0,0.1,0
    2,0,1,0.1,0
    2,0,2,0.8,0
    2,1,0,0.5,-0.2
    2,1,1,0.3,-0.2
    2,1,2,0.2,-0.2
    """

  /// The vectors of a budget of 0.4 in L1: state 1 mixes its actions evenly.
  @Test(arguments: ["vi", "mpi", "ppi"])
  func sharedBudgetMixesActions(method: String) throws {
    let result = try solve(
      Self.shared, "--discount", "0.9", "--set", "l1", "--radius", "0.4", "--rectangularity", "s", "--method",
      method, "--tolerance", "1e-9", "--json")
    try #require(result.status == 0, "\(result.errors)")
    let report = try result.object()
    let values = try #require(report["values"] as? [Double])
    for (found, known) in zip(values, [4.744135576, 3.923914084, 3.344333450]) {
      #expect(abs(found - known) <= 2e-9)
    }
    let policy = try #require(report["policy"] as? [Any])
    #expect(policy[0] as? Int == 0 && policy[2] as? Int == 1)
    let mixture = try #require(policy[1] as? [Double])
    for share in mixture { #expect(abs(share - 0.5) <= 1e-6) }
  }

  /// Nature moves a tenth of each row to the worst successor, and episodes against it agree with the value.
  @Test func worstKernelAndPlayedEpisodes() throws {
    let report = try succeed(
      "solve", "forest-v0", "--set", "l1", "--radius", "0.2", "--discount", "0.9", "--play", "20000", "--json"
    ).object()
    let changes = try #require(report["worstKernel"] as? [[String: Any]])
    let moved = changes.compactMap { change -> Double? in
      guard let new = change["probability"] as? Double, let old = change["nominal"] as? Double else { return nil }
      return new - old
    }
    #expect(moved.count == changes.count && !moved.isEmpty)
    for change in moved { #expect(abs(abs(change) - 0.1) <= 1e-12) }
    let played = try #require(report["played"] as? [String: Double])
    let value = try #require((report["values"] as? [Double])?.first)
    let (mean, error) = (try #require(played["mean"]), try #require(played["standardError"]))
    #expect(error > 0 && abs(mean - value) <= 4 * error, "\(mean) for \(value), \(error)")
  }

  @Test(arguments: [
    (["solve", "forest-v0", "--rectangularity", "s", "--discount", "0.9"], "give one with --set"),
    (
      ["solve", "forest-v0", "--set", "tv", "--radius", "0.1", "--rectangularity", "s"],
      "give one of l1, linf, chi-square, kl, cvar"
    ),
    (
      ["solve", "forest-v0", "--set", "kl-penalty", "--radius", "1", "--discount", "0.9", "--play", "10"],
      "leave it out"
    ),
    (["solve", "forest-v0", "--set", "l1", "--radius", "3"], "saturated"),
    (["solve", "forest-v0", "--set", "l1"], "needs its size"),
    (["solve", "forest-v0", "--set", "l1", "--radius", "-1"], "radius -1.0"),
    (["solve", "forest-v0", "--set", "wasserstein", "--radius", "1", "--support", "nominal"], "numbers all states"),
    (["solve", "forest-v0", "--set", "l3", "--radius", "1"], "'l3'"),
    (["solve", "cart-pole-v1"], "'cart-pole-v1' is not finite"),
    (["solve", "forest-v0 | sticky-action(probability=0.1)"], "has rules"),
    (["solve", "forrest-v0"], "did you mean 'forest-v0'?"),
    (["solve", "nowhere.csv"], "cannot read 'nowhere.csv'"),
    (["solve", "forest-v0", "--discount", "1"], "discount 1.0 lies outside [0, 1)"),
    (["solve", "forest-v0", "--discount", "-0.5"], "discount -0.5 lies outside [0, 1)"),
    (["solve", "forest-v0", "--discount", "x"], "give a finite number"),
    (["solve", "forest-v0", "--tolerance", "0"], "tolerance 0.0 is not a positive number"),
    (["solve", "forest-v0", "--tolerance", "1e-15", "--discount", "0.9"], "out of reach of double precision"),
    (["solve", "forest-v0", "--method", "ppo"], "'ppo'"),
  ])
  func badInputIsOneLine(arguments: [String], message: String) throws {
    try withTemporaryFolder { folder in
      let result = try gauntlet(arguments, in: folder)
      #expect(result.status != 0 && result.output == "")
      #expect(result.errors.hasPrefix("error: ") && result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
  }

  @Test func badFilesNameLineOrRow() throws {
    let half = try solve("0,0,0,0.5,1\n", "--discount", "0.9")
    #expect(half.errors == "error: table.csv: state 0, action 0: the row sums to 0.5, not 1\n")
    let word = try solve("0,0,0,1,1\n0,zero,0,1,1\n", "--discount", "0.9")
    #expect(word.errors.hasPrefix("error: table.csv: line 3: idaction 'zero'"))
    let bare = try solve("0,0,0,1,1\n")
    #expect(bare.errors.contains("give one, as in --discount 0.95"))
  }
}
