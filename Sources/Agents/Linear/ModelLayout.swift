/// Feature rows and action groups of a model at addresses that do not move: what every pass of every episode
/// reads.
package final class ModelLayout: @unchecked Sendable {
  /// Pointers without an owner: copies cost nothing, and threads that share a model do not meet at a count of
  /// owners.
  package let view: View

  package struct View {
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
    /// theta; shape [horizon, d].
    let rewardWeights: UnsafeMutablePointer<Double>
    /// Whether the model tells what can be met at each step.
    let knowsMet: Bool
    /// Whether a state can be met at a step, the end of the last one too; shape [horizon + 1, states].
    let isMet: UnsafeMutablePointer<Bool>
    /// What can be met at each step, then all there is, then what cannot be met at each step.
    let rows: Lists
    let groups: Lists
    let states: Lists

    /// Entries of a row.
    @inline(__always)
    func entries(_ row: Int) -> Range<Int> {
      Range(uncheckedBounds: (Int(rowStart[row]), Int(rowStart[row + 1])))
    }

    /// Groups of a state.
    @inline(__always)
    func groups(of state: Int) -> Range<Int> {
      Range(uncheckedBounds: (Int(groupStart[state]), Int(groupStart[state + 1])))
    }
  }

  /// Lists of numbers, one behind the other.
  struct Lists {
    let start: UnsafeMutablePointer<Int>
    let number: UnsafeMutablePointer<Int32>

    init(_ lists: [[Int]]) {
      start = copy(lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) })
      number = copy(lists.flatMap { $0 }.map(Int32.init))
    }

    func deallocate() {
      start.deallocate()
      number.deallocate()
    }

    @inline(__always)
    subscript(_ list: Int) -> UnsafeBufferPointer<Int32> {
      UnsafeBufferPointer(start: number + start[list], count: start[list + 1] - start[list])
    }
  }

  init(
    _ rows: FeatureRows, _ groups: ActionGroups, rewardWeights: [Double], met: [MetAtStep]?, horizon: Int,
    states: Int
  ) {
    var isMet = Array(repeating: met == nil, count: (horizon + 1) * states)
    for (step, entry) in (met ?? []).enumerated() {
      for state in entry.states { isMet[step * states + state] = true }
    }
    // Nothing has a value after the last step.
    for state in 0..<states { isMet[horizon * states + state] = true }
    let all = MetAtStep(
      states: Array(0..<states), groups: Array(0..<groups.count), rows: Array(0..<rows.count))
    let unmet = (met ?? Array(repeating: all, count: horizon)).map { $0.complement(groups, states: states) }
    let lists = (met ?? Array(repeating: all, count: horizon)) + [all] + unmet
    view = View(
      rowCount: rows.count, groupCount: groups.count, rowStart: copy(rows.start.map(Int32.init)),
      index: copy(rows.index), value: copy(rows.value), groupStart: copy(groups.start.map(Int32.init)),
      groupRow: copy(groups.row.map(Int32.init)),
      firstAction: copy((0..<groups.count).map { Int32(groups.actions[groups.actionStart[$0]]) }),
      rowOfPair: copy(rows.rowOfPair.map(Int32.init)), rewardWeights: copy(rewardWeights),
      knowsMet: met != nil,
      isMet: copy(isMet), rows: Lists(lists.map(\.rows)), groups: Lists(lists.map(\.groups)),
      states: Lists(lists.map(\.states)))
  }

  deinit {
    view.rowStart.deallocate()
    view.index.deallocate()
    view.value.deallocate()
    view.groupStart.deallocate()
    view.groupRow.deallocate()
    view.firstAction.deallocate()
    view.rowOfPair.deallocate()
    view.rewardWeights.deallocate()
    view.isMet.deallocate()
    view.rows.deallocate()
    view.groups.deallocate()
    view.states.deallocate()
  }
}

private func copy<T>(_ numbers: [T]) -> UnsafeMutablePointer<T> {
  let base = UnsafeMutablePointer<T>.allocate(capacity: max(numbers.count, 1))
  base.initialize(from: numbers, count: numbers.count)
  return base
}
