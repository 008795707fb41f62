import Agents
import DecisionProcesses
import Evaluation
import Foundation

/// A run on disk:
///
///     run.json         configuration and versions
///     progress.csv     a line for each replication every so many episodes
///     checkpoint.bin   what an interrupted run goes on from
///     policies.json    the policies after the last episode
///     summary.json     means over replications with 95 % intervals
///     learning.svg     regret, or return, against episodes (online agents)
///
/// An interrupted run that is taken up again ends with the same bytes in the same files.
public struct RunFolder: Sendable {
  public let url: URL

  public init(_ path: String) { url = URL(fileURLWithPath: path) }

  /// What `run.json` holds.
  public struct Record: Sendable, Equatable, Codable {
    public var configuration: TrainingConfiguration
    public var versions: RunVersions
  }

  /// How a run ended for now.
  public enum Outcome: Sendable { case finished, interrupted }

  private func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Trains in a new folder.
  ///
  /// - Parameters:
  ///   - overwrite: whether a run that lies there may be thrown away.
  ///   - isInterrupted: looked at between log lines; true ends the run for now.
  ///   - progress: told of the episodes so far.
  /// - Throws: for a configuration that makes no run, a folder that holds another one, and what the disk refuses.
  public func train(
    _ configuration: TrainingConfiguration, threads: Int, overwrite: Bool = false,
    isInterrupted: @escaping @Sendable () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws -> Outcome {
    let run = try TrainingRun(configuration)
    if FileManager.default.fileExists(atPath: file("run.json").path) && !overwrite {
      throw EvaluationError(
        "'\(url.path)' holds a run already; resume it, name another folder, or overwrite it")
    }
    let record = try Self.encoder.encode(Record(configuration: configuration, versions: .current)).appending(
      newline)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let stale = ["checkpoint.bin", "policies.json", "summary.json", "learning.svg"]
      for name in stale + ["returns.csv", "returns.json", "returns.svg"] {
        try? FileManager.default.removeItem(at: file(name))
      }
      // The log first: a run.json without one would be a run that cannot be resumed.
      try Data((TrainingRun.header + "\n").utf8).write(to: file("progress.csv"), options: .atomic)
      try record.write(to: file("run.json"), options: .atomic)
    } catch {
      throw EvaluationError("'\(url.path)' cannot be written to: \(error.localizedDescription)")
    }
    return try proceed(run, threads: threads, isInterrupted: isInterrupted, progress: progress)
  }

  /// Takes up an interrupted run; a finished one writes the same files again.
  public func resume(
    threads: Int, isInterrupted: @escaping @Sendable () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> Outcome {
    let record = try self.record()
    guard record.versions == .current else {
      throw EvaluationError(
        "'\(url.path)' was begun by \(record.versions.gauntlet) on \(record.versions.platform) with "
          + "\(record.versions.linearAlgebra) linear algebra, this is \(RunVersions.current.gauntlet) on "
          + "\(RunVersions.current.platform) with \(RunVersions.current.linearAlgebra): it would not end the same; "
          + "resume it there, or start anew")
    }
    let run = try TrainingRun(record.configuration)
    var logBytes = TrainingRun.header.utf8.count + 1
    if FileManager.default.fileExists(atPath: file("checkpoint.bin").path) {
      do {
        logBytes = try run.restore([UInt8](Data(contentsOf: file("checkpoint.bin"))))
      } catch let error as SnapshotError {
        throw EvaluationError("'\(file("checkpoint.bin").path)': \(error); start anew")
      }
    }
    guard let log = try? Data(contentsOf: file("progress.csv")) else {
      throw EvaluationError("'\(file("progress.csv").path)' is missing; start anew")
    }
    guard log.count >= logBytes else {
      throw EvaluationError("'\(file("progress.csv").path)' is shorter than its checkpoint says; start anew")
    }
    try log.prefix(logBytes).write(to: file("progress.csv"), options: .atomic)
    return try proceed(run, threads: threads, isInterrupted: isInterrupted, progress: progress)
  }

  /// What `run.json` says.
  public func record() throws -> Record {
    guard let data = try? Data(contentsOf: file("run.json")) else {
      throw EvaluationError("'\(url.path)' holds no run; 'gauntlet train' makes one")
    }
    do {
      return try Self.decoder.decode(Record.self, from: data)
    } catch {
      throw EvaluationError("'\(file("run.json").path)' is damaged: \(error)")
    }
  }

  /// The policies of a finished run.
  public func policies() throws -> [StagedPolicy] {
    guard let data = try? Data(contentsOf: file("policies.json")) else {
      throw EvaluationError("'\(url.path)' is not finished; resume it first")
    }
    do {
      let stored = try Self.decoder.decode(StoredPolicies.self, from: data)
      guard !stored.policies.isEmpty else { throw EvaluationError("it holds no policy") }
      return try stored.policies.map {
        try StagedPolicy($0, horizon: stored.horizon, states: stored.states, actions: stored.actions)
      }
    } catch {
      throw EvaluationError("'\(file("policies.json").path)' is damaged: \(error)")
    }
  }

  /// What a finished run came to.
  public func summary() throws -> RunSummary {
    guard let data = try? Data(contentsOf: file("summary.json")) else {
      throw EvaluationError("'\(url.path)' is not finished; resume it first")
    }
    do {
      return try Self.decoder.decode(RunSummary.self, from: data)
    } catch {
      throw EvaluationError("'\(file("summary.json").path)' is damaged: \(error)")
    }
  }

  private func proceed(
    _ run: TrainingRun, threads: Int, isInterrupted: @escaping @Sendable () -> Bool, progress: (Int) -> Void
  ) throws -> Outcome {
    let handle = try FileHandle(forWritingTo: file("progress.csv"))
    defer { try? handle.close() }
    var logBytes = Int(try handle.seekToEnd())
    var saved = ContinuousClock.now
    func save() throws {
      let lines = Data(run.takeLines().utf8)
      try handle.write(contentsOf: lines)
      logBytes += lines.count
      try Data(try run.checkpoint(logBytes: logBytes)).write(to: file("checkpoint.bin"), options: .atomic)
      saved = .now
    }
    while !run.isFinished {
      if isInterrupted() {
        try save()
        return .interrupted
      }
      try run.advance(threads: threads, isInterrupted: isInterrupted)
      progress(run.episode)
      if ContinuousClock.now - saved > .seconds(5) { try save() }
    }
    try save()
    try finish(run)
    return .finished
  }

  private func finish(_ run: TrainingRun) throws {
    let model = run.world.model
    let policies = run.policies()
    let stored = StoredPolicies(
      horizon: model.horizon, states: model.stateCount, actions: model.actionCount,
      policies: policies.map(\.probabilities))
    try Self.encoder.encode(stored).appending(newline).write(to: file("policies.json"), options: .atomic)
    let log = try ProgressLog(csv: String(decoding: Data(contentsOf: file("progress.csv")), as: UTF8.self))
    let summary = RunSummary(run, log, policies)
    try Self.encoder.encode(summary).appending(newline).write(to: file("summary.json"), options: .atomic)
    guard let chart = log.chart(of: run.configuration) else { return }
    try ReportFiles(url, name: "learning").write(chart, width: 720, height: 450)
  }

  /// Infinite penalties are text in JSON.
  static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return decoder
  }()

  private let newline = Data("\n".utf8)

  private struct StoredPolicies: Codable {
    let horizon: Int
    let states: Int
    let actions: Int
    /// Shape [horizon * states * actions] each.
    let policies: [[Double]]
  }
}

extension Data {
  fileprivate func appending(_ other: Data) -> Data { self + other }
}
