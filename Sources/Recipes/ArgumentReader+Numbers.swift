extension ArgumentReader {
  /// A finite number, in `interval` if one is given; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when the value is not a number or lies outside.
  public mutating func number(
    _ name: String, default fallback: Double, in interval: ClosedRange<Double>? = nil
  ) throws(RecipeError) -> Double {
    guard let argument = argument(name) else { return fallback }
    return try number(argument, argument.value, interval)
  }

  /// A finite number, in `interval` if one is given.
  ///
  /// - Throws: `RecipeError` when the argument is absent, not a number, or outside.
  public mutating func number(
    _ name: String, in interval: ClosedRange<Double>? = nil
  ) throws(RecipeError) -> Double {
    let argument = try required(name, "number")
    return try number(argument, argument.value, interval)
  }

  /// A number or a list of numbers, each in `interval` if one is given; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when an element is not a number or lies outside.
  public mutating func numbers(
    _ name: String, default fallback: [Double], in interval: ClosedRange<Double>? = nil
  ) throws(RecipeError) -> [Double] {
    guard let argument = argument(name) else { return fallback }
    return try numbers(argument, interval)
  }

  /// A number or a list of numbers, each in `interval` if one is given.
  ///
  /// - Throws: `RecipeError` when the argument is absent, or an element is not a number or lies outside.
  public mutating func numbers(
    _ name: String, in interval: ClosedRange<Double>? = nil
  ) throws(RecipeError) -> [Double] {
    try numbers(required(name, "number or list"), interval)
  }

  /// An integer of magnitude below 2⁵³, in `interval` if one is given; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when the value is not such an integer or lies outside.
  public mutating func integer(
    _ name: String, default fallback: Int, in interval: ClosedRange<Int>? = nil
  ) throws(RecipeError) -> Int {
    guard let argument = argument(name) else { return fallback }
    return try integer(argument, argument.value, interval)
  }

  /// An integer of magnitude below 2⁵³, in `interval` if one is given.
  ///
  /// - Throws: `RecipeError` when the argument is absent, not such an integer, or outside.
  public mutating func integer(
    _ name: String, in interval: ClosedRange<Int>? = nil
  ) throws(RecipeError) -> Int {
    let argument = try required(name, "integer")
    return try integer(argument, argument.value, interval)
  }

  /// An integer or a list of integers, each in `interval` if one is given; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when an element is not an integer of magnitude below 2⁵³ or lies outside.
  public mutating func integers(
    _ name: String, default fallback: [Int], in interval: ClosedRange<Int>? = nil
  ) throws(RecipeError) -> [Int] {
    guard let argument = argument(name) else { return fallback }
    return try integers(argument, interval)
  }

  /// An integer or a list of integers, each in `interval` if one is given.
  ///
  /// - Throws: `RecipeError` when the argument is absent, or an element is not an integer of magnitude below
  ///   2⁵³ or lies outside.
  public mutating func integers(
    _ name: String, in interval: ClosedRange<Int>? = nil
  ) throws(RecipeError) -> [Int] {
    try integers(required(name, "integer or list"), interval)
  }

  // MARK: Checks

  private func number(
    _ argument: Argument, _ value: Value, _ interval: ClosedRange<Double>?
  ) throws(RecipeError) -> Double {
    guard case .number(let number) = value else {
      throw misuse(argument, value, "not a number", remedy: "give a number")
    }
    if let interval, !interval.contains(number) { throw outside(argument, value, interval) }
    return number
  }

  private func integer(
    _ argument: Argument, _ value: Value, _ interval: ClosedRange<Int>?
  ) throws(RecipeError) -> Int {
    guard case .number(let number) = value, let integer = Int(exactly: number) else {
      throw misuse(argument, value, "not an integer", remedy: "give an integer")
    }
    // From 2⁵³ on, neighbouring integers share a double, so what was written is no longer known.
    guard integer.magnitude < 1 << 53 else {
      throw misuse(
        argument, value, "too large to be exact", remedy: "give an integer of magnitude below \(1 << 53)")
    }
    if let interval, !interval.contains(integer) { throw outside(argument, value, interval) }
    return integer
  }

  private func numbers(
    _ argument: Argument, _ interval: ClosedRange<Double>?
  ) throws(RecipeError) -> [Double] {
    var result: [Double] = []
    for value in elements(of: argument) { result.append(try number(argument, value, interval)) }
    return result
  }

  private func integers(
    _ argument: Argument, _ interval: ClosedRange<Int>?
  ) throws(RecipeError) -> [Int] {
    var result: [Int] = []
    for value in elements(of: argument) { result.append(try integer(argument, value, interval)) }
    return result
  }

  private func elements(of argument: Argument) -> [Value] {
    if case .list(let elements) = argument.value { elements } else { [argument.value] }
  }

  private func outside(_ argument: Argument, _ value: Value, _ interval: ClosedRange<Double>) -> RecipeError {
    outside(
      argument, value,
      from: interval.lowerBound == -.infinity ? nil : decimal(interval.lowerBound),
      to: interval.upperBound == .infinity ? nil : decimal(interval.upperBound))
  }

  private func outside(_ argument: Argument, _ value: Value, _ interval: ClosedRange<Int>) -> RecipeError {
    outside(
      argument, value,
      from: interval.lowerBound == .min ? nil : "\(interval.lowerBound)",
      to: interval.upperBound == .max ? nil : "\(interval.upperBound)")
  }

  private func outside(
    _ argument: Argument, _ value: Value, from low: String?, to high: String?
  ) -> RecipeError {
    let interval = (low.map { "[\($0)" } ?? "(-∞") + ", " + (high.map { "\($0)]" } ?? "∞)")
    let bounds = [low.map { "at least \($0)" }, high.map { "at most \($0)" }].compactMap(\.self)
    return misuse(
      argument, value, "outside \(interval)", remedy: "give a value of " + bounds.joined(separator: " and "))
  }
}
