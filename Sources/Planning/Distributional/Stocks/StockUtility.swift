import ElementaryFunctions

/// What an agent makes of its stock plus its return: a function f, maximised in expectation, E f(c + G).
///
/// An agent that knows what it has earned so far, the stock, can be optimal for any f; its Lipschitz constant
/// turns errors of the return into errors of the expectation.
///
/// Source: B. Ávila Pires et al., "Optimizing return distributions with distributional dynamic programming",
/// JMLR 26 (2025), arXiv:2501.13028.
public struct StockUtility: Sendable {
  public let name: String
  /// Slopes below and above 0 of a function that is linear on both sides and 0 at 0; nil for another one.
  let slopes: (below: Double, above: Double)?
  private let function: @Sendable (Double) -> Double
  private let steepness: @Sendable (ClosedRange<Double>) -> Double

  /// f(`x`).
  public func callAsFunction(_ x: Double) -> Double { function(x) }

  /// A number L with |f(x) - f(y)| <= L |x - y| for x and y in `range`.
  public func lipschitzConstant(on range: ClosedRange<Double>) -> Double { steepness(range) }

  /// f(x) = x: the mean.
  public static let identity = StockUtility("identity", below: 1, above: 1)
  /// f(x) = min(x, 0): how far short of 0 the stock ends. Lower CVaR is made of it.
  public static let shortfall = StockUtility("shortfall", below: 1, above: 0)
  /// f(x) = max(x, 0): how far above 0 the stock ends. Upper CVaR is made of it.
  public static let excess = StockUtility("excess", below: 0, above: 1)
  /// f(x) = -|x|: a stock that ends at 0 is best.
  public static let homeostatic = StockUtility("homeostatic", below: 1, above: -1)

  /// f(x) = (1 - exp(-rate x)) / rate, whose certainty equivalent is the entropic risk; a negative rate seeks
  /// risk. Needs no stock, and serves to check what does.
  ///
  /// Throws for a rate of 0 or one that is not finite.
  public static func exponential(rate: Double) throws(PlanningError) -> StockUtility {
    guard rate != 0, rate.isFinite else {
      throw PlanningError("rate \(rate) of the exponential utility; give a finite number other than 0")
    }
    return StockUtility(
      name: "exponential", slopes: nil, function: { -Elementary.expm1(-rate * $0) / rate },
      steepness: { Elementary.exp(max(-rate * $0.lowerBound, -rate * $0.upperBound)) })
  }

  /// f(x) = `below` x for x < 0 and `above` x for x >= 0.
  ///
  /// Throws for slopes that are not finite.
  public static func slopes(below: Double, above: Double) throws(PlanningError) -> StockUtility {
    guard below.isFinite, above.isFinite else {
      throw PlanningError("slopes \(below) and \(above) of a utility; give finite numbers")
    }
    return StockUtility("slopes", below: below, above: above)
  }

  /// A function of one's own with its Lipschitz constant, which is taken on trust.
  ///
  /// Throws for a constant that is negative or not finite.
  public static func custom(
    _ name: String, lipschitzConstant: Double, _ function: @escaping @Sendable (Double) -> Double
  ) throws(PlanningError) -> StockUtility {
    guard lipschitzConstant >= 0, lipschitzConstant.isFinite else {
      throw PlanningError(
        "Lipschitz constant \(lipschitzConstant) of the utility '\(name)'; give a finite number, at least 0")
    }
    return StockUtility(name: name, slopes: nil, function: function, steepness: { _ in lipschitzConstant })
  }

  private init(
    name: String, slopes: (below: Double, above: Double)?, function: @escaping @Sendable (Double) -> Double,
    steepness: @escaping @Sendable (ClosedRange<Double>) -> Double
  ) {
    self.name = name
    self.slopes = slopes
    self.function = function
    self.steepness = steepness
  }

  init(_ name: String, below: Double, above: Double) {
    self.init(
      name: name, slopes: (below, above), function: { $0 < 0 ? below * $0 : above * $0 },
      steepness: { _ in max(abs(below), abs(above)) })
  }
}
