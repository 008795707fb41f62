import DecisionProcesses
import EnvironmentCatalog

/// Everything that a step depends on, and what has come of the steps so far: a copy is a snapshot.
package struct EpisodeMoment: Sendable {
  /// Points that a trail holds.
  static let trailLength = 64

  var environment: RecipeEnvironment
  var observation: Row
  var action: Row
  /// The action that is held in place of the policy's.
  var held: Row?
  package var step = 0
  var tally: EpisodeTally
  var trail: [TrailPoint] = []
  /// Steps in a row, up to this one, that were made in detail: monitored, with a trail.
  var detailedSteps = 0
  private let tracks: Bool
  private let zero: Row

  package init(_ environment: RecipeEnvironment, seed: UInt64) {
    self.environment = environment
    self.environment.isMonitored = true
    tracks = environment.hasTrackedPoint
    zero = environment.actionSpace.zero
    action = zero
    tally = EpisodeTally(environment.task)
    observation = self.environment.reset(seed: seed)
    extendTrail()
  }

  /// Whether trail and last changes are what they would be had every step been made in detail.
  func isComplete(at step: Int) -> Bool {
    detailedSteps + (step - self.step) >= min(step, Self.trailLength)
  }

  /// Makes one step.
  ///
  /// - Precondition: the environment is running.
  mutating func advance(_ policy: (any RowPolicy)?, _ limits: StepLimits, isDetailed: Bool) {
    if isDetailed != environment.isMonitored { environment.isMonitored = isDetailed }
    choose(policy)
    let result = environment.step(action)
    observation = result.observation
    step += 1
    var truth = environment.trueOutcome
    truth.ending = result.ending
    tally.add(truth, perceivedReward: result.reward, limits: limits)
    if isDetailed {
      detailedSteps += 1
      if tracks { extendTrail() }
    } else if detailedSteps > 0 || !trail.isEmpty {
      detailedSteps = 0
      trail = []
    }
  }

  private mutating func choose(_ policy: (any RowPolicy)?) {
    if let held {
      action = held
    } else if let policy {
      var stream = environment.clock.stream(.policy)
      let seen = observation
      action.withMutableRow { row in policy.act(on: seen.values.span, into: &row, using: &stream) }
    } else {
      action = zero
    }
  }

  private mutating func extendTrail() {
    guard tracks, let points = environment.trackedPoints(seeing: observation) else { return }
    if trail.count >= Self.trailLength { trail.removeFirst() }
    trail.append(TrailPoint(truth: points.truth, perceived: points.perceived))
  }

  mutating func apply(_ intervention: Intervention) {
    switch intervention {
    case .action(let row): held = row
    case .seats(let row): environment.setSeats(row)
    // Interventions were checked when they were made.
    case .parameter(let index, let value): try! environment.setParameter(index, to: value)
    case .rule(let index, let isOn): try! environment.setRule(index, isOn: isOn)
    }
  }
}

/// Something that was done to an episode from outside.
enum Intervention: Sendable, Equatable {
  case action(Row?)
  case seats(Row)
  case parameter(Int, Double)
  case rule(Int, Bool)
}
