/// What every world keeps. The raw value is the law's stable name in reports.
///
/// A law of uncertainty sets is checked where the sets are.
public enum Law: String, CaseIterable, Sendable {
  case resetRepeatable = "reset-repeatable"
  case spaces
  case branching
  case scalarBatch = "scalar-batch"
  case scene
  case rules
  case effect
  case tabular
  case determinism
  case card

  /// The law in one line.
  public var statement: String {
    switch self {
    case .resetRepeatable:
      "The same seed gives the same bytes, whatever was played before and in any number of shards."
    case .spaces:
      "Observations and rewards lie in what is declared; costs are finite, and non-negative where declared."
    case .branching:
      "A copy diverges only by its actions; a snapshot continues equal; broken snapshots are refused."
    case .scalarBatch:
      "Every lane of a batch equals a simulation bit for bit, in every column type."
    case .scene:
      "Drawing is a function of the state, shows where it changes, and draws nothing that cannot be seen."
    case .rules:
      "A rule of size zero changes nothing; one rule is its sequence; rules do not shift other draws."
    case .effect:
      "Every parameter changes some trajectory over each tenth of its interval, or is declared inert there."
    case .tabular:
      "Rows are probability rows, and sampled transitions have their frequencies."
    case .determinism:
      "A process declared deterministic ignores its random stream."
    case .card:
      "The card has every section in order, with the tables that the code generates."
    }
  }
}

/// What one law said of one world.
public struct LawResult: Sendable, Hashable, CustomStringConvertible {
  /// The world's id, or the recipe.
  public let id: String
  public let law: Law
  public let passed: Bool
  /// What was compared, or the first counter-example.
  public let detail: String

  public init(id: String, law: Law, passed: Bool, detail: String) {
    self.id = id
    self.law = law
    self.passed = passed
    self.detail = detail
  }

  public var description: String { "\(passed ? "pass" : "FAIL") \(id) \(law.rawValue): \(detail)" }
}

/// The first counter-example to a law.
struct Violation: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// - Throws: `Violation` with `message` unless `condition` holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(message()) }
}

extension LawResult {
  /// The outcome of `check`, which returns what it compared or throws the first counter-example.
  init(_ id: String, _ law: Law, _ check: () throws(Violation) -> String) {
    do throws(Violation) {
      self.init(id: id, law: law, passed: true, detail: try check())
    } catch {
      self.init(id: id, law: law, passed: false, detail: error.message)
    }
  }
}
