import ElementaryFunctions

/// The equations of motion and their integration.
///
/// Legend: rod i has mass m_i, length l_i, centre of mass c_i = l_i / 2 and moment of inertia
/// I_i = m_i l_i^2 (1 at the nominal values, as the source has it); u is the torque at the joint.
extension Acrobot {
  /// Moves the state by one classical Runge-Kutta step under a constant torque u (N m).
  @inlinable @inline(__always)
  func swing(_ state: inout State, torque u: Double) {
    let dt = Self.timeStep
    let k1 = derivative(state, torque: u)
    let k2 = derivative(state.moved(by: k1, times: dt / 2), torque: u)
    let k3 = derivative(state.moved(by: k2, times: dt / 2), torque: u)
    let k4 = derivative(state.moved(by: k3, times: dt), torque: u)
    state.angle1 += dt / 6 * (k1.angle1 + 2 * k2.angle1 + 2 * k3.angle1 + k4.angle1)
    state.angle2 += dt / 6 * (k1.angle2 + 2 * k2.angle2 + 2 * k3.angle2 + k4.angle2)
    state.rate1 += dt / 6 * (k1.rate1 + 2 * k2.rate1 + 2 * k3.rate1 + k4.rate1)
    state.rate2 += dt / 6 * (k1.rate2 + 2 * k2.rate2 + 2 * k3.rate2 + k4.rate2)
  }

  /// The time derivative of `s` under the torque u, in the fields of a state:
  ///
  ///     d1 = m1 c1^2 + m2 (l1^2 + c2^2 + 2 l1 c2 cos(q2)) + I1 + I2
  ///     d2 = m2 (c2^2 + l1 c2 cos(q2)) + I2
  ///     p2 = m2 c2 g sin(q1 + q2)
  ///     p1 = -m2 l1 c2 w2^2 sin(q2) - 2 m2 l1 c2 w2 w1 sin(q2) + (m1 c1 + m2 l1) g sin(q1) + p2
  ///     w2' = (u + d2/d1 p1 - [m2 l1 c2 w1^2 sin(q2)] - p2) / (m2 c2^2 + I2 - d2^2/d1)
  ///     w1' = -(d2 w2' + p1) / d1
  ///
  /// The bracket is left out unless `followsBook`.
  @inlinable @inline(__always)
  func derivative(_ s: State, torque u: Double) -> State {
    let (m1, m2) = (linkMass1, linkMass2)
    let (l1, c1, c2) = (linkLength1, linkLength1 / 2, linkLength2 / 2)
    let i1 = m1 * (linkLength1 * linkLength1)
    let i2 = m2 * (linkLength2 * linkLength2)
    let (sine2, cosine2) = Elementary.sinCos(s.angle2)
    let d1 = m1 * (c1 * c1) + m2 * (l1 * l1 + c2 * c2 + 2 * l1 * c2 * cosine2) + i1 + i2
    let d2 = m2 * (c2 * c2 + l1 * c2 * cosine2) + i2
    let coupling = m2 * l1 * c2 * sine2
    let p2 = m2 * c2 * gravity * Elementary.sin(s.angle1 + s.angle2)
    let p1 =
      -coupling * (s.rate2 * s.rate2) - 2 * coupling * s.rate2 * s.rate1
      + (m1 * c1 + m2 * l1) * gravity * Elementary.sin(s.angle1) + p2
    let rotation = followsBook ? coupling * (s.rate1 * s.rate1) : 0
    let ratio = d2 / d1
    let acceleration2 = (u + ratio * p1 - rotation - p2) / (m2 * (c2 * c2) + i2 - d2 * ratio)
    let acceleration1 = -(d2 * acceleration2 + p1) / d1
    return State(angle1: s.rate1, angle2: s.rate2, rate1: acceleration1, rate2: acceleration2)
  }
}

extension Acrobot.State {
  @inlinable @inline(__always)
  func moved(by slope: Self, times dt: Double) -> Self {
    Self(
      angle1: angle1 + dt * slope.angle1, angle2: angle2 + dt * slope.angle2,
      rate1: rate1 + dt * slope.rate1, rate2: rate2 + dt * slope.rate2)
  }
}
