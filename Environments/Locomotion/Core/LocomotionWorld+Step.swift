import DecisionProcesses
import MuJoCoPhysics
import RandomStreams

extension LocomotionWorld {
  public func initialState(using stream: inout RandomStream) -> State {
    var state = State(Self.layout)
    restart(&state, using: &stream)
    return state
  }

  public func restart(_ state: inout State, using stream: inout RandomStream) {
    Self.model.withEngine { engine in
      put(on: engine)
      engine.clearForces()
      state.numbers.withUnsafeMutableBufferPointer { numbers in
        numbers.update(repeating: 0)
        begin(engine, numbers.baseAddress!, using: &stream)
      }
    }
  }

  public func advance(_ state: inout State, by action: Action, using stream: inout RandomStream) -> Outcome {
    Self.model.withEngine { advance($0, &state, by: action) }
  }

  public func advanceLanes(
    _ states: UnsafeMutableBufferPointer<State>, clocks: LaneClocks,
    actions: UnsafeBufferPointer<Double>, rewards: UnsafeMutableBufferPointer<Double>,
    costs: UnsafeMutableBufferPointer<Double>, endings: UnsafeMutableBufferPointer<UInt8>
  ) {
    let count = states.count
    guard count > 0 else { return }
    let (width, costCount) = (actions.count / count, costs.count / count)
    Self.model.withEngine { engine in
      for lane in 0..<count {
        let action = Action(reading: actions.span, at: lane * width, width: width)
        let outcome = advance(engine, &states[lane], by: action)
        rewards[lane] = outcome.reward
        endings[lane] = outcome.ending.rawValue
        for channel in 0..<costCount { costs[lane * costCount + channel] = outcome.costs[channel] }
      }
    }
  }

  /// The state at given positions and velocities, as at the start of an episode: at rest before, without forces,
  /// and with the solver cold.
  ///
  /// - Precondition: as many finite numbers as the layout says.
  public func state(positions: [Double], velocities: [Double]) -> State {
    let layout = Self.layout
    precondition(
      positions.count == layout.positionCount && velocities.count == layout.velocityCount,
      "\(Self.identifier) has \(layout.positionCount) positions and \(layout.velocityCount) velocities")
    return Self.model.withEngine { engine in
      put(on: engine)
      engine.clearForces()
      var state = State(layout)
      state.numbers.replaceSubrange(0..<layout.warmStart, with: positions + velocities)
      state.numbers.withUnsafeMutableBufferPointer { settle(engine, $0.baseAddress!) }
      return state
    }
  }

  /// By how much first positions are raised, so that with other lengths the lowest point keeps its height, m.
  public var startingLift: Double {
    Self.model.withEngine { engine in
      put(on: engine)
      return engine.lift
    }
  }

  /// Makes this world's parameters those of the engine.
  private func put(on engine: PhysicsEngine) {
    values.withUnsafeBufferPointer { engine.setParameters($0, settings.semantics) }
  }

  private func begin(
    _ engine: PhysicsEngine, _ numbers: UnsafeMutablePointer<Double>, using stream: inout RandomStream
  ) {
    let (view, layout) = (engine.view, Self.layout)
    numbers.update(from: view.qpos0, count: layout.positionCount)
    // A free root has its height third, a planar one second.
    if engine.lift != 0 { numbers[view.jnt_type[0] == 0 ? 2 : 1] += engine.lift }
    drawStart(numbers, using: &stream)
    settle(engine, numbers)
  }

  /// Evaluates the first state, whose positions and velocities the numbers hold.
  private func settle(_ engine: PhysicsEngine, _ numbers: UnsafeMutablePointer<Double>) {
    let (view, layout) = (engine.view, Self.layout)
    view.qpos.update(from: numbers, count: layout.positionCount)
    view.qvel.update(from: numbers + layout.velocities, count: layout.velocityCount)
    view.warmstart.update(repeating: 0, count: layout.velocityCount)
    view.ctrl.update(repeating: 0, count: layout.actionCount)
    // Another lane's wrenches may stand there; at the start there are none.
    view.contact_wrench.update(repeating: 0, count: 6 * Int(view.nbody))
    let fault = engine.evaluate()
    precondition(
      fault == nil || fault!.isDisjoint(with: [.badState, .error]),
      "\(Self.identifier): the engine cannot evaluate the first state")
    let carried = Self.carriedPosition(engine)
    numbers[layout.carried] = carried.x
    numbers[layout.carried + 1] = carried.y
    Self.derive(engine, into: numbers + layout.derived)
  }

  private func advance(_ engine: PhysicsEngine, _ state: inout State, by action: Action) -> Outcome {
    put(on: engine)
    return state.numbers.withUnsafeMutableBufferPointer { advance(engine, $0.baseAddress!, by: action) }
  }

  private func advance(
    _ engine: PhysicsEngine, _ numbers: UnsafeMutablePointer<Double>, by action: Action
  ) -> Outcome {
    let (view, layout) = (engine.view, Self.layout)
    guard action.isFinite else { return failed }
    view.qpos.update(from: numbers, count: layout.positionCount)
    view.qvel.update(from: numbers + layout.velocities, count: layout.velocityCount)
    view.warmstart.update(from: numbers + layout.warmStart, count: layout.velocityCount)
    var controls = UnsafeMutableBufferPointer(start: view.ctrl, count: layout.actionCount).mutableSpan
    action.write(to: &controls, at: 0)
    values.withUnsafeBufferPointer { engine.setForces($0) }
    // What the engine makes of a state that is not finite is another episode's: the state stays as it was.
    if engine.step(settings.frameSkip, withWrenches: Self.facts.needsWrenches) != nil { return failed }

    numbers.update(from: view.qpos, count: layout.positionCount)
    (numbers + layout.velocities).update(from: view.qvel, count: layout.velocityCount)
    (numbers + layout.warmStart).update(from: view.warmstart, count: layout.velocityCount)
    (numbers + layout.action).update(from: view.ctrl, count: layout.actionCount)
    let carried = Self.carriedPosition(engine)
    numbers[layout.speed] = (carried.x - numbers[layout.carried]) / duration
    numbers[layout.speed + 1] = (carried.y - numbers[layout.carried + 1]) / duration
    numbers[layout.carried] = carried.x
    numbers[layout.carried + 1] = carried.y
    Self.derive(engine, into: numbers + layout.derived)

    let hasFallen = hasFallen(numbers)
    var outcome = Outcome(
      reward: reward(numbers, hasFallen: hasFallen), costs: Costs(count: settings.speedLimit == nil ? 0 : 1),
      ending: hasFallen && settings.endsOnFall ? .terminated : [])
    if let limit = settings.speedLimit, speed(numbers) > limit {
      outcome.costs[0] = 1
      if settings.isHard { outcome.ending.insert(.terminated) }
    }
    return outcome
  }

  private var failed: Outcome {
    Outcome(
      reward: 0, costs: Costs(count: settings.speedLimit == nil ? 0 : 1), ending: [.truncated, .failed])
  }
}

// Sums are taken in the order in which NumPy takes them, so that rewards are Gymnasium's to the last bit.

/// The sum of `count` numbers, at most 128: from the left up to seven, else in eight running sums.
func orderedSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  guard count >= 8 else {
    var sum = 0.0
    for index in 0..<count { sum += term(index) }
    return sum
  }
  var sums = SIMD8<Double>()
  for lane in 0..<8 { sums[lane] = term(lane) }
  let whole = count - count % 8
  for start in stride(from: 8, to: whole, by: 8) {
    for lane in 0..<8 { sums[lane] += term(start + lane) }
  }
  var sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  for index in whole..<count { sum += term(index) }
  return sum
}

func squareSum(_ numbers: UnsafePointer<Double>, _ count: Int) -> Double {
  orderedSum(count) { numbers[$0] * numbers[$0] }
}

/// `value` cut to [-bound, bound].
@inline(__always)
func cut(_ value: Double, _ bound: Double) -> Double { min(max(value, -bound), bound) }

extension Vector {
  /// Writes `count` numbers from place `next` on, cut to [-bound, bound], and moves `next` behind them.
  mutating func append(
    _ numbers: UnsafePointer<Double>, _ count: Int, at next: inout Int, bound: Double = .infinity
  ) {
    for index in 0..<count { self[next + index] = cut(numbers[index], bound) }
    next += count
  }
}
