/// A structural choice made when a world is built: a map, a size, a rule variant.
public struct OptionDescription: Hashable, Sendable {
  public enum Domain: Hashable, Sendable {
    case choice([String])
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case flag
  }

  public var name: String
  public var domain: Domain
  public var standard: OptionValue
  public var meaning: String

  public init(_ name: String, _ domain: Domain, standard: OptionValue, meaning: String) {
    precondition(domain.contains(standard), "option '\(name)': the standard value lies outside its domain")
    self.name = name
    self.domain = domain
    self.standard = standard
    self.meaning = meaning
  }
}

extension OptionDescription.Domain {
  public func contains(_ value: OptionValue) -> Bool {
    switch (self, value) {
    case (.choice(let words), .word(let word)): return words.contains(word)
    case (.integer(let range), .integer(let number)): return range.contains(number)
    case (.number(let range), .number(let number)): return range.contains(number)
    case (.flag, .flag): return true
    default: return false
    }
  }
}

/// The value of one option.
public enum OptionValue: Hashable, Sendable {
  case word(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
}

/// Values for a world's options; those not given stand at their standard value.
public struct OptionValues: Sendable, Hashable {
  private var values: [String: OptionValue]

  /// - Precondition: every given value names an option and lies in its domain. The catalogue checks
  ///   what comes from outside before it gets here.
  public init(_ given: [String: OptionValue] = [:], for options: [OptionDescription]) {
    values = [:]
    for option in options { values[option.name] = option.standard }
    for (name, value) in given {
      guard let option = options.first(where: { $0.name == name }) else {
        preconditionFailure("there is no option '\(name)'")
      }
      precondition(option.domain.contains(value), "option '\(name)' cannot be \(value)")
      values[name] = value
    }
  }

  public func word(_ name: String) -> String {
    guard case .word(let value)? = values[name] else { preconditionFailure("'\(name)' is not a word option") }
    return value
  }

  public func integer(_ name: String) -> Int {
    guard case .integer(let value)? = values[name] else {
      preconditionFailure("'\(name)' is not an integer option")
    }
    return value
  }

  public func number(_ name: String) -> Double {
    guard case .number(let value)? = values[name] else {
      preconditionFailure("'\(name)' is not a number option")
    }
    return value
  }

  public func flag(_ name: String) -> Bool {
    guard case .flag(let value)? = values[name] else { preconditionFailure("'\(name)' is not a flag") }
    return value
  }
}

/// Why options do not go together.
public struct OptionFault: Hashable, Sendable {
  /// The option to change.
  public var option: String
  public var message: String
  public var remedy: String

  public init(_ option: String, _ message: String, remedy: String) {
    self.option = option
    self.message = message
    self.remedy = remedy
  }
}

/// A process that a catalogue can list and build by name.
public protocol World: DecisionProcess
where Action: RowConvertible, Observation: RowConvertible {
  /// `name-vN`, unique over all families.
  static var identifier: String { get }
  /// The family's name, as in `classic-control`.
  static var family: String { get }
  /// One line for listings.
  static var summary: String { get }
  static var options: [OptionDescription] { get }
  /// Why options that lie in their domains do not go together; nil where they do. Nothing is built from
  /// options at fault.
  static func fault(in options: OptionValues) -> OptionFault?
  /// Named subsets of the parameters, smallest first; names of parameters by name of box.
  static var boxes: [ParameterBox] { get }
  /// Where a parameter changes nothing, and why; everywhere else the effect law demands an effect.
  static var inertIntervals: [InertInterval] { get }
  /// What the world needs and this machine lacks, with the remedy; nil where it can be played. Descriptions
  /// (spaces, parameters, options, task) need nothing.
  static var missingRequirement: MissingRequirement? { get }

  init(options: OptionValues)
}

extension World {
  public static var options: [OptionDescription] { [] }
  public static func fault(in options: OptionValues) -> OptionFault? { nil }
  public static var boxes: [ParameterBox] { ParameterBox.standard(for: schema) }
  public static var inertIntervals: [InertInterval] { [] }
  public static var missingRequirement: MissingRequirement? { nil }

  /// The world with every option at its standard value.
  public init() { self.init(options: OptionValues(for: Self.options)) }
}

/// A library that a world is played with and that is not there.
public struct MissingRequirement: Hashable, Sendable {
  public var message: String
  public var remedy: String

  public init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }
}

/// A part of a parameter's interval in which it changes no trajectory.
public struct InertInterval: Hashable, Sendable {
  public var parameter: String
  public var interval: ClosedRange<Double>
  public var reason: String

  public init(_ parameter: String, _ interval: ClosedRange<Double>, reason: String) {
    self.parameter = parameter
    self.interval = interval
    self.reason = reason
  }
}

/// A named product of parameter intervals: the parameters not listed stay nominal.
public struct ParameterBox: Hashable, Sendable {
  public var name: String
  public var parameters: [String]
  /// The side of each parameter, for sets that were published with bounds of their own; empty where the sides
  /// are the intervals of the schema. A side may lie beside the nominal value, but within the interval.
  public var sides: [ClosedRange<Double>]

  public init(_ name: String, _ parameters: [String]) {
    self.name = name
    self.parameters = parameters
    sides = []
  }

  public init(_ name: String, sides: [(parameter: String, side: ClosedRange<Double>)]) {
    self.name = name
    parameters = sides.map(\.parameter)
    self.sides = sides.map(\.side)
  }

  /// `all`, and `box-1`, `box-2`, `box-3` with the first one, two and three parameters.
  public static func standard(for schema: [ParameterDescription]) -> [ParameterBox] {
    guard !schema.isEmpty else { return [] }
    var boxes: [ParameterBox] = []
    for size in 1...3 where size <= schema.count {
      boxes.append(ParameterBox("box-\(size)", schema.prefix(size).map(\.name)))
    }
    return boxes + [ParameterBox("all", schema.map(\.name))]
  }
}

/// Receives every world of a family, each with its static type.
///
/// Catalogue, laws and benchmarks are visitors: their code is specialised per world, so nothing on the
/// hot path goes through an existential.
public protocol WorldVisitor {
  mutating func visit<W: World>(_ world: W.Type)
}
