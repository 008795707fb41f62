/// A table, a utility and settings, put in order: horizon, arithmetic, errors.
struct StockProblem {
  let table: OutcomeTable
  let settings: StockSettings
  let utility: StockUtility
  let horizon: Int
  /// What lies beyond the horizon can move a return by this much.
  let remainder: Double
  /// Lipschitz constant of the utility where stocks can be.
  let steepness: Double
  private let spacing: Double?

  /// Cells up to which a lattice is taken without asking how many stocks can be reached.
  private static let fewCells = 20_000_000

  /// - Parameter stocks: the initial ones that will be asked for.
  init(
    _ table: OutcomeTable, _ utility: StockUtility, settings: StockSettings, stocks: ClosedRange<Double>?
  ) throws(PlanningError) {
    try settings.validate()
    guard table.actionCount <= 1 << 16 else {
      throw PlanningError("\(table.actionCount) actions; stocks are solved for at most 65536")
    }
    self.table = table
    self.settings = settings
    self.utility = utility
    let rewards = table.rewardRange.including(0)
    let largest = max(-rewards.lowerBound, rewards.upperBound)
    func steepness(steps: Double, widened: Double) throws(PlanningError) -> Double {
      let stocks = stocks ?? (-steps * rewards.upperBound)...(-steps * rewards.lowerBound)
      let low = stocks.lowerBound + steps * rewards.lowerBound - widened
      let high = stocks.upperBound + steps * rewards.upperBound + widened
      guard low.isFinite, high.isFinite else { throw PlanningError("stocks up to \(high) overflow") }
      let constant = utility.lipschitzConstant(on: low...high)
      guard constant >= 0, constant.isFinite else {
        throw PlanningError(
          "the utility '\(utility.name)' has Lipschitz constant \(constant) on \(low)...\(high)")
      }
      return constant
    }
    switch settings.horizon {
    case .steps(let count):
      horizon = count
      remainder = 0
      switch settings.grid {
      case .spacing(let given): spacing = given
      case .exact: spacing = nil
      case .automatic: spacing = settings.discount == 1 ? StockArithmetic.commonStep(of: table.reward) : nil
      }
      let steps = StockArithmetic.sum(of: settings.discount, steps: count)
      self.steepness = try steepness(steps: steps, widened: Double(count) * 0.5 * (spacing ?? 0))
    case .endless(let tolerance):
      guard tolerance > 0, tolerance.isFinite else {
        throw PlanningError("tolerance \(tolerance) is not a positive number")
      }
      let steps = 1 / (1 - settings.discount)
      let rough = try steepness(steps: steps, widened: 0)
      // A part for the cut, another one for rounding; a rest for round-off.
      let part = (settings.grid == .exact ? 0.9 : 0.45) * tolerance
      let share = rough > 0 ? part / rough : max(largest * steps, 1)
      let cut = try EndlessCut(discount: settings.discount, largestReward: largest, tolerance: share)
      horizon = cut.horizon
      remainder = cut.remainder
      switch settings.grid {
      case .spacing(let given): spacing = given
      case .exact: spacing = nil
      case .automatic: spacing = largest > 0 ? 2 * share / Double(cut.horizon) : 1
      }
      self.steepness = try steepness(steps: steps, widened: Double(cut.horizon) * 0.5 * (spacing ?? 0))
    }
    // What is kept for every state and step beside the cells.
    let places = horizon.multipliedReportingOverflow(by: table.stateCount)
    guard !places.overflow, places.partialValue <= settings.cellLimit else {
      throw settings.tooManyCells(places.overflow ? .max : places.partialValue)
    }
  }

  /// Worths and actions from the initial stock `stock`, which is key 0.
  func curve(stock: Double) throws(PlanningError) -> StockCurve {
    try curve(offset: stock, lattice: { _ in 0...0 }, exact: { (_) throws(PlanningError) in [0] })
  }

  /// Worths and actions from the negative of every return that there can be, and these returns' keys,
  /// increasing; on a lattice also those of other returns between.
  func curveOfReturns() throws(PlanningError) -> (curve: StockCurve, returns: [Double]) {
    var returns: [Double] = []
    let curve = try curve(
      offset: 0,
      lattice: { bounds in
        let range = bounds.returns(from: table.initial)
        return (-range.upperBound)...(-range.lowerBound)
      },
      exact: { (arithmetic) throws(PlanningError) in
        returns = try ExactSweep.returns(arithmetic, table, settings: settings)
        return returns.reversed().map { -$0 }
      })
    if curve.plan.arithmetic.spacing != nil {
      let range = curve.plan.bounds.returns(from: table.initial)
      returns = Array(stride(from: range.lowerBound, through: range.upperBound, by: 1))
    }
    return (curve, returns)
  }

  private func curve(
    offset: Double, lattice: (StockBounds) -> ClosedRange<Double>,
    exact: (StockArithmetic) throws(PlanningError) -> [Double]
  ) throws(PlanningError) -> StockCurve {
    var refusal: PlanningError?
    var wide: LatticeSweep?
    if let spacing {
      let arithmetic = StockArithmetic(
        spacing: spacing, offset: offset, discount: settings.discount, horizon: horizon)
      let bounds = StockBounds(arithmetic, table, utility)
      let range = bounds.low.reduce(0, min)...bounds.high.reduce(0, max)
      // Beyond that integers are not told apart, nor would memory do.
      guard range.upperBound - range.lowerBound < 1e15 else { throw settings.tooManyCells(1 << 50) }
      do throws(PlanningError) {
        let sweep = try LatticeSweep(
          arithmetic, bounds, table, utility, from: lattice(bounds), settings: settings)
        let isChosen = settings.grid != .automatic || settings.horizon.isEndless
        if isChosen || sweep.cellCount <= Self.fewCells { return try sweep.solve() }
        wide = sweep
      } catch {
        refusal = error
      }
      if settings.grid != .automatic || settings.horizon.isEndless, let refusal { throw refusal }
    }
    let arithmetic = StockArithmetic(
      spacing: nil, offset: offset, discount: settings.discount, horizon: horizon)
    let bounds = StockBounds(arithmetic, table, utility)
    do throws(PlanningError) {
      let sweep = try ExactSweep(
        arithmetic, bounds, table, utility, from: exact(arithmetic), settings: settings)
      return try sweep.solve()
    } catch {
      guard let wide else { throw error }
      return try wide.solve()
    }
  }

  /// Certified distances of what `curve` says from the truth.
  func errors(of curve: StockCurve) -> StockErrors {
    let (arithmetic, bounds) = (curve.plan.arithmetic, curve.plan.bounds)
    var rounding = 0.0
    for (state, p) in table.initial.enumerated() { rounding += p * bounds.rounding[state] }
    let reach = max(-bounds.low.reduce(0, min), bounds.high.reduce(0, max))
    let stock = abs(arithmetic.offset) + 2 * arithmetic.unit * reach
    let operations = Double((table.longestRow + 8) * (horizon + 1))
    return StockErrors(
      ofReturns: rounding + remainder,
      ofWorth: steepness * (rounding + remainder),
      roundOff: Double.ulpOfOne * operations * (curve.size + steepness * stock))
  }
}

/// Certified errors of a solution.
struct StockErrors {
  /// Wasserstein-1 distance of a policy's law from the true one.
  var ofReturns: Double
  /// Error of an expected utility by the same causes.
  var ofWorth: Double
  var roundOff: Double

  var total: Double { ofWorth + roundOff }
}

extension ReturnHorizon {
  var isEndless: Bool {
    if case .endless = self { return true }
    return false
  }
}

extension StockArithmetic {
  /// 1 + discount + ... over so many steps.
  static func sum(of discount: Double, steps: Int) -> Double {
    var (sum, scale) = (0.0, 1.0)
    for _ in 0..<steps {
      sum += scale
      scale *= discount
    }
    return sum
  }
}
