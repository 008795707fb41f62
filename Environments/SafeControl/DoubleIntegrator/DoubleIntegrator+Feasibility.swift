extension DoubleIntegrator {
  /// Whether some control keeps the nominal mass within both limits for ever, in continuous time:
  ///
  ///     |v| <= 1.2,     x + max(v, 0)^2 / 2 <= 1,     -x + max(-v, 0)^2 / 2 <= 1
  ///
  /// that is, whether full braking stops it before the wall. The task looks at the state only every tenth
  /// of a second, so its own feasible set reaches further beyond this one, by at most dt^2 / 8 = 0.00125 m.
  public static func isFeasible(_ state: State) -> Bool {
    let (x, v) = (state.position, state.velocity)
    let braking = v * v / 2
    return abs(v) <= speedLimit && abs(x) <= positionLimit
      && (v > 0 ? x : -x) + braking <= positionLimit
  }
}
