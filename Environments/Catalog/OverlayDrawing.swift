import DecisionProcesses
import Planning
import RandomStreams
import Scenes

/// The maps of one simulation.
extension RecipeSimulation where Self: OverlaySource {
  var hasCells: Bool { process is any CellMappedProcess }

  var knowsFeasibility: Bool {
    process is any KnownFeasibility && (hasCells || process is any MappedProcess)
  }

  func feasibleOverlay(resolution: Int) -> Overlay? {
    guard let known = process as? any KnownFeasibility else { return nil }
    return feasibleMap(known, resolution)
  }

  private func feasibleMap<K: KnownFeasibility>(_ known: K, _ resolution: Int) -> Overlay? {
    func violation(_ state: Process.State) -> Double {
      (state as? K.State).map { known.isFeasible($0) ? -1 : 1 } ?? .nan
    }
    let note = K.feasibilityAssumptions
    let painter = OverlayPainter(name: "feasible", note: note, style: .region, line: .feasibleLine)
    return overlay(painter, resolution: resolution, bisects: true, of: violation)
  }

  func overlay(
    named name: String, style: OverlayStyle, resolution: Int, of function: (Row) -> Double
  ) -> Overlay? {
    var row = Row(repeating: 0, count: process.observationSpace.description.width)
    func value(_ state: Process.State) -> Double {
      // A process whose observation is noisy shows one fixed draw of it.
      var stream = RandomStream(seed: 0, purpose: .observation)
      let observation = process.observe(state, using: &stream)
      row.withMutableRow { observation.write(to: &$0, at: 0) }
      return function(row)
    }
    let painter = OverlayPainter(name: name, note: "", style: style, line: .learntLine)
    return overlay(painter, resolution: resolution, bisects: false, of: value)
  }

  private func overlay(
    _ painter: OverlayPainter, resolution: Int, bisects: Bool, of value: (Process.State) -> Double
  ) -> Overlay? {
    if let mapped = process as? any MappedProcess {
      return slice(mapped, painter, resolution: resolution, bisects: bisects, of: value)
    }
    guard let mapped = process as? any CellMappedProcess else { return nil }
    return painter.overlay(cells: cells(mapped) { ($0 as? Process.State).map(value) ?? .nan })
  }

  private func slice<M: MappedProcess>(
    _ mapped: M, _ painter: OverlayPainter, resolution: Int, bisects: Bool,
    of value: (Process.State) -> Double
  ) -> Overlay? {
    guard let present = state as? M.State else { return nil }
    func valueAt(_ point: Point) -> Double {
      let shown = mapped.state(at: point, like: present)
      return (shown as? Process.State).map(value) ?? .nan
    }
    let field = ScalarField(area: mapped.mapArea, columns: resolution, rows: resolution, of: valueAt)
    return painter.overlay(
      field, set: bisects ? LevelSet(field, bisecting: valueAt) : LevelSet(field))
  }

  private func cells<M: CellMappedProcess>(_ mapped: M, value: (Int) -> Double) -> [OverlayCell] {
    guard let present = state as? Int else { return [] }
    return (0..<mapped.stateCount).compactMap { index in
      mapped.cell(of: index, like: present).map {
        OverlayCell(state: index, value: value(index), area: $0)
      }
    }
  }

  func stateValues() -> StateValues? {
    (process as? any TabularProcess).flatMap { solved($0) }
  }

  private func solved<T: TabularProcess>(_ process: T) -> StateValues? {
    let table = TransitionTable(process)
    let solution = try? ValueIteration().solve(table, discount: process.task.discount)
    guard let solution else { return nil }
    let isFinal = (0..<table.stateCount).map { state in
      let rows = state * table.actionCount
      let entries = table.rowStart[rows]..<table.rowStart[rows + table.actionCount]
      return entries.allSatisfy {
        table.next[$0] == state && table.ending[$0].contains(.terminated) && table.reward[$0] == 0
      }
    }
    return StateValues(values: solution.values, isFinal: isFinal, bound: solution.bound)
  }

  func overlay(of values: StateValues) -> Overlay? {
    guard let mapped = process as? any CellMappedProcess else { return nil }
    precondition(
      values.values.count == mapped.stateCount,
      "\(values.values.count) values for \(mapped.stateCount) states")
    let shown = zip(values.values, values.isFinal).map { $1 ? .nan : $0 }
    let painter = OverlayPainter(name: "value", note: "", style: .heatMap, line: .clear)
    return painter.overlay(cells: cells(mapped) { shown[$0] }.filter { $0.value.isFinite }, scale: shown)
  }
}

/// What the maps need of a simulation.
protocol OverlaySource {
  associatedtype Process: DecisionProcess
  var process: Process { get }
  var state: Process.State { get }
}
