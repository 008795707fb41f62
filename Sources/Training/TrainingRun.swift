import Agents
import DecisionProcesses
import Evaluation
import Recipes

/// A run: every replication of a configuration, some episodes at a time.
///
/// Nothing depends on the number of threads, nor on how often the run was interrupted and taken up again from
/// `checkpoint`.
public final class TrainingRun {
  public let configuration: TrainingConfiguration
  public let world: FiniteWorld
  private let agent: any LinearAgent
  let isOnline: Bool
  private let replications: Replications
  /// Episodes played so far.
  public private(set) var episode = 0
  /// The log so far; a run folder takes lines away as it writes them.
  public private(set) var lines: [ProgressLine] = []

  /// Replications go to one thread at a time.
  private final class Replications: @unchecked Sendable {
    let all: [Replication]
    init(_ all: [Replication]) { self.all = all }
  }

  /// Throws for a recipe, an agent, settings or features that make no run.
  public init(_ configuration: TrainingConfiguration) throws {
    try configuration.check()
    self.configuration = configuration
    world = try FiniteWorld(Recipe(parsing: configuration.recipe), features: configuration.featureKind())
    agent = try configuration.makeAgent()
    isOnline = type(of: agent).isOnline
    let (world, agent) = (world, agent)
    let (d, states) = (world.model.featureCount, world.model.stateCount)
    guard Double(world.model.horizon * d * (4 * d + states)) * Double(configuration.replications) <= 1e9
    else {
      throw EvaluationError(
        "\(configuration.replications) replications of \(world.model.horizon) steps with \(d) features are too many for "
          + "the memory; give fewer at a time")
    }
    replications = Replications(
      try (0..<configuration.replications).map { try Replication(world, agent, configuration, number: $0) })
  }

  public var isFinished: Bool { episode >= configuration.episodes }

  /// Plays up to the next line of the log, but no more than some thousand episodes; offline agents do all at
  /// once.
  ///
  /// - Parameter isInterrupted: looked at while episodes are recorded for offline agents; true leaves the run
  ///   as it is.
  public func advance(threads: Int = 1, isInterrupted: @escaping @Sendable () -> Bool = { false }) throws {
    precondition(!isFinished, "the run is finished")
    guard isOnline else { return try learnOffline(threads, isInterrupted) }
    let interval = configuration.interval
    let nextLine = min((episode / interval + 1) * interval, configuration.episodes)
    let next = min(nextLine, episode + 4096)
    let range = episode..<next
    let replications = replications
    let results = Results(configuration.replications)
    try inParallel(configuration.replications, threads: threads) { index in
      replications.all[index].advance(range)
      guard next == nextLine else { return }
      // A line tells of the episodes since the one before.
      let count = (next - 1) % interval + 1
      results.set(index, replications.all[index].takeLine(episode: next, count: count))
    }
    episode = next
    lines += results.lines
  }

  private func learnOffline(_ threads: Int, _ isInterrupted: @escaping @Sendable () -> Bool) throws {
    let (replications, agent) = (replications, agent)
    let results = Results(configuration.replications)
    try inParallel(configuration.replications, threads: threads) { index in
      guard let line = try replications.all[index].learnOffline(agent, isInterrupted: isInterrupted) else {
        return
      }
      results.set(index, line)
    }
    guard results.lines.count == configuration.replications else { return }
    episode = configuration.episodes
    lines += results.lines
  }

  /// Lines of one step of the run; each index is written once.
  private final class Results: @unchecked Sendable {
    private let base: UnsafeMutableBufferPointer<ProgressLine?>

    init(_ count: Int) {
      base = .allocate(capacity: count)
      base.initialize(repeating: nil)
    }

    deinit { base.deallocate() }

    func set(_ index: Int, _ line: ProgressLine) { base[index] = line }

    var lines: [ProgressLine] { base.compactMap { $0 } }
  }

  /// The policies after the last episode, one for each replication.
  public func policies() -> [StagedPolicy] { replications.all.map { $0.finish() } }

  // MARK: Log

  static let header = "episode,replication,return,estimate,value,regret,optimistic"

  /// The log's lines since the last call, as CSV.
  func takeLines() -> String {
    defer { lines.removeAll() }
    return lines.map { line in
      func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
      return "\(line.episode),\(line.replication),\(line.meanReturn),\(line.estimate),\(text(line.value)),"
        + "\(text(line.regret)),\(line.optimistic.map { "\($0)" } ?? "")\n"
    }.joined()
  }

  // MARK: Checkpoints

  private static let format: UInt32 = 0x4754_5231

  /// All that the run goes on from.
  func checkpoint(logBytes: Int) throws -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.format)
    writer.write(try configuration.fingerprint())
    writer.write(UInt64(episode))
    writer.write(UInt64(logBytes))
    for replication in replications.all { replication.encode(into: &writer) }
    writer.writeChecksum()
    return writer.bytes
  }

  /// Takes over a checkpoint of the same configuration; returns how long the log was then.
  func restore(_ bytes: [UInt8]) throws -> Int {
    var reader = ByteReader(bytes)
    try reader.removeChecksum()
    guard try reader.readInteger(UInt32.self) == Self.format else {
      throw SnapshotError("not a checkpoint of a run", offset: 0)
    }
    guard try reader.readText() == configuration.fingerprint() else {
      throw SnapshotError("a checkpoint of another configuration than run.json tells", offset: 4)
    }
    episode = Int(clamping: try reader.readInteger(UInt64.self))
    let logBytes = Int(clamping: try reader.readInteger(UInt64.self))
    for replication in replications.all { try replication.restore(from: &reader) }
    guard reader.isAtEnd else { throw SnapshotError("bytes of another run", offset: reader.offset) }
    return logBytes
  }
}
