import DecisionProcesses
import RandomStreams

/// When a rule is active. `t` counts from 0 at reset.
public enum Schedule: Sendable, Hashable {
  case every
  /// Active when t mod `length` = 0.
  case period(Int)
  /// Active for `from` <= t < `to`.
  case window(from: Int, to: Int)
  /// Active with this probability, independently in each step.
  case bernoulli(Double)
  /// Active while the world's diagnostic of this name is positive.
  case trigger(String)

  public init(parsing text: String) throws(PerturbationError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    func wrong(_ reason: String) -> PerturbationError {
      PerturbationError(
        rule: "schedule", argument: "schedule",
        "'\(text)' \(reason); use every, period:K, window:A:B, bernoulli:P or trigger:NAME")
    }
    switch (parts.first, parts.count) {
    case ("every", 1): self = .every
    case ("period", 2):
      guard let length = Int(parts[1]), length > 0 else { throw wrong("needs a whole number K >= 1") }
      self = .period(length)
    case ("window", 3):
      guard let from = Int(parts[1]), let to = Int(parts[2]), from >= 0, to > from else {
        throw wrong("needs whole numbers 0 <= A < B")
      }
      self = .window(from: from, to: to)
    case ("bernoulli", 2):
      guard let probability = Double(parts[1]), probability >= 0, probability <= 1 else {
        throw wrong("needs a probability between 0 and 1")
      }
      self = .bernoulli(probability)
    case ("trigger", 2) where !parts[1].isEmpty: self = .trigger(parts[1])
    default: throw wrong("is not a schedule")
    }
  }
}

extension Schedule: CustomStringConvertible {
  public var description: String {
    switch self {
    case .every: "every"
    case .period(let length): "period:\(length)"
    case .window(let from, let to): "window:\(from):\(to)"
    case .bernoulli(let probability): "bernoulli:\(probability)"
    case .trigger(let name): "trigger:\(name)"
    }
  }
}
