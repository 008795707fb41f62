import DecisionProcesses
import UncertaintySets

/// How often each transition of a finite process was seen, where its successors, rewards, costs and endings
/// are known and its probabilities are not.
///
///     var counts = TransitionCounts(of: structure)
///     try counts.record(from: 0, by: 1, to: 2)
///     let process = counts.process(task: task)
///     let sets = try counts.l1Sets(failure: 0.05)       // 95 % sure to hold all true rows at once
///     let worst = try RobustProcess(process, sets, DynamicWorstCase(against: values, discount: 0.95))
///
/// A row is estimated by its frequencies; a row that was never seen is uniform over its outcomes, and its
/// set holds every row of them.
public struct TransitionCounts: Sendable {
  /// What is known: the probabilities in it mean nothing.
  public let structure: TransitionTable
  /// Times that each entry of the structure was seen.
  public private(set) var counts: [Int]

  /// No transition seen yet.
  ///
  /// Throws where a row lists two entries with the same successor and the same kind of ending, which counts
  /// could not tell apart, or none at all.
  public init(of structure: TransitionTable) throws(RobustProcessError) {
    var lastRow = [Int](repeating: -1, count: 2 * structure.stateCount)
    for row in 0..<(structure.stateCount * structure.actionCount) {
      let entries = structure.rowStart[row]..<structure.rowStart[row + 1]
      let place = "state \(row / structure.actionCount), action \(row % structure.actionCount)"
      guard !entries.isEmpty else {
        throw RobustProcessError("\(place): no successor", remedy: "give every state every action")
      }
      for entry in entries {
        let ends = structure.ending[entry].contains(.terminated)
        let key = structure.next[entry] + (ends ? structure.stateCount : 0)
        guard lastRow[key] != row else {
          throw RobustProcessError(
            "\(place): successor \(structure.next[entry]) is listed twice", remedy: "list it once")
        }
        lastRow[key] = row
      }
    }
    self.structure = structure
    counts = Array(repeating: 0, count: structure.next.count)
  }

  /// Notes a transition, `times` times.
  ///
  /// Throws for a state, action or number outside its range, and for a transition that the structure does not
  /// list. O(entries of the row).
  public mutating func record(
    from state: Int, by action: Int, to next: Int, terminated: Bool = false, times: Int = 1
  ) throws(RobustProcessError) {
    guard state >= 0, state < structure.stateCount, action >= 0, action < structure.actionCount, times >= 0
    else {
      throw RobustProcessError(
        "state \(state), action \(action), \(times) times",
        remedy: "give states below \(structure.stateCount), actions below \(structure.actionCount), and at "
          + "least 0 times")
    }
    for entry in structure.row(state, action)
    where structure.next[entry] == next && structure.ending[entry].contains(.terminated) == terminated {
      counts[entry] += times
      return
    }
    throw RobustProcessError(
      "state \(state), action \(action): the successor \(next)\(terminated ? " (terminated)" : "") is not "
        + "listed",
      remedy: "list every successor that is possible")
  }

  /// Transitions seen in row (`state`, `action`).
  public func samples(_ state: Int, _ action: Int) -> Int {
    structure.row(state, action).reduce(0) { $0 + counts[$1] }
  }

  /// The structure with frequencies as probabilities; entries never seen stay, with probability zero.
  public var table: TransitionTable {
    var probability = [Double](repeating: 0, count: counts.count)
    for row in 0..<(structure.stateCount * structure.actionCount) {
      let entries = structure.rowStart[row]..<structure.rowStart[row + 1]
      let total = entries.reduce(0) { $0 + counts[$1] }
      for entry in entries {
        probability[entry] =
          total > 0 ? Double(counts[entry]) / Double(total) : 1 / Double(entries.count)
      }
    }
    return structure.replacing(probability: probability)
  }

  /// The estimated process.
  ///
  /// - Precondition: as many cost channels in `task` as in the structure.
  public func process(task: TaskDescription) -> TableProcess { TableProcess(table, task: task) }

  /// L1 balls that hold the true rows of all states and actions at once with probability 1 - `failure`:
  /// Weissman's radius for each row, at failure divided by the number of rows.
  ///
  /// The promise is for rows that are drawn a number of times fixed beforehand, by a simulator say. Where an
  /// agent's path decides how often a row is drawn, divide `failure` by the most times that it may be.
  /// Throws for a failure outside (0, 1).
  public func l1Sets(failure: Double) throws(UncertaintySetError) -> RowwiseSet<L1Ball> {
    try sets(failure: failure) { (samples, outcomes, failure) throws(UncertaintySetError) in
      let radius =
        samples == 0
        ? 2 : try SampleRadius.weissmanL1(samples: samples, outcomes: outcomes, failure: failure)
      return try L1Ball(radius: radius, support: .all)
    }
  }

  /// L-infinity balls in the place of the L1 balls, with Hoeffding's radius; see `l1Sets`.
  public func hoeffdingSets(failure: Double) throws(UncertaintySetError) -> RowwiseSet<LInfinityBall> {
    try sets(failure: failure) { (samples, outcomes, failure) throws(UncertaintySetError) in
      let radius =
        samples == 0
        ? 1 : try SampleRadius.hoeffding(samples: samples, outcomes: outcomes, failure: failure)
      return try LInfinityBall(radius: radius, support: .all)
    }
  }

  /// Likelihood regions in the place of the L1 balls; see `l1Sets`. Throws also where a row was never seen,
  /// as no finite radius holds every row then.
  public func likelihoodSets(failure: Double) throws(UncertaintySetError) -> RowwiseSet<LikelihoodRegion> {
    try sets(failure: failure) { (samples, outcomes, failure) throws(UncertaintySetError) in
      try LikelihoodRegion(
        radius: SampleRadius.likelihood(samples: samples, outcomes: outcomes, failure: failure),
        support: .all)
    }
  }

  private func sets<Ambiguity: UncertaintySet>(
    failure: Double,
    _ make: (_ samples: Int, _ outcomes: Int, _ failure: Double) throws(UncertaintySetError) -> Ambiguity
  ) throws(UncertaintySetError) -> RowwiseSet<Ambiguity> {
    guard failure > 0, failure < 1 else {
      throw UncertaintySetError("probability of failure \(failure)", remedy: "give a number between 0 and 1")
    }
    let rows = structure.stateCount * structure.actionCount
    var sets: [Ambiguity] = []
    sets.reserveCapacity(rows)
    for row in 0..<rows {
      let (state, action) = (row / structure.actionCount, row % structure.actionCount)
      do throws(UncertaintySetError) {
        sets.append(
          try make(samples(state, action), structure.row(state, action).count, failure / Double(rows)))
      } catch {
        throw UncertaintySetError("state \(state), action \(action): \(error.message)", remedy: error.remedy)
      }
    }
    return try RowwiseSet(sets)
  }
}

extension TransitionTable {
  /// A structure in which every action may lead from every state to every state, with the given rewards of
  /// rows and no endings; first states are uniform. For `TransitionCounts`, where nothing else is known.
  ///
  /// - Precondition: one reward per row.
  public static func complete(stateCount: Int, actionCount: Int, rewards: [Double]) -> TransitionTable {
    let rows = stateCount * actionCount
    precondition(rewards.count == rows, "\(rewards.count) rewards for \(rows) rows")
    let entries = rows * stateCount
    return TransitionTable(
      stateCount: stateCount, actionCount: actionCount, costCount: 0,
      initial: Array(repeating: 1 / Double(stateCount), count: stateCount),
      rowStart: (0...rows).map { $0 * stateCount }, next: (0..<entries).map { $0 % stateCount },
      probability: Array(repeating: 1 / Double(stateCount), count: entries),
      reward: (0..<entries).map { rewards[$0 / stateCount] }, costs: [],
      ending: Array(repeating: [], count: entries))
  }
}
