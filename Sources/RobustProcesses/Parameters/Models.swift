import DecisionProcesses
import UncertaintySets

extension DecisionProcess {
  /// The same process with other parameters.
  ///
  /// - Precondition: one number for each parameter of the schema.
  public func with(parameters row: [Double]) -> Self {
    precondition(
      row.count == Self.schema.count, "\(row.count) numbers for \(Self.schema.count) parameters")
    var process = self
    for (index, value) in row.enumerated() { process[parameter: index] = value }
    return process
  }

  /// The process at each row of parameters: the models of a set that is not rectangular.
  ///
  /// Throws for a row of another length, or with a number that is not finite or lies outside the parameter's
  /// interval.
  public func models(at rows: [[Double]]) throws(RobustProcessError) -> [Self] {
    for (index, row) in rows.enumerated() {
      guard row.count == Self.schema.count else {
        throw RobustProcessError(
          "row \(index) has \(row.count) parameters, the process \(Self.schema.count)",
          remedy: "give one number for each parameter of the schema")
      }
      for (parameter, value) in zip(Self.schema, row) where !parameter.interval.contains(value) {
        throw RobustProcessError(
          "row \(index): '\(parameter.name)' is \(value)",
          remedy: "give a number from \(parameter.interval.lowerBound) to \(parameter.interval.upperBound)")
      }
    }
    return rows.map { with(parameters: $0) }
  }
}

extension TabularProcess {
  /// The tables of the process at each row of parameters. Throws as `models(at:)`; O(rows * entries).
  public func tables(at rows: [[Double]]) throws(RobustProcessError) -> [TransitionTable] {
    try models(at: rows).map { TransitionTable($0) }
  }
}

extension BoxSet {
  /// The box around the present parameters of `process` in which the named ones may move:
  /// [theta - r (theta - low), theta + r (high - theta)], with r the radius and [low, high] the parameter's
  /// interval. Without names, all of them.
  ///
  /// Throws for a process without parameters, a name that it does not have, a radius outside [0, 1], or a
  /// parameter that stands outside its interval.
  public init<Process: DecisionProcess>(
    of process: Process, parameters names: [String]? = nil, radius: Double = 1
  ) throws(RobustProcessError) {
    let schema = Process.schema
    guard radius >= 0, radius <= 1 else {
      throw RobustProcessError("radius \(radius) of a box", remedy: "give a number from 0 to 1")
    }
    let names = names ?? schema.map(\.name)
    var lower = process.parameterRow
    var upper = lower
    for name in names {
      guard let index = Process.parameterIndex(name) else {
        let known = schema.isEmpty ? "it has none" : schema.map(\.name).joined(separator: ", ")
        throw RobustProcessError("the process has no parameter '\(name)'", remedy: "known: \(known)")
      }
      let (value, interval) = (process[parameter: index], schema[index].interval)
      guard interval.contains(value) else {
        throw RobustProcessError(
          "parameter '\(name)' stands at \(value), outside its interval",
          remedy: "set it from \(interval.lowerBound) to \(interval.upperBound) first")
      }
      let (low, high) = (interval.lowerBound, interval.upperBound)
      // At the full radius the sum may miss the interval's end by round-off.
      lower[index] = radius == 1 ? low : max(low, value - radius * (value - low))
      upper[index] = radius == 1 ? high : min(high, value + radius * (high - value))
    }
    do throws(UncertaintySetError) {
      try self.init(lower: lower, upper: upper)
    } catch {
      throw RobustProcessError(error, at: "a box over the parameters of \(Process.self)")
    }
  }
}
