import DecisionProcesses
import ElementaryFunctions

extension DoubleIntegrator: KnownFeasibility {
  /// Whether some control keeps the nominal mass within both limits for ever, in continuous time:
  ///
  ///     |v| <= 1.2,     x + max(v, 0)^2 / 2 <= 1,     -x + max(-v, 0)^2 / 2 <= 1
  ///
  /// that is, whether full braking stops it before the wall. The task looks at the state only every tenth
  /// of a second, so its own feasible set reaches further beyond this one, by at most dt^2 / 8 = 0.00125 m.
  public static func isFeasible(_ state: State) -> Bool {
    DoubleIntegrator().isFeasible(state)
  }

  /// Whether some control keeps the mass within both limits for ever, in continuous time, at its own gain,
  /// drag and push: |v| <= 1.2, and full braking stops it before the wall that it moves to.
  public func isFeasible(_ state: State) -> Bool {
    let (x, v) = (state.position, state.velocity)
    return abs(v) <= Self.speedLimit && abs(x) <= Self.positionLimit
      && (v > 0 ? x : -x) + stoppingDistance(from: v) <= Self.positionLimit
  }

  public static var feasibilityAssumptions: String { "continuous time" }

  /// The way that full braking takes from velocity v to rest, m; infinite where the push beats the drive.
  ///
  /// With d = gain - push for v > 0 and gain + push otherwise, the speed falls at the rate d + drag |v|, so
  /// for t = drag |v| / d the way is (v^2 / d) (t - log(1 + t)) / t^2, and v^2 / (2 d) without drag.
  public func stoppingDistance(from velocity: Double) -> Double {
    // Rest must be kept too, so the drive has to beat the push whichever way it points.
    guard gain > abs(push) else { return .infinity }
    let braking = velocity > 0 ? gain - push : gain + push
    let square = velocity * velocity / braking
    let t = drag * abs(velocity) / braking
    guard t > -1 else { return .infinity }
    // Near zero the difference would cancel: six terms of its series are exact to a part in 10^13.
    guard abs(t) > 0.005 else {
      return square * (0.5 - t * (1 / 3.0 - t * (0.25 - t * (0.2 - t * (1 / 6.0 - t / 7)))))
    }
    return square * (t - Elementary.log1p(t)) / (t * t)
  }
}
