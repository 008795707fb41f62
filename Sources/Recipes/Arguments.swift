/// One `name=value` pair and where it was written; equality sees name and value only.
public struct Argument: Sendable, Hashable, CustomStringConvertible {
  public let name: String
  public let value: Value
  let place: Place

  /// The 1-based position of the name in `source`, in characters.
  public var column: Int { place.column }
  /// The text in which the argument was written.
  public var source: String { place.source }
  /// The canonical text `name=value`.
  public var description: String { "\(name)=\(value)" }
}

/// Named values in the order in which they were given, no name twice; equality sees names, values and order.
public struct Arguments: Sendable, Hashable {
  private let elements: [Argument]

  /// No arguments.
  public init() { elements = [] }

  /// The arguments in `pairs`, placed in the canonical text of them all.
  ///
  /// - Throws: `RecipeError` for a name or value without a text form (a number that is not finite, a word
  ///   with characters a word may not have, a list nested too deeply) and for a name given twice.
  /// - Complexity: O(n) in the length of the text.
  public init(_ pairs: KeyValuePairs<String, Value>) throws(RecipeError) {
    let text = pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    var elements: [Argument] = []
    var values: [String: Value] = [:]
    var column = 1
    for (name, value) in pairs {
      let place = Place(source: text, column: column)
      do throws(Lapse) {
        guard isArgumentName(name) else { throw .notArgumentName(name) }
        try value.check()
        if let first = values.updateValue(value, forKey: name) { throw .duplicate(name, first, value) }
      } catch {
        throw error.at(place)
      }
      let argument = Argument(name: name, value: value, place: place)
      elements.append(argument)
      column += argument.description.count + 1
    }
    self.elements = elements
  }

  /// Reads `name=value` pairs separated by commas; blank text means none.
  ///
  /// - Throws: `RecipeError` with the column of the first fault.
  /// - Complexity: O(n) in the length of `text`.
  public init(parsing text: String) throws(RecipeError) {
    var parser = RecipeParser(text)
    self = parser.isAtEnd ? Arguments() : try parser.arguments()
    try parser.expectEnd(after: "the arguments", orElse: "','")
  }

  /// Takes what the parser has checked already.
  init(checked elements: [Argument]) { self.elements = elements }

  /// The argument called `name`, if there is one, in O(n).
  public func argument(named name: String) -> Argument? { elements.first { $0.name == name } }

  /// The value of the argument called `name`, if there is one, in O(n).
  public subscript(_ name: String) -> Value? { argument(named: name)?.value }
}

extension Arguments: RandomAccessCollection {
  public var startIndex: Int { elements.startIndex }
  public var endIndex: Int { elements.endIndex }
  public subscript(position: Int) -> Argument { elements[position] }
}

extension Arguments: CustomStringConvertible {
  /// The canonical text, `name=value` pairs joined by commas.
  public var description: String { elements.map(\.description).joined(separator: ",") }
}
