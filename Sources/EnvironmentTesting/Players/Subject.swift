import Batching
import DecisionProcesses
import Perturbations

/// What of a step is bounded by the world's own description.
struct Truth {
  var observation = true
  var reward = true
  var cost = true
}

/// What a law is checked on: makes single environments and batches of one world.
protocol Subject: Sendable {
  associatedtype P: Player
  var seed: UInt64 { get }
  /// What rules leave as the world declares it.
  var truth: Truth { get }
  /// The same subject with every parameter at one end of its interval, by name.
  var corners: [(name: String, subject: Self)] { get }
  /// The world's own policy, where it has one.
  var scripted: (@Sendable ([Double]) -> [Double])? { get }

  /// How many lanes `player(lane:horizon:)` can make.
  var laneLimit: Int { get }

  func player(lane: UInt64, horizon: Int?) throws(Violation) -> P
  func batch(
    count: Int, shards: Int, horizon: Int?, observationType: ElementType?, actionType: ElementType?
  ) throws(Violation) -> any BatchEnvironment
}

extension Subject {
  var laneLimit: Int { .max }
  var corners: [(name: String, subject: Self)] { [] }

  func player() throws(Violation) -> P { try player(lane: 0, horizon: nil) }

  func actor(_ pattern: ActionPattern, _ action: RowDescription, lane: UInt64 = 0) -> Actor {
    Actor(pattern, action, seed: seed &+ lane &* 0x9E37_79B9, scripted: scripted)
  }
}

/// A process without rules.
struct ProcessSubject<Process: DecisionProcess>: Subject
where Process.Action: RowConvertible, Process.Observation: RowConvertible {
  let process: Process
  let seed: UInt64
  var truth: Truth { Truth() }

  var corners: [(name: String, subject: ProcessSubject)] {
    guard !Process.schema.isEmpty else { return [] }
    var (low, high) = (process, process)
    for (index, parameter) in Process.schema.enumerated() {
      low[parameter: index] = parameter.interval.lowerBound
      high[parameter: index] = parameter.interval.upperBound
    }
    return [
      ("with every parameter at its lower end", ProcessSubject(process: low, seed: seed)),
      ("with every parameter at its upper end", ProcessSubject(process: high, seed: seed)),
    ]
  }

  var scripted: (@Sendable ([Double]) -> [Double])? { scriptedPolicy(process) }

  func player(lane: UInt64, horizon: Int?) throws(Violation) -> SimulationPlayer<Process> {
    SimulationPlayer(Simulation(process, seed: seed, lane: lane, horizon: horizon))
  }

  func batch(
    count: Int, shards: Int, horizon: Int?, observationType: ElementType?, actionType: ElementType?
  ) throws(Violation) -> any BatchEnvironment {
    do throws(PerturbationError) {
      return try Batch(
        process, count: count, rules: NoRules(), horizon: horizon, shards: shards,
        observationType: observationType, actionType: actionType, splitting: .finest)
    } catch {
      throw Violation("\(error)")
    }
  }
}

/// A process seen through rules.
struct PerturbedSubject<Process: DecisionProcess, Rules: RuleSequence>: Subject
where Process.Action: RowConvertible, Process.Observation: RowConvertible {
  let process: Process
  let rules: Rules
  let seed: UInt64
  let horizon: Int?
  private let channels: ChannelSet

  init(_ process: Process, rules: Rules, seed: UInt64, horizon: Int? = nil) throws(PerturbationError) {
    self.process = process
    self.rules = rules
    self.seed = seed
    self.horizon = horizon
    var layout = RuleLayout(process)
    var prepared = rules
    try prepared.prepare(&layout)
    channels = prepared.channels
  }

  var truth: Truth {
    Truth(
      observation: !channels.contains(.observation),
      // Rewards may be declared in terms of the parameters.
      reward: channels.isDisjoint(with: [.reward, .parameters]), cost: !channels.contains(.cost))
  }

  /// What an agent sees may be wider than what the policy was written for.
  var scripted: (@Sendable ([Double]) -> [Double])? {
    channels.contains(.observation) ? nil : scriptedPolicy(process)
  }

  func player(lane: UInt64, horizon: Int?) throws(Violation) -> PerturbedPlayer<Process, Rules> {
    let simulation = Simulation(process, seed: seed, lane: lane, horizon: horizon ?? self.horizon)
    do throws(PerturbationError) {
      return try PerturbedPlayer(simulation, rules: rules)
    } catch {
      throw Violation("\(error)")
    }
  }

  func batch(
    count: Int, shards: Int, horizon: Int?, observationType: ElementType?, actionType: ElementType?
  ) throws(Violation) -> any BatchEnvironment {
    do throws(PerturbationError) {
      return try Batch(
        process, count: count, rules: rules, horizon: horizon ?? self.horizon, shards: shards,
        observationType: observationType, actionType: actionType, splitting: .finest)
    } catch {
      throw Violation("\(error)")
    }
  }
}
