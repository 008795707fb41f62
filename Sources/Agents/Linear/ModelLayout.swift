/// Feature rows and action groups of a model at addresses that do not move: what every pass of every episode reads.
package final class ModelLayout: @unchecked Sendable {
  let rowCount: Int
  let groupCount: Int
  /// Entries of row r lie at rowStart[r]..<rowStart[r + 1].
  let rowStart: UnsafeMutablePointer<Int32>
  let index: UnsafeMutablePointer<Int32>
  let value: UnsafeMutablePointer<Double>
  /// Groups of state s lie at groupStart[s]..<groupStart[s + 1].
  let groupStart: UnsafeMutablePointer<Int32>
  /// Feature row of each group, -1 where the return is known.
  let groupRow: UnsafeMutablePointer<Int32>
  /// The first action of each group.
  let firstAction: UnsafeMutablePointer<Int32>
  /// Feature row of each pair, -1 where the return is known.
  let rowOfPair: UnsafeMutablePointer<Int32>

  init(_ rows: FeatureRows, _ groups: ActionGroups) {
    func copy<T>(_ numbers: [T]) -> UnsafeMutablePointer<T> {
      let base = UnsafeMutablePointer<T>.allocate(capacity: max(numbers.count, 1))
      base.initialize(from: numbers, count: numbers.count)
      return base
    }
    rowCount = rows.count
    groupCount = groups.count
    rowStart = copy(rows.start.map(Int32.init))
    index = copy(rows.index)
    value = copy(rows.value)
    groupStart = copy(groups.start.map(Int32.init))
    groupRow = copy(groups.row.map(Int32.init))
    firstAction = copy((0..<groups.count).map { Int32(groups.actions[groups.actionStart[$0]]) })
    rowOfPair = copy(rows.rowOfPair.map(Int32.init))
  }

  deinit {
    rowStart.deallocate()
    index.deallocate()
    value.deallocate()
    groupStart.deallocate()
    groupRow.deallocate()
    firstAction.deallocate()
    rowOfPair.deallocate()
  }

  /// Entries of a row.
  @inline(__always)
  func entries(_ row: Int) -> Range<Int> {
    Range(uncheckedBounds: (Int(rowStart[row]), Int(rowStart[row + 1])))
  }

  /// Groups of a state.
  @inline(__always)
  func groups(_ state: Int) -> Range<Int> {
    Range(uncheckedBounds: (Int(groupStart[state]), Int(groupStart[state + 1])))
  }
}
