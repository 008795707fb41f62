/// What a discount may be.
enum Discount {
  /// `discount`, for an endless horizon: throws outside [0, 1).
  static func endless(_ discount: Double) throws(PlanningError) -> Double {
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    return discount
  }

  /// `discount`, for a single step: throws outside [0, 1].
  static func step(_ discount: Double) throws(PlanningError) -> Double {
    guard discount >= 0, discount <= 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1]")
    }
    return discount
  }
}
