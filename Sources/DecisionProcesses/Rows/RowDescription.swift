/// What one component of a row may hold.
public enum ComponentKind: Hashable, Sendable {
  /// Any real number within the bounds.
  case continuous
  /// One of the whole numbers 0 ..< count, without order.
  case categorical(count: Int)
}

/// Name, unit and bounds of one component of a row.
public struct ComponentDescription: Hashable, Sendable {
  public var name: String
  /// SI unit, or `1` for a dimensionless number.
  public var unit: String
  public var lower: Double
  public var upper: Double
  public var kind: ComponentKind

  /// - Precondition: `lower <= upper` and neither is NaN; infinite bounds are allowed.
  public init(
    _ name: String, unit: String = "1", _ lower: Double = -.infinity, _ upper: Double = .infinity,
    kind: ComponentKind = .continuous
  ) {
    precondition(lower <= upper, "component '\(name)': lower bound \(lower) exceeds upper bound \(upper)")
    self.name = name
    self.unit = unit
    self.lower = lower
    self.upper = upper
    self.kind = kind
  }

  /// A component that names one of `count` categories.
  public init(_ name: String, categories count: Int) {
    precondition(count > 0, "component '\(name)' needs at least one category")
    self.init(name, unit: "1", 0, Double(count - 1), kind: .categorical(count: count))
  }

  public var isCategorical: Bool {
    if case .categorical = kind { return true }
    return false
  }

  /// Whether `value` is allowed here; NaN never is.
  public func contains(_ value: Double) -> Bool {
    guard value >= lower, value <= upper else { return false }
    return !isCategorical || value == value.rounded()
  }
}

/// The type in which a column of rows leaves the library.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  case float32, float64, int64
}

/// The components of a row, and the element type of its column.
public struct RowDescription: Hashable, Sendable {
  public var components: [ComponentDescription]
  public var elementType: ElementType

  public init(_ components: [ComponentDescription], elementType: ElementType = .float32) {
    self.components = components
    self.elementType = elementType
  }

  public var width: Int { components.count }
  public var isCategorical: Bool { components.allSatisfy(\.isCategorical) }

  /// Index and value of the first component outside its bounds (or not finite where the bound is), if any.
  ///
  /// Values that will leave as float32 are compared with the bounds rounded to float32, outwards.
  public func firstViolation(in row: [Double]) -> (component: Int, value: Double)? {
    for (index, component) in components.enumerated() {
      var widened = component
      if elementType == .float32 {
        widened.lower = min(component.lower, Double(Float(component.lower)))
        widened.upper = max(component.upper, Double(Float(component.upper)))
      }
      if !widened.contains(row[index]) || !row[index].isFinite { return (index, row[index]) }
    }
    return nil
  }
}
