import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Recipes

/// The exact tables of a finite world behind a handle.
final class Table: Resource {
  let table: TransitionTable
  private let reservation: Reservation

  init(_ table: TransitionTable, _ reservation: Reservation) {
    self.table = table
    self.reservation = reservation
  }

  override var kind: Int32 { GAUNTLET_TABLE }
  class override var wanted: String { "a table" }

  func copy(to places: gauntlet_table) throws(Failure) {
    var check = ColumnCheck()
    let states = table.stateCount
    let entries = table.next.count
    let initial = try check.doubles(places.initial, "initial", states)
    let rowStart = try check.target(
      places.row_start, "row_start", element: GAUNTLET_INT64, count: table.rowStart.count)
    let next = try check.target(places.next, "next", element: GAUNTLET_INT64, count: entries)
    let probability = try check.doubles(places.probability, "probability", entries)
    let reward = try check.doubles(places.reward, "reward", entries)
    let costs = try check.doubles(places.costs, "costs", entries * table.costCount)
    let endings = try check.flags(places.endings, "endings", entries)
    write(table.initial, initial)
    write(table.rowStart, rowStart?.assumingMemoryBound(to: Int.self))
    write(table.next, next?.assumingMemoryBound(to: Int.self))
    write(table.probability, probability)
    write(table.reward, reward)
    write(table.costs, costs)
    if let endings { for entry in 0..<entries { endings[entry] = table.ending[entry].rawValue } }
  }

  private func write<T>(_ values: [T], _ place: UnsafeMutablePointer<T>?) {
    guard let place else { return }
    _ = UnsafeMutableBufferPointer(start: place, count: values.count).update(fromContentsOf: values)
  }
}

/// Tabulates the world of a recipe.
private struct TableMaker: RecipeVisitor {
  var result: Result<Table, Failure>?

  mutating func visit<W: World>(_ world: W, rules: RuleList, horizon: Int?) throws(PerturbationError) {
    if let tabular = world as? any TabularProcess {
      do throws(Failure) {
        result = .success(try tabulate(tabular))
      } catch {
        result = .failure(error)
      }
    } else {
      result = .failure(
        Failure(
          GAUNTLET_UNSUPPORTED, "\(W.identifier) is not finite; \"is_tabular\" of gauntlet_describe tells"))
    }
  }
}

private func tabulate<P: TabularProcess>(_ process: P) throws(Failure) -> Table {
  let limit = Int(GAUNTLET_TABLE_LIMIT)
  guard let entries = TransitionTable.entryCount(of: process, limit: limit) else {
    throw Failure(
      GAUNTLET_TOO_LARGE,
      "the table has more than \(limit) entries or pairs of states and actions; take a smaller world")
  }
  let rows = process.stateCount * (process.actionCount + 1)
  // Arrays that grow are copied into twice the memory.
  let bytes = 8 * rows + 3 * entries * (25 + 8 * process.task.costs.count)
  let reservation = try Reservation(bytes, remedy: "take a smaller world, or close other handles")
  return Table(TransitionTable(process), reservation)
}

@c @implementation
public func gauntlet_make_table(
  _ recipe: UnsafePointer<CChar>!, _ handle: UnsafeMutablePointer<gauntlet_handle>!
) -> gauntlet_status {
  attempt { () throws(Failure) in
    let place = try required(handle, "handle")
    let recipe = try parse(recipe)
    var maker = TableMaker()
    do throws(RecipeError) {
      try EnvironmentCatalog.visit(recipe, with: &maker)
    } catch {
      throw Failure(error)
    }
    guard let result = maker.result else { preconditionFailure("the catalogue shows every world it finds") }
    place.pointee = try HandleTable.insert(try result.get())
  }
}

@c @implementation
public func gauntlet_get_table_counts(
  _ handle: gauntlet_handle, _ counts: UnsafeMutablePointer<gauntlet_table_counts>!
) -> gauntlet_status {
  use(handle, as: Table.self) { resource throws(Failure) in
    let place = try required(counts, "counts")
    try checkSize(place.pointee.size, gauntlet_table_counts.self, "gauntlet_table_counts")
    let table = resource.table
    place.pointee = gauntlet_table_counts(
      size: place.pointee.size, states: UInt64(table.stateCount), actions: UInt64(table.actionCount),
      costs: UInt64(table.costCount), entries: UInt64(table.next.count))
  }
}

@c @implementation
public func gauntlet_copy_table(
  _ handle: gauntlet_handle, _ table: UnsafePointer<gauntlet_table>!
) -> gauntlet_status {
  use(handle, as: Table.self) { resource throws(Failure) in
    let places = try required(table, "table")
    try checkSize(places.pointee.size, gauntlet_table.self, "gauntlet_table")
    try resource.copy(to: places.pointee)
  }
}
