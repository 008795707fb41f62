/// The lines of a file of transitions as columns, read strictly.
struct TransitionColumns {
  private var state: [Int32] = []
  private var action: [Int32] = []
  private var next: [Int32] = []
  private var probability: [Double] = []
  private var reward: [Double] = []
  /// Shape [lines, costCount].
  private var costs: [Double] = []
  private var costNames: [String] = []

  init(_ bytes: [UInt8]) throws(PlanningError) {
    var cursor = 0
    var number = 0
    var hasHeader = false
    var fields: [Range<Int>] = []
    while cursor < bytes.count {
      number += 1
      let start = cursor
      while cursor < bytes.count, bytes[cursor] != 0x0A { cursor += 1 }
      var end = cursor
      cursor += 1
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
      if end == start { continue }
      fields.removeAll(keepingCapacity: true)
      var fieldStart = start
      for index in start..<end where bytes[index] == 0x2C {
        fields.append(fieldStart..<index)
        fieldStart = index + 1
      }
      fields.append(fieldStart..<end)
      if hasHeader {
        try add(bytes, fields, number)
      } else {
        try readHeader(fields.map { Self.text(bytes, $0) }, number)
        hasHeader = true
      }
    }
    guard hasHeader else {
      let columns = TransitionFile.columns.joined(separator: ",")
      throw PlanningError("the file is empty; its first line is '\(columns)'")
    }
    guard !state.isEmpty else { throw PlanningError("the file holds no transitions") }
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func readHeader(_ names: [String], _ number: Int) throws(PlanningError) {
    let columns = TransitionFile.columns
    guard names.starts(with: columns) else {
      throw PlanningError(
        "line \(number): the columns are '\(names.joined(separator: ","))'; they start with "
          + "'\(columns.joined(separator: ","))', names of costs may follow")
    }
    costNames = Array(names.dropFirst(columns.count))
    if let twin = costNames.enumerated().first(where: { costNames.prefix($0.offset).contains($0.element) }) {
      throw PlanningError("line \(number): two columns are called '\(twin.element)'")
    }
  }

  private mutating func add(_ bytes: [UInt8], _ fields: [Range<Int>], _ number: Int) throws(PlanningError) {
    let count = TransitionFile.columns.count + costNames.count
    guard fields.count == count else {
      throw PlanningError("line \(number): \(fields.count) fields where the first line has \(count)")
    }
    state.append(try index(bytes, fields[0], "idstatefrom", number))
    action.append(try index(bytes, fields[1], "idaction", number))
    next.append(try index(bytes, fields[2], "idstateto", number))
    let p = try value(bytes, fields[3], "probability", number)
    // Sums of rows are checked later; up to round-off a single number may touch one.
    guard p >= 0, p <= 1 + 1e-9 else {
      throw PlanningError("line \(number): probability \(p) lies outside 0...1")
    }
    probability.append(p)
    reward.append(try value(bytes, fields[4], "reward", number))
    for channel in costNames.indices {
      costs.append(try value(bytes, fields[5 + channel], costNames[channel], number))
    }
  }

  private func index(
    _ bytes: [UInt8], _ range: Range<Int>, _ column: String, _ number: Int
  ) throws(PlanningError) -> Int32 {
    var result = 0
    var isNumber = !range.isEmpty && range.count <= 10
    for position in range {
      let digit = Int(bytes[position]) - 0x30
      guard isNumber, digit >= 0, digit <= 9 else {
        isNumber = false
        break
      }
      result = 10 * result + digit
    }
    guard isNumber, result < Int(Int32.max) else {
      throw PlanningError(
        "line \(number): \(column) '\(Self.text(bytes, range))' is not a whole number from 0 to "
          + "\(Int32.max - 1)")
    }
    return Int32(result)
  }

  private func value(
    _ bytes: [UInt8], _ range: Range<Int>, _ column: String, _ number: Int
  ) throws(PlanningError) -> Double {
    let text = Self.text(bytes, range)
    guard let value = Double(text), value.isFinite else {
      throw PlanningError("line \(number): \(column) '\(text)' is not a finite number")
    }
    return value
  }

  /// The table of all lines; O(lines + rows).
  func table() throws(PlanningError) -> SolverTable {
    let stateCount = Int(max(state.max() ?? 0, next.max() ?? 0)) + 1
    let actionCount = Int(action.max() ?? 0) + 1
    let rows = stateCount.multipliedReportingOverflow(by: actionCount)
    // More rows than lines: some row is empty, and no array of their number need be made.
    guard !rows.overflow, rows.partialValue <= state.count else { throw missing(actionCount) }
    let order = sortedByRow(rows.partialValue, actionCount)
    var builder = try SolverTableBuilder(
      stateCount: stateCount, actionCount: actionCount, costCount: costNames.count,
      entryCapacity: state.count)
    var position = 0
    for row in 0..<rows.partialValue {
      while position < order.count, self.row(of: Int(order[position]), actionCount) == row {
        let entry = Int(order[position])
        builder.add(
          to: Int(next[entry]), probability: probability[entry], reward: reward[entry],
          costs: costs[(entry * costNames.count)..<((entry + 1) * costNames.count)])
        position += 1
      }
      try builder.endRow()
    }
    return try builder.finish()
  }

  private func row(of entry: Int, _ actionCount: Int) -> Int {
    Int(state[entry]) * actionCount + Int(action[entry])
  }

  /// Indices of the lines by row, and within a row as in the file: counting, then placing.
  private func sortedByRow(_ rows: Int, _ actionCount: Int) -> [Int32] {
    var start = [Int](repeating: 0, count: rows + 1)
    for entry in state.indices { start[row(of: entry, actionCount) + 1] += 1 }
    for row in 0..<rows { start[row + 1] += start[row] }
    var order = [Int32](repeating: 0, count: state.count)
    for entry in state.indices {
      let row = row(of: entry, actionCount)
      order[start[row]] = Int32(entry)
      start[row] += 1
    }
    return order
  }

  /// Names the first state or action without a line.
  private func missing(_ actionCount: Int) -> PlanningError {
    var seen = Set<Int>()
    for entry in state.indices { seen.insert(row(of: entry, actionCount)) }
    var row = 0
    while seen.contains(row) { row += 1 }
    let (state, action) = (row / actionCount, row % actionCount)
    let isUnknown = !self.state.contains(Int32(state))
    let place =
      isUnknown
      ? "state \(state) has no lines, though states up to "
        + "\(max(self.state.max() ?? 0, next.max() ?? 0)) are named"
      : "state \(state), action \(action): no line, though other states have the action"
    return PlanningError(place + "; every state needs every action")
  }
}
