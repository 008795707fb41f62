import Batching
import DecisionProcesses

/// How to make a batch of the environment that is checked.
public typealias BatchMaking =
  @Sendable (_ count: Int, _ shards: Int, _ observationType: ElementType?, _ actionType: ElementType?) throws
  -> any BatchEnvironment

/// An environment whose process is unknown, with a way to make batches of it.
struct EnvironmentSubject<E: SnapshotEnvironment>: Subject {
  let environment: E
  let seed: UInt64
  let truth: Truth
  let makeBatch: BatchMaking

  var scripted: (@Sendable ([Double]) -> [Double])? { nil }
  // The environment stands for lane 0 of its seed.
  var laneLimit: Int { 1 }

  func player(lane: UInt64, horizon: Int?) throws(Violation) -> EnvironmentPlayer<E> {
    EnvironmentPlayer(environment)
  }

  func batch(
    count: Int, shards: Int, horizon: Int?, observationType: ElementType?, actionType: ElementType?
  ) throws(Violation) -> any BatchEnvironment {
    do {
      return try makeBatch(count, shards, observationType, actionType)
    } catch {
      throw Violation("a batch cannot be made: \(error)")
    }
  }
}
