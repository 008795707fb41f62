import RandomStreams

/// The set of values that an observation or an action may take.
public protocol Space<Element>: Sendable {
  associatedtype Element: RowConvertible

  /// Names, units, bounds and kind of each component.
  var description: RowDescription { get }

  /// Whether `element` belongs to the space.
  func contains(_ element: Element) -> Bool

  /// An element drawn from the space: uniform where bounded, normal around zero where not.
  func sample(using stream: inout RandomStream) -> Element

  /// The element that stands for "do nothing": zero, or the nearest allowed value.
  var zero: Element { get }
}

/// A product of real intervals, `n` components wide.
public struct Box<let n: Int>: Space {
  public let description: RowDescription

  /// - Precondition: exactly `n` components, none of them categorical.
  public init(_ components: [ComponentDescription], elementType: ElementType = .float32) {
    precondition(components.count == n, "a Box<\(n)> needs \(n) components, not \(components.count)")
    precondition(!components.contains(where: \.isCategorical), "a Box holds continuous components only")
    description = RowDescription(components, elementType: elementType)
  }

  public func contains(_ element: Vector<n>) -> Bool {
    description.firstViolation(in: element.components) == nil
  }

  public func sample(using stream: inout RandomStream) -> Vector<n> {
    var result = Vector<n>.zero
    for index in 0..<n {
      result[index] = draw(description.components[index], using: &stream)
    }
    return result
  }

  public var zero: Vector<n> {
    var result = Vector<n>.zero
    for index in 0..<n {
      let component = description.components[index]
      result[index] = min(max(0, component.lower), component.upper)
    }
    return result
  }
}

/// The whole numbers 0 ..< count.
public struct Discrete: Space {
  public let count: Int
  public let name: String

  /// - Precondition: `count > 0`.
  public init(_ count: Int, name: String) {
    precondition(count > 0, "a discrete space needs at least one value")
    self.count = count
    self.name = name
  }

  public var description: RowDescription {
    RowDescription([ComponentDescription(name, categories: count)], elementType: .int64)
  }

  public func contains(_ element: Int) -> Bool { element >= 0 && element < count }

  public func sample(using stream: inout RandomStream) -> Int { stream.integer(below: count) }

  public var zero: Int { 0 }
}

/// A product of real intervals and category sets whose width is known only at run time.
public struct RowSpace: Space {
  public let description: RowDescription

  public init(_ description: RowDescription) { self.description = description }

  public func contains(_ element: Row) -> Bool {
    element.count == description.width && description.firstViolation(in: element.values) == nil
  }

  public func sample(using stream: inout RandomStream) -> Row {
    var values: [Double] = []
    values.reserveCapacity(description.width)
    for component in description.components {
      values.append(draw(component, using: &stream))
    }
    return Row(values)
  }

  /// One component of a draw; drawing all in order is `sample(using:)` without its row.
  public func sampleComponent(_ index: Int, using stream: inout RandomStream) -> Double {
    draw(description.components[index], using: &stream)
  }

  public var zero: Row {
    Row(description.components.map { min(max(0, $0.lower), $0.upper) })
  }
}

/// Uniform between finite bounds, a unit exponential beyond a single bound, normal without bounds.
private func draw(_ component: ComponentDescription, using stream: inout RandomStream) -> Double {
  if case .categorical(let count) = component.kind { return Double(stream.integer(below: count)) }
  switch (component.lower.isFinite, component.upper.isFinite) {
  case (true, true):
    let (lower, upper, u) = (component.lower, component.upper, stream.uniform())
    let width = upper - lower
    // The width of a very wide interval is infinite.
    return width < .infinity ? lower + width * u : lower * (1 - u) + upper * u
  case (true, false): return component.lower + stream.exponential()
  case (false, true): return component.upper - stream.exponential()
  case (false, false): return stream.normal()
  }
}
