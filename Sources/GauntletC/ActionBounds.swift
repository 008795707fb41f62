import CGauntlet
import DecisionProcesses

/// What the components of an action column may be, laid out for a quick look at every lane.
struct ActionBounds {
  private let description: RowDescription
  private let name: String
  /// Largest value of each component; for categorical columns.
  private let last: [UInt64]
  // Bounds as numbers of the column's own type; never infinite, so that being inside means being finite.
  private let lowerSingle: [Float]
  private let upperSingle: [Float]
  private let lowerDouble: [Double]
  private let upperDouble: [Double]
  /// Whether a component beside continuous ones takes whole numbers only.
  private let isMixed: Bool

  /// - Parameter name: whose row it is, for messages.
  init(_ description: RowDescription, name: String) {
    self.description = description
    self.name = name
    let components = description.components
    last = description.isCategorical ? components.map { UInt64($0.upper) } : []
    let greatest = Double.greatestFiniteMagnitude
    lowerDouble = components.map { max($0.lower, -greatest) }
    upperDouble = components.map { min($0.upper, greatest) }
    // Outwards: a bound that has no float of its own may be met by the nearest one.
    let single = Double(Float.greatestFiniteMagnitude)
    lowerSingle = lowerDouble.map { Float(max($0, -single)) }
    upperSingle = upperDouble.map { Float(min($0, single)) }
    isMixed = !description.isCategorical && components.contains(where: \.isCategorical)
  }

  var width: Int { description.width }

  /// Widens `count` rows exactly into `rows`.
  ///
  /// - Returns: the index of the first element that is not allowed, if one is.
  func widen(_ column: UnsafeRawPointer, _ count: Int, into rows: UnsafeMutablePointer<Double>) -> Int? {
    switch description.elementType {
    case .int64:
      let numbers = column.assumingMemoryBound(to: Int64.self)
      for index in 0..<count * width {
        guard UInt64(bitPattern: numbers[index]) <= last[index % width] else { return index }
        rows[index] = Double(numbers[index])
      }
    case .float32:
      let numbers = column.assumingMemoryBound(to: Float.self)
      for index in 0..<count * width { rows[index] = Double(numbers[index]) }
      return firstFault(column, count)
    case .float64:
      let numbers = column.assumingMemoryBound(to: Double.self)
      for index in 0..<count * width { rows[index] = numbers[index] }
      return firstFault(column, count)
    }
    return nil
  }

  /// The index of the first element of `count` rows that is not allowed, if one is.
  func firstFault(_ column: UnsafeRawPointer, _ count: Int) -> Int? {
    let isClean: Bool
    switch description.elementType {
    case .int64: isClean = allAllowed(column.assumingMemoryBound(to: UInt64.self), count)
    case .float32:
      isClean = allInside(column.assumingMemoryBound(to: Float.self), count, lowerSingle, upperSingle)
    case .float64:
      isClean = allInside(column.assumingMemoryBound(to: Double.self), count, lowerDouble, upperDouble)
    }
    if isClean && !isMixed { return nil }
    return (0..<count * width).first { !isAllowed(value(column, $0), at: $0 % width) }
  }

  /// Why the element at `index` is not allowed.
  func failure(_ column: UnsafeRawPointer, at index: Int) -> Failure {
    let component = description.components[index % width]
    let remedy: String
    if case .categorical(let count) = component.kind {
      remedy = "give a whole number from 0 to \(count - 1)"
    } else {
      remedy = "give a finite number in [\(component.lower), \(component.upper)]"
    }
    let shown =
      description.elementType == .int64
      ? "\(column.load(fromByteOffset: index * 8, as: Int64.self))" : "\(value(column, index))"
    return Failure(
      GAUNTLET_BAD_ACTION,
      "lane \(index / width): component '\(component.name)' of \(name) is \(shown); \(remedy)")
  }

  private func value(_ column: UnsafeRawPointer, _ index: Int) -> Double {
    switch description.elementType {
    case .int64: Double(column.load(fromByteOffset: index * 8, as: Int64.self))
    case .float32: Double(column.load(fromByteOffset: index * 4, as: Float.self))
    case .float64: column.load(fromByteOffset: index * 8, as: Double.self)
    }
  }

  private func isAllowed(_ value: Double, at component: Int) -> Bool {
    switch description.elementType {
    case .int64: value >= 0 && value <= Double(last[component])
    case .float32:
      value >= Double(lowerSingle[component]) && value <= Double(upperSingle[component])
        && isWhole(value, component)
    case .float64:
      value >= lowerDouble[component] && value <= upperDouble[component] && isWhole(value, component)
    }
  }

  private func isWhole(_ value: Double, _ component: Int) -> Bool {
    !description.components[component].isCategorical || value == value.rounded()
  }

  // Comparisons combined as integers, which vectorise.

  private func allAllowed(_ numbers: UnsafePointer<UInt64>, _ count: Int) -> Bool {
    if width == 1 {
      var largest: UInt64 = 0
      for index in 0..<count { largest = max(largest, numbers[index]) }
      return largest <= last[0]
    }
    for index in 0..<count * width where numbers[index] > last[index % width] { return false }
    return true
  }

  @inline(__always)
  private func allInside<T: BinaryFloatingPoint>(
    _ numbers: UnsafePointer<T>, _ count: Int, _ lower: [T], _ upper: [T]
  ) -> Bool {
    for component in 0..<width {
      let (low, high) = (lower[component], upper[component])
      var inside: UInt8 = 1
      for lane in 0..<count {
        let value = numbers[lane * width + component]
        inside &= (value >= low ? 1 : 0) & (value <= high ? 1 : 0)
      }
      if inside == 0 { return false }
    }
    return true
  }
}
