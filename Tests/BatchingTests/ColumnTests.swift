import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

@Suite struct ColumnTests {
  @Test func storageFitsItsBatch() throws {
    let batch = try Batch(Ferry(), count: 7, observationType: .float32)
    let storage = BatchStorage(for: batch, keepsTruth: true)
    #expect(storage.columns.observations.count == 7 * 3 * 4)
    #expect(storage.columns.finalObservations?.count == 7 * 3 * 4)
    #expect(storage.columns.rewards.count == 7)
    #expect(storage.columns.costs.count == 14)
    #expect(storage.columns.endings.count == 7)
    #expect(storage.columns.trueRewards?.count == 7)
    #expect(storage.columns.trueCosts?.count == 14)
    #expect(BatchStorage(for: batch).columns.trueRewards == nil)
    #expect(ElementType.allCases.map(\.byteCount) == [4, 8, 8])
  }

  @Test func batchesDescribeThemselves() throws {
    let batch = try Batch(Ferry(), count: 7, horizon: 5, resetRule: .manual, actionType: .float64)
    #expect(batch.count == 7)
    #expect(batch.task.horizon == 5)
    #expect(batch.resetRule == .manual)
    #expect(batch.actionDescription.elementType == .float64)
    #expect(batch.observationDescription == Ferry().observationSpace.description)
  }

  /// Columns that nobody wants are not needed.
  @Test func optionalColumns() throws {
    let batch = try Batch(Ferry(), count: 4, horizon: 2)
    let (full, lean) = (BatchStorage(for: batch), BatchStorage(for: batch))
    var columns = lean.columns
    columns.finalObservations = nil
    let actions = encode(Array(repeating: [0.5, 0.5], count: 4), as: .float32)
    var rewards: [[Double]] = []
    for target in [full.columns, columns] {
      batch.reset(seed: 1, into: target)
      for _ in 0..<5 { actions.withUnsafeBytes { batch.step(actions: $0, into: target) } }
      rewards.append(Array(target.rewards))
    }
    #expect(rewards[0] == rewards[1])
    #expect((0..<4).allSatisfy { full.observation($0) == lean.observation($0) })
    #expect((0..<4).allSatisfy { lean.finalObservation($0) == [0, 0, 0] })
  }

  /// A rule that appends components widens the column; the appended ones are random, the others true.
  @Test func widerObservations() throws {
    let bare = try Batch(CartPole(), count: 9)
    let wide = try Batch(CartPole(), count: 9, rules: RuleSlot(ExtraDimensions(count: 2)))
    #expect(wide.observationDescription.width == 6)
    let (narrow, broad) = (BatchStorage(for: bare), BatchStorage(for: wide))
    bare.reset(seed: 3, into: narrow.columns)
    wide.reset(seed: 3, into: broad.columns)
    let actions = encode((0..<9).map { [Double($0 % 2)] }, as: .int64)
    var appended = Set<Double>()
    for _ in 0..<20 {
      actions.withUnsafeBytes {
        bare.step(actions: $0, into: narrow.columns)
        wide.step(actions: $0, into: broad.columns)
      }
      for lane in 0..<9 {
        #expect(Array(broad.observation(lane).prefix(4)) == narrow.observation(lane))
        appended.formUnion(broad.observation(lane).suffix(2))
      }
    }
    #expect(appended.count == 20 * 9 * 2)
  }
}
