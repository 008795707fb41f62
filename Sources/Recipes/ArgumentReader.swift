/// Reads typed values from arguments and reports misuse at the column of the argument at fault.
///
/// Ask for every argument there may be, then call `finish()`, which refuses the ones nobody asked for:
///
///     var reader = ArgumentReader(rule)
///     let sigma = try reader.number("sigma", in: 0...10)
///     let steps = try reader.integer("steps", default: 1, in: 0...100)
///     try reader.finish()
///
/// A method with a default returns it as it stands when the argument is absent; one without throws. Each
/// look-up is O(n) in the number of arguments.
public struct ArgumentReader: Sendable {
  /// The arguments being read.
  public let arguments: Arguments
  /// Whose arguments they are, as messages say it.
  public let owner: String
  /// The names asked for so far, in order.
  public private(set) var known: [String] = []
  private let ownerPlace: Place

  /// A reader of the environment's arguments.
  public init(_ recipe: Recipe) {
    self.init(recipe.arguments, of: recipe.environment, at: recipe.place)
  }

  /// A reader of the rule's arguments.
  public init(_ rule: RuleCall) {
    self.init(rule.arguments, of: rule.name, at: rule.place)
  }

  /// A reader of arguments that stand alone.
  public init(_ arguments: Arguments, of owner: String) {
    self.init(arguments, of: owner, at: Place(source: owner, column: 1))
  }

  private init(_ arguments: Arguments, of owner: String, at place: Place) {
    self.arguments = arguments
    self.owner = owner
    ownerPlace = place
  }

  /// Throws on the first argument that was not asked for, with the nearest name and all that are known.
  public func finish() throws(RecipeError) {
    for argument in arguments where !known.contains(argument.name) {
      throw .unknown(
        "argument", argument.name, of: owner, known: known, column: argument.column, source: argument.source)
    }
  }

  /// The value as written, or `nil` when absent; for values that none of the typed methods describes.
  public mutating func value(_ name: String) -> Value? { argument(name)?.value }

  /// An error placed at the argument `name`, or at its owner when absent, for checks of the caller's own.
  public func error(at name: String, _ message: String, remedy: String) -> RecipeError {
    Lapse(message: message, remedy: remedy).at(arguments.argument(named: name)?.place ?? ownerPlace)
  }

  // MARK: For the typed methods

  mutating func argument(_ name: String) -> Argument? {
    if !known.contains(name) { known.append(name) }
    return arguments.argument(named: name)
  }

  mutating func required(_ name: String, _ form: String) throws(RecipeError) -> Argument {
    guard let argument = argument(name) else {
      throw Lapse(message: "\(owner) lacks its argument '\(name)'", remedy: "add \(name)=<\(form)>")
        .at(ownerPlace)
    }
    return argument
  }

  /// An error about `value`, which is what `argument` is or an element of it.
  func misuse(_ argument: Argument, _ value: Value, _ fault: String, remedy: String) -> RecipeError {
    let verb = if case .list = argument.value, value != argument.value { "holds" } else { "is" }
    return Lapse(
      message: "argument '\(argument.name)' of \(owner) \(verb) \(shown(value)), \(fault)", remedy: remedy
    ).at(argument.place)
  }
}
