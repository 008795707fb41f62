import CTwin
import Gauntlet

/// A world in C, stepped over rows of actions; the yardstick of a kernel.
///
/// Memory lives as long as the process; a benchmark makes a handful.
struct Twin {
  let reset: (UInt64) -> Void
  let step: (UnsafeRawPointer) -> Void
  let observations: UnsafeRawBufferPointer
  let endings: UnsafePointer<UInt8>

  static func cartPole(_ count: Int) -> Twin {
    let columns = Columns(count)
    let lanes = heap(
      twin_batch(
        lanes: count, seed: 0, position: columns.doubles(), angle: columns.doubles(),
        velocity: columns.doubles(), rate: columns.doubles(), steps: columns.words(),
        episodes: columns.words(), key0: columns.words(), key1: columns.words()))
    let (rows, finals) = (columns.zeros(4, Float(0)), columns.zeros(4, Float(0)))
    return Twin(
      reset: { twin_batch_reset_single(lanes, $0, rows) },
      step: { actions in
        twin_batch_step_single(
          lanes, actions.assumingMemoryBound(to: Int64.self), rows, finals, columns.rewards, columns.endings)
      }, observations: UnsafeRawBufferPointer(start: rows, count: 16 * count), endings: columns.endings)
  }

  static func pendulum(_ count: Int) -> Twin {
    let columns = Columns(count)
    let lanes = columns.plane()
    let (rows, finals) = (columns.zeros(3, Float(0)), columns.zeros(3, Float(0)))
    return Twin(
      reset: { twin_pendulum_reset(lanes, $0, rows) },
      step: { actions in
        twin_pendulum_step(
          lanes, actions.assumingMemoryBound(to: Float.self), rows, finals, columns.rewards, columns.endings)
      }, observations: UnsafeRawBufferPointer(start: rows, count: 12 * count), endings: columns.endings)
  }

  static func mountainCar(_ count: Int) -> Twin {
    let columns = Columns(count)
    let lanes = columns.plane()
    let (rows, finals) = (columns.zeros(2, Float(0)), columns.zeros(2, Float(0)))
    return Twin(
      reset: { twin_car_reset(lanes, $0, rows) },
      step: { actions in
        twin_car_step(
          lanes, actions.assumingMemoryBound(to: Int64.self), rows, finals, columns.rewards, columns.endings)
      }, observations: UnsafeRawBufferPointer(start: rows, count: 8 * count), endings: columns.endings)
  }

  /// A finite world with one first state.
  static func table<P: TabularProcess>(_ process: P, _ count: Int) -> Twin {
    let table = TransitionTable(process)
    let rowCount = table.rowStart.count - 1
    let width = (0..<rowCount).map { table.rowStart[$0 + 1] - table.rowStart[$0] }.max() ?? 1
    var (sums, rewards): ([Double], [Double]) = ([], [])
    var (next, endings): ([Int32], [UInt8]) = ([], [])
    for row in 0..<rowCount {
      let entries = table.rowStart[row]..<table.rowStart[row + 1]
      var sum = 0.0
      for place in 0..<width {
        let entry = min(entries.lowerBound + place, entries.upperBound - 1)
        sum += place < entries.count ? table.probability[entry] : 0
        sums.append(place < entries.count - 1 ? sum : .infinity)
        rewards.append(table.reward[entry])
        next.append(Int32(table.next[entry]))
        endings.append(table.ending[entry].rawValue)
      }
    }
    let columns = Columns(count)
    let lanes = heap(
      twin_table(
        lanes: count, action_count: Int64(table.actionCount), width: Int64(width),
        first: Int64(table.initial.firstIndex(of: 1) ?? 0), horizon: UInt32(process.task.horizon),
        sums: list(sums), rewards: list(rewards), next: list(next), endings: list(endings),
        states: columns.zeros(1, Int64(0)), steps: columns.words(), episodes: columns.words(),
        key0: columns.words(), key1: columns.words()))
    let (rows, finals) = (columns.zeros(1, Int64(0)), columns.zeros(1, Int64(0)))
    return Twin(
      reset: { twin_table_reset(lanes, $0, rows) },
      step: { actions in
        twin_table_step(
          lanes, actions.assumingMemoryBound(to: Int64.self), rows, finals, columns.rewards, columns.endings)
      }, observations: UnsafeRawBufferPointer(start: rows, count: 8 * count), endings: columns.endings)
  }
}

/// The columns that all twins have.
private struct Columns {
  let count: Int
  let rewards: UnsafeMutablePointer<Double>
  let endings: UnsafeMutablePointer<UInt8>

  init(_ count: Int) {
    self.count = count
    rewards = list(Array(repeating: 0.0, count: count))
    endings = list(Array(repeating: UInt8(0), count: count))
  }

  func zeros<T>(_ width: Int, _ zero: T) -> UnsafeMutablePointer<T> {
    list(Array(repeating: zero, count: width * count))
  }

  func doubles() -> UnsafeMutablePointer<Double> { zeros(1, 0.0) }
  func words() -> UnsafeMutablePointer<UInt32> { zeros(1, UInt32(0)) }

  func plane() -> UnsafeMutablePointer<twin_plane> {
    heap(
      twin_plane(
        lanes: count, angle: doubles(), rate: doubles(), steps: words(), episodes: words(), key0: words(),
        key1: words()))
  }
}

private func list<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
  let pointer = UnsafeMutablePointer<T>.allocate(capacity: values.count)
  pointer.initialize(from: values, count: values.count)
  return pointer
}

private func heap<T>(_ value: T) -> UnsafeMutablePointer<T> { list([value]) }
