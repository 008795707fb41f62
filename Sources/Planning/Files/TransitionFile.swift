#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files of transitions: CSV, plain or packed with gzip.
///
/// The first line names the columns `idstatefrom,idaction,idstateto,probability,reward` and then one column
/// per cost. States and actions count from 0; every state needs every action. Lines may come in any order;
/// several lines of the same three numbers merge, probabilities adding up, rewards and costs averaged by
/// probability. The first state is distributed uniformly.
///
/// The columns are those of M. Petrik's craam2.
public enum TransitionFile {
  static let columns = ["idstatefrom", "idaction", "idstateto", "probability", "reward"]

  /// Reads the file at `path`; gzip is known by its first two bytes.
  ///
  /// Throws for a file that cannot be read or unpacked, for text that is not as above (with its line), and
  /// for rows that are no distributions (with state, action and sum). O(bytes + states).
  public static func load(_ path: String) throws(PlanningError) -> SolverTable {
    var bytes = try content(of: path)
    if bytes.starts(with: [0x1F, 0x8B]) {
      bytes = try CompressionLibrary().content(of: path)
    } else if path.hasSuffix(".gz") {
      throw PlanningError("'\(path)' is not gzip data, whatever its name says; pack it, or rename it")
    }
    return try read(bytes, name: path)
  }

  /// Reads the text in `bytes`; errors call it `name`. Throws like `load`.
  public static func read(_ bytes: [UInt8], name: String) throws(PlanningError) -> SolverTable {
    do {
      let transitions = try TransitionColumns(bytes)
      return try transitions.table()
    } catch {
      throw PlanningError("\(name): \(error.message)", kind: error.kind)
    }
  }

  /// Writes `table` to `path`, packed where the name ends in `.gz`, so that reading gives the same process.
  ///
  /// The end of episodes, if there is one, becomes one more state that is never left and pays nothing. The
  /// distribution of the first state is not written. O(entries).
  public static func save(
    _ table: SolverTable, to path: String, costNames: [String]? = nil
  ) throws(PlanningError) {
    let bytes = Array(try text(of: table, costNames: costNames).utf8)
    if path.hasSuffix(".gz") { return try CompressionLibrary().save(bytes, to: path) }
    guard let file = fopen(path, "wb") else { throw PlanningError("cannot write '\(path)'") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      throw PlanningError("writing '\(path)' failed after \(written) bytes")
    }
  }

  /// The text that `save` writes; costs are called `costNames`, or `cost0` and so on.
  public static func text(of table: SolverTable, costNames: [String]? = nil) throws(PlanningError) -> String {
    let names = costNames ?? table.costs.indices.map { "cost\($0)" }
    guard names.count == table.costs.count else {
      throw PlanningError("\(names.count) names for \(table.costs.count) costs")
    }
    var text = (columns + names).joined(separator: ",") + "\n"
    for row in 0..<table.rowCount {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        text += "\(row / table.actionCount),\(row % table.actionCount),\(table.next[entry]),"
        text += "\(table.probability[entry]),\(table.reward.value(ofEntry: entry, inRow: row))"
        for cost in table.costs { text += ",\(cost.value(ofEntry: entry, inRow: row))" }
        text += "\n"
      }
    }
    if table.hasTermination {
      for action in 0..<table.actionCount {
        text += "\(table.stateCount),\(action),\(table.stateCount),1.0,0.0"
        text += String(repeating: ",0.0", count: table.costs.count) + "\n"
      }
    }
    return text
  }

  private static func content(of path: String) throws(PlanningError) -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw PlanningError("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var content: [UInt8] = []
    let chunk = 1 << 18
    while true {
      let start = content.count
      content.append(contentsOf: repeatElement(0, count: chunk))
      let received = content.withUnsafeMutableBytes { fread($0.baseAddress! + start, 1, chunk, file) }
      content.removeLast(chunk - received)
      if received == 0 { break }
    }
    guard ferror(file) == 0 else { throw PlanningError("cannot read '\(path)': it is not a readable file") }
    return content
  }
}
