import CGauntlet
import DecisionProcesses
import GauntletC
import TabularEnvironments
import Testing

@Suite struct TableTests {
  private func counts(_ handle: gauntlet_handle) -> gauntlet_table_counts {
    var counts = gauntlet_table_counts()
    counts.size = UInt64(MemoryLayout<gauntlet_table_counts>.size)
    #expect(gauntlet_get_table_counts(handle, &counts) == GAUNTLET_OK)
    return counts
  }

  @Test func copiesEveryPart() {
    var handle: gauntlet_handle = 0
    #expect(gauntlet_make_table("braking-line-v0 | dropout(probability=0.5)", &handle) == GAUNTLET_OK)
    defer { gauntlet_close(handle) }
    let expected = TransitionTable(BrakingLine())
    let counts = counts(handle)
    #expect(counts.states == UInt64(expected.stateCount) && counts.actions == UInt64(expected.actionCount))
    #expect(counts.costs == 1 && counts.entries == UInt64(expected.next.count))

    let entries = Int(counts.entries)
    var initial = [Double](repeating: -1, count: Int(counts.states))
    var rowStart = [Int](repeating: -1, count: Int(counts.states * counts.actions) + 1)
    var next = [Int](repeating: -1, count: entries)
    var (probability, reward, costs) = ([Double](repeating: -1, count: entries), next.map(Double.init), next.map(Double.init))
    var endings = [UInt8](repeating: 99, count: entries)
    func target<T>(_ start: UnsafeMutablePointer<T>, _ count: Int, _ element: Int32) -> gauntlet_target {
      gauntlet_target(data: start, bytes: UInt64(count * MemoryLayout<T>.size), element: element, reserved: 0)
    }
    // One array at a time: each pointer is good for its own call.
    func copy(_ place: WritableKeyPath<gauntlet_table, gauntlet_target>, _ target: gauntlet_target) -> gauntlet_status {
      var table = gauntlet_table()
      table.size = UInt64(MemoryLayout<gauntlet_table>.size)
      table[keyPath: place] = target
      return gauntlet_copy_table(handle, &table)
    }
    let (real, whole) = (GAUNTLET_FLOAT64, GAUNTLET_INT64)
    initial.withUnsafeMutableBufferPointer { #expect(copy(\.initial, target($0.baseAddress!, $0.count, real)) == GAUNTLET_OK) }
    rowStart.withUnsafeMutableBufferPointer { #expect(copy(\.row_start, target($0.baseAddress!, $0.count, whole)) == GAUNTLET_OK) }
    next.withUnsafeMutableBufferPointer { #expect(copy(\.next, target($0.baseAddress!, $0.count, whole)) == GAUNTLET_OK) }
    probability.withUnsafeMutableBufferPointer { #expect(copy(\.probability, target($0.baseAddress!, $0.count, real)) == GAUNTLET_OK) }
    reward.withUnsafeMutableBufferPointer { #expect(copy(\.reward, target($0.baseAddress!, $0.count, real)) == GAUNTLET_OK) }
    costs.withUnsafeMutableBufferPointer { #expect(copy(\.costs, target($0.baseAddress!, $0.count, real)) == GAUNTLET_OK) }
    endings.withUnsafeMutableBufferPointer {
      #expect(copy(\.endings, target($0.baseAddress!, $0.count, GAUNTLET_UINT8)) == GAUNTLET_OK)
      #expect(copy(\.endings, target($0.baseAddress!, $0.count - 1, GAUNTLET_UINT8)) == GAUNTLET_BAD_ARGUMENT)
      #expect(lastError.contains("'endings'"))
    }
    #expect(initial == expected.initial && rowStart == expected.rowStart && next == expected.next)
    #expect(probability == expected.probability && reward == expected.reward && costs == expected.costs)
    #expect(endings == expected.ending.map(\.rawValue))
  }

  @Test func refusesWhatIsNotFiniteOrTooLarge() {
    var handle: gauntlet_handle = 0
    #expect(gauntlet_make_table("cart-pole-v1", &handle) == GAUNTLET_UNSUPPORTED)
    #expect(lastError.contains("not finite"))
    // Every row has an entry for every state.
    #expect(gauntlet_make_table("garnet-v0?states=5000,actions=2,teleport=0.1", &handle) == GAUNTLET_TOO_LARGE)
    #expect(gauntlet_make_table("no-such-world-v0", &handle) == GAUNTLET_BAD_RECIPE)
    #expect(handle == 0)
  }
}
