import DecisionProcesses

extension CartPole: ColumnProcess {
  public static var columnCount: Int { 4 }

  public static func store(
    _ state: State, in columns: inout MutableSpan<Double>, lane: Int, lanes: Int
  ) {
    columns[lane] = state.position
    columns[lanes + lane] = state.angle
    columns[2 * lanes + lane] = state.velocity
    columns[3 * lanes + lane] = state.rate
  }

  public static func load(from columns: borrowing Span<Double>, lane: Int, lanes: Int) -> State {
    State(
      position: columns[lane], velocity: columns[2 * lanes + lane], angle: columns[lanes + lane],
      rate: columns[3 * lanes + lane])
  }

  public func advanceColumns(
    _ columns: inout MutableSpan<Double>, lanes: Int, actions: borrowing Span<Double>,
    rewards: inout MutableSpan<Double>, costs: inout MutableSpan<Double>,
    endings: inout MutableSpan<UInt8>
  ) {
    precondition(
      lanes >= 0 && columns.count == 4 * lanes && actions.count == lanes && rewards.count == lanes
        && endings.count == lanes)
    columns.withUnsafeMutableBufferPointer { state in
      guard let start = state.baseAddress else { return }
      Self.advance(
        self, lanes, actions, position: start, angle: start + lanes, velocity: start + 2 * lanes,
        rate: start + 3 * lanes, &rewards, &endings)
    }
  }

  /// One pointer per column: the vectoriser does not see that parts of one span cannot overlap.
  private static func advance(
    _ process: CartPole, _ lanes: Int, _ actions: borrowing Span<Double>,
    position: UnsafeMutablePointer<Double>, angle: UnsafeMutablePointer<Double>,
    velocity: UnsafeMutablePointer<Double>, rate: UnsafeMutablePointer<Double>,
    _ rewards: inout MutableSpan<Double>, _ endings: inout MutableSpan<UInt8>
  ) {
    let (right, left) = (process.forceMagnitude + process.push, -process.forceMagnitude + process.push)
    let (upright, fallen) = (process.reward(fell: false), process.reward(fell: true))
    for lane in 0..<lanes {
      let force = actions[unchecked: lane] > 0.5 ? right : left
      let (cart, pole) = process.accelerations(force: force, angle: angle[lane], rate: rate[lane])
      let newPosition = position[lane] + timeStep * velocity[lane]
      let newAngle = angle[lane] + timeStep * rate[lane]
      position[lane] = newPosition
      angle[lane] = newAngle
      velocity[lane] += timeStep * cart
      rate[lane] += timeStep * pole
      let leftRail: UInt8 = abs(newPosition) > positionLimit ? 1 : 0
      let fell: UInt8 = abs(newAngle) > angleLimit ? 1 : 0
      rewards[unchecked: lane] = upright
      endings[unchecked: lane] = leftRail | fell
    }
    guard fallen != upright else { return }
    for lane in 0..<lanes where endings[unchecked: lane] != 0 { rewards[unchecked: lane] = fallen }
  }

  public func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, into rows: inout MutableSpan<Double>
  ) {
    precondition(columns.count == 4 * lanes && rows.count == 4 * lanes)
    for lane in 0..<lanes {
      rows[unchecked: 4 &* lane] = columns[unchecked: lane]
      rows[unchecked: 4 &* lane &+ 1] = columns[unchecked: 2 &* lanes &+ lane]
      rows[unchecked: 4 &* lane &+ 2] = columns[unchecked: lanes &+ lane]
      rows[unchecked: 4 &* lane &+ 3] = columns[unchecked: 3 &* lanes &+ lane]
    }
  }

  public func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, into rows: inout MutableSpan<Float>
  ) {
    precondition(columns.count == 4 * lanes && rows.count == 4 * lanes)
    for lane in 0..<lanes {
      rows[unchecked: 4 &* lane] = Float(columns[unchecked: lane])
      rows[unchecked: 4 &* lane &+ 1] = Float(columns[unchecked: 2 &* lanes &+ lane])
      rows[unchecked: 4 &* lane &+ 2] = Float(columns[unchecked: lanes &+ lane])
      rows[unchecked: 4 &* lane &+ 3] = Float(columns[unchecked: 3 &* lanes &+ lane])
    }
  }
}
