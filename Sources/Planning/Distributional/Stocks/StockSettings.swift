/// Which steps a return counts.
public enum ReturnHorizon: Sendable, Equatable {
  /// So many steps; an episode may end earlier.
  case steps(Int)
  /// All steps, discounted; the answer is good to `tolerance`, in units of the objective.
  case endless(tolerance: Double)
}

/// Which stocks are told apart.
public enum StockGrid: Sendable, Equatable {
  /// Undiscounted, and where all rewards are multiples of a number: a lattice, unless it is a large one and
  /// only few of its stocks can be reached. Discounted: all stocks that can be reached, or in the endless
  /// case a lattice as fine as the tolerance asks.
  case automatic
  /// Every stock that can be reached, as an exact number. They may be exponentially many in the horizon.
  case exact
  /// Multiples of this number: what a step adds to the stock is rounded to one. The error is certified.
  case spacing(Double)
}

/// What problems with a stock have in common.
///
/// With c_0 the initial stock, the agent holds c_(t+1) = (c_t + r_t) / discount before step t + 1, so that
/// c_0 + G_0 = discount^t (c_t + G_t). Inside, the same is kept in units of the beginning, discount^t c_t.
public struct StockSettings: Sendable, Equatable {
  public var horizon: ReturnHorizon
  /// In (0, 1], below 1 for the endless horizon.
  public var discount: Double
  public var grid: StockGrid
  /// Most triples of state, step and stock. One takes 2 bytes, 10 where stocks are exact, and 16 more while
  /// its step and the one before are solved.
  public var cellLimit: Int

  public init(
    horizon: ReturnHorizon, discount: Double = 1, grid: StockGrid = .automatic, cellLimit: Int = 100_000_000
  ) {
    self.horizon = horizon
    self.discount = discount
    self.grid = grid
    self.cellLimit = cellLimit
  }

  func validate() throws(PlanningError) {
    guard discount > 0, discount <= 1 else { throw PlanningError("discount \(discount) lies outside (0, 1]") }
    switch horizon {
    case .steps(let count):
      guard count >= 1 else { throw PlanningError("horizon \(count): at least one step is needed") }
    case .endless:
      guard discount < 1 else {
        throw PlanningError(
          "discount 1 with an endless horizon; give a discount below 1 or a number of steps")
      }
    }
    if case .spacing(let spacing) = grid {
      guard spacing > 0, spacing.isFinite else {
        throw PlanningError("spacing \(spacing) of stocks is not a positive number")
      }
    }
    guard cellLimit >= 1 else { throw PlanningError("cell limit \(cellLimit): at least one is needed") }
  }

  func tooManyCells(_ count: Int) -> PlanningError {
    PlanningError(
      "\(count) or more states times steps times stocks, above the limit of \(cellLimit); give wider spaced "
        + "stocks (grid: .spacing), fewer steps, or a higher cell limit")
  }
}
