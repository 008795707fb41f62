/// One uncertain number of a process.
public struct ParameterDescription: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// A property of the world: a mass, a length, a probability.
    case physical
    /// An outside influence whose nominal value is zero: a push, a wind.
    case disturbance
  }

  public var name: String
  /// SI unit, or `1` for a dimensionless number.
  public var unit: String
  public var nominal: Double
  /// The values that a recipe accepts and that uncertainty boxes are built from.
  public var interval: ClosedRange<Double>
  public var kind: Kind
  public var meaning: String

  /// - Precondition: the interval contains the nominal value; a disturbance's nominal value is zero.
  public init(
    _ name: String, unit: String = "1", nominal: Double, interval: ClosedRange<Double>,
    kind: Kind = .physical, meaning: String
  ) {
    precondition(interval.contains(nominal), "parameter '\(name)': \(nominal) lies outside \(interval)")
    precondition(kind == .physical || nominal == 0, "disturbance '\(name)' must have nominal value 0")
    self.name = name
    self.unit = unit
    self.nominal = nominal
    self.interval = interval
    self.kind = kind
    self.meaning = meaning
  }
}
