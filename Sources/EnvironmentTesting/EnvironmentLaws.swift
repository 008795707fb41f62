import DecisionProcesses
import Perturbations

/// The laws as checks: one call for a world, a process with options of one's own, a process seen through
/// rules, or any environment.
///
///     for result in EnvironmentLaws.check(MyWorld.self, seed: 1) where !result.passed { print(result) }
///
/// A check plays a few thousand steps and draws about 10^5 transitions of a finite world: seconds at most.
public enum EnvironmentLaws {
  /// Every law that applies to `world` with its options at their standard values.
  ///
  /// - Parameter card: the text of its card; without one the card law is left out.
  public static func check<W: World>(_ world: W.Type, seed: UInt64, card: String? = nil) -> [LawResult] {
    let process = W()
    var results = check(
      process, id: W.identifier, inert: W.inertIntervals, boxes: W.boxes, isStandard: true, seed: seed)
    if let card {
      results.append(LawResult(W.identifier, .card) { () throws(Violation) in try checkCard(W.self, card) })
    }
    return results
  }

  /// Every law that applies to `process`, a world with options of one's own or no world at all.
  ///
  /// A world's declared inert intervals are taken on trust here: they speak of the standard options.
  public static func check<P: DecisionProcess>(_ process: P, id: String, seed: UInt64) -> [LawResult]
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    let world = P.self as? any World.Type
    return check(
      process, id: id, inert: world?.inertIntervals ?? [], boxes: world?.boxes ?? [], isStandard: false,
      seed: seed)
  }

  /// The laws that make sense for a process seen through `rules`: repeatable resets, spaces (where no rule
  /// touches the channel), branching, batches, and pictures.
  ///
  /// - Parameter horizon: overrides the task's horizon.
  /// - Throws: `PerturbationError` when a rule does not fit the process.
  public static func check<P: DecisionProcess, Rules: RuleSequence>(
    _ process: P, rules: Rules, id: String, horizon: Int? = nil, seed: UInt64
  ) throws(PerturbationError) -> [LawResult] where P.Action: RowConvertible, P.Observation: RowConvertible {
    checkPlay(try PerturbedSubject(process, rules: rules, seed: seed, horizon: horizon), id: id)
  }

  /// The laws of an environment whose process is unknown: repeatable resets, spaces, branching, batches
  /// where `batch` can make them, and the pictures of an environment that is `SceneProviding`.
  ///
  /// - Precondition: `environment` has not been reset yet.
  /// - Parameters:
  ///   - showsTruth: whether observations, rewards and costs keep to what is declared; false for
  ///     environments with rules, whose rows need only be finite.
  ///   - batch: makes batches whose lane 0 is `environment` reset with the same seed.
  public static func check<E: SnapshotEnvironment>(
    environment: E, id: String, showsTruth: Bool = true, seed: UInt64, batch: BatchMaking? = nil
  ) -> [LawResult] {
    let truth = Truth(observation: showsTruth, reward: showsTruth, cost: showsTruth)
    if let batch {
      let subject = EnvironmentSubject(environment: environment, seed: seed, truth: truth, makeBatch: batch)
      return checkPlay(subject, id: id)
    }
    let player = EnvironmentPlayer(environment)
    return [
      LawResult(id, .resetRepeatable) { () throws(Violation) in
        try checkReset({ () throws(Violation) in player }, seed: seed)
      },
      LawResult(id, .spaces) { () throws(Violation) in
        try checkSpaces({ () throws(Violation) in player }, truth: truth, seed: seed, scripted: nil)
      },
      LawResult(id, .branching) { () throws(Violation) in
        try checkBranching({ () throws(Violation) in player }, seed: seed)
      },
      LawResult(id, .scene) { () throws(Violation) in
        try checkScenes(
          { () throws(Violation) in player }, showsTruth: showsTruth, seed: seed, scripted: nil)
      },
    ]
  }

  private static func check<P: DecisionProcess>(
    _ process: P, id: String, inert: [InertInterval], boxes: [ParameterBox], isStandard: Bool, seed: UInt64
  ) -> [LawResult] where P.Action: RowConvertible, P.Observation: RowConvertible {
    var results = checkPlay(ProcessSubject(process: process, seed: seed), id: id)
    results += [
      LawResult(id, .rules) { () throws(Violation) in try checkRules(process, seed: seed) },
      LawResult(id, .effect) { () throws(Violation) in
        try checkEffect(process, inert: inert, boxes: boxes, isStandard: isStandard, seed: seed)
      },
    ]
    if let table = process as? any TabularProcess {
      results.append(
        LawResult(id, .tabular) { () throws(Violation) in try checkTabular(table, seed: seed) })
    }
    results.append(
      LawResult(id, .determinism) { () throws(Violation) in try checkDeterminism(process, seed: seed) })
    return results
  }

  /// The laws that need no more than environments and batches.
  private static func checkPlay<S: Subject>(_ subject: S, id: String) -> [LawResult] {
    [
      LawResult(id, .resetRepeatable) { () throws(Violation) in
        try checkReset({ () throws(Violation) in try subject.player() }, seed: subject.seed)
          + "; " + checkShards(subject)
      },
      LawResult(id, .spaces) { () throws(Violation) in try checkSpaces(subject) },
      LawResult(id, .branching) { () throws(Violation) in
        try checkBranching({ () throws(Violation) in try subject.player() }, seed: subject.seed)
      },
      LawResult(id, .scalarBatch) { () throws(Violation) in try checkBatch(subject) },
      LawResult(id, .scene) { () throws(Violation) in try checkScenes(subject) },
    ]
  }
}
