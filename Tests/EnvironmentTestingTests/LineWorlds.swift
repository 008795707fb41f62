import DecisionProcesses
import RandomStreams
import Synchronization

/// The two numbers of a point on a line.
protocol LineCells: Sendable, Equatable, ByteSerializable {
  init(position: Double, velocity: Double)
  var position: Double { get set }
  var velocity: Double { get set }
}

struct LineState: LineCells {
  var position, velocity: Double
}

extension LineState {
  func encode(into writer: inout ByteWriter) {
    writer.write(position)
    writer.write(velocity)
  }

  init(from reader: inout ByteReader) throws(SnapshotError) {
    self.init(position: try reader.readDouble(), velocity: try reader.readDouble())
  }
}

/// A damped point that is pushed along a line, written so that one part at a time can be broken.
protocol LineWorld: World
where
  State: LineCells, Action == Vector<1>, Observation == Vector<2>, ActionSpace == Box<1>,
  ObservationSpace == Box<2>
{
  var gain: Double { get set }
  var wind: Double { get set }

  /// Force on the point.
  func force(_ action: Double, using stream: inout RandomStream) -> Double
  func reward(at position: Double) -> Double
  func cost(at position: Double) -> Double
}

extension LineWorld {
  var actionSpace: Box<1> { Box([ComponentDescription("push", unit: "N", -1, 1)]) }

  var observationSpace: Box<2> {
    Box([ComponentDescription("position", unit: "m", -2, 2), ComponentDescription("velocity", unit: "m/s")])
  }

  var task: TaskDescription {
    TaskDescription(
      horizon: 40, discount: 0.9, rewardRange: -2...0, isDeterministic: true,
      costs: [CostDescription("excess", unit: "m", meaning: "distance beyond 1 m")],
      constraints: [Constraint("narrow", channel: 0, .expectedReturn(limit: 1))])
  }

  func initialState(using stream: inout RandomStream) -> State {
    State(position: stream.uniform(in: -1, 1), velocity: 0)
  }

  func force(_ action: Double, using stream: inout RandomStream) -> Double { gain * action + wind }
  func reward(at position: Double) -> Double { -abs(position) }
  func cost(at position: Double) -> Double { max(0, abs(position) - 1) }

  func advance(_ state: inout State, by action: Vector<1>, using stream: inout RandomStream) -> Outcome {
    state.velocity = 0.9 * state.velocity + 0.1 * force(action[0], using: &stream)
    state.position = min(max(state.position + 0.1 * state.velocity, -2), 2)
    return Outcome(
      reward: reward(at: state.position), costs: Costs(cost(at: state.position)),
      ending: abs(state.position) == 2 ? .terminated : [])
  }

  func observe(_ state: State, using stream: inout RandomStream) -> Vector<2> {
    Vector([state.position, state.velocity])
  }

  static var identifier: String { "line-v0" }
  static var family: String { "tests" }
  static var summary: String { "A point on a line." }

  static var schema: [ParameterDescription] {
    [
      ParameterDescription("gain", nominal: 1, interval: 0.5...1.5, meaning: "force per push"),
      ParameterDescription(
        "wind", unit: "N", nominal: 0, interval: -1...1, kind: .disturbance, meaning: "extra force"),
    ]
  }

  subscript(parameter index: Int) -> Double {
    get { index == 0 ? gain : wind }
    set { if index == 0 { gain = newValue } else { wind = newValue } }
  }
}

// MARK: Worlds that keep every law

struct GoodLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
}

struct GustyLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func force(_ action: Double, using stream: inout RandomStream) -> Double {
    gain * action + wind + stream.normal()
  }
  var task: TaskDescription {
    TaskDescription(
      horizon: 40, discount: 0.9, rewardRange: -2...0, isDeterministic: false,
      costs: [CostDescription("excess", unit: "m", meaning: "distance beyond 1 m")])
  }
}

/// Its wind does nothing, and it says so.
struct SealedLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func force(_ action: Double, using stream: inout RandomStream) -> Double { gain * action }
  static var inertIntervals: [InertInterval] {
    [InertInterval("wind", -1...1, reason: "the line is indoors")]
  }
}

// MARK: Worlds that break one

/// Starts where a global generator says.
struct ForgetfulLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func initialState(using stream: inout RandomStream) -> LineState {
    LineState(position: ImpureLuck.next() * 2 - 1, velocity: 0)
  }
}

/// Declares a narrower space than it fills.
struct NarrowLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  var observationSpace: Box<2> {
    Box([ComponentDescription("position", unit: "m", -1, 1), ComponentDescription("velocity", unit: "m/s")])
  }
}

/// Pays more than it declares.
struct GenerousLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func reward(at position: Double) -> Double { position }
}

/// Charges less than nothing.
struct NegativeCostLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func cost(at position: Double) -> Double { abs(position) - 1 }
}

/// Loses its numbers on the way.
struct DivergingLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func reward(at position: Double) -> Double { position > 1 ? .nan : -abs(position) }
}

/// Writes its velocity in single precision.
struct LossyState: LineCells {
  var position, velocity: Double
}

extension LossyState {
  func encode(into writer: inout ByteWriter) {
    writer.write(position)
    writer.write(Double(Float(velocity)))
  }

  init(from reader: inout ByteReader) throws(SnapshotError) {
    self.init(position: try reader.readDouble(), velocity: try reader.readDouble())
  }
}

struct LossyLine: LineWorld {
  typealias State = LossyState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
}

/// Copies of it are one and the same.
final class SharedState: LineCells, @unchecked Sendable {
  var position, velocity: Double

  init(position: Double, velocity: Double) {
    self.position = position
    self.velocity = velocity
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(position)
    writer.write(velocity)
  }

  init(from reader: inout ByteReader) throws(SnapshotError) {
    position = try reader.readDouble()
    velocity = try reader.readDouble()
  }

  static func == (a: SharedState, b: SharedState) -> Bool {
    a.position == b.position && a.velocity == b.velocity
  }
}

struct SharedLine: LineWorld {
  typealias State = SharedState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
}

/// Steps many lanes otherwise than one, depending on how many there are.
struct CrowdedLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func advanceLanes(
    _ states: UnsafeMutableBufferPointer<LineState>, clocks: LaneClocks,
    actions: UnsafeBufferPointer<Double>, rewards: UnsafeMutableBufferPointer<Double>,
    costs: UnsafeMutableBufferPointer<Double>, endings: UnsafeMutableBufferPointer<UInt8>
  ) {
    for lane in states.indices {
      var stream = clocks.clock(lane).stream(.dynamics)
      let outcome = advance(&states[lane], by: Vector([actions[lane]]), using: &stream)
      rewards[lane] = outcome.reward - Double(states.count) / 1000
      costs[lane] = outcome.costs[0]
      endings[lane] = outcome.ending.rawValue
    }
  }
}

/// Steps many lanes with another rounding.
struct RoundedLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func observeLanes(
    _ states: UnsafeMutableBufferPointer<LineState>, clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    for lane in states.indices {
      rows[lane * stride] = states[lane].position
      rows[lane * stride + 1] = states[lane].velocity * 0.1 * 10
    }
  }
}

/// Writes each parameter into the other's place.
struct SwappedLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  subscript(parameter index: Int) -> Double {
    get { index == 0 ? gain : wind }
    set { if index == 0 { wind = newValue } else { gain = newValue } }
  }
}

/// Its wind does nothing, and it does not say so.
struct DeadLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func force(_ action: Double, using stream: inout RandomStream) -> Double { gain * action }
}

/// Its wind does nothing above 0.5.
struct SaturatedLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func force(_ action: Double, using stream: inout RandomStream) -> Double { gain * action + min(wind, 0.5) }
}

/// Declares a wind inert that is not.
struct FalselyInertLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  static var inertIntervals: [InertInterval] { [InertInterval("wind", 0...1, reason: "none")] }
}

/// Declares itself deterministic and is not.
struct SecretlyGustyLine: LineWorld {
  typealias State = LineState
  var (gain, wind) = (1.0, 0.0)
  init(options: OptionValues) {}
  func force(_ action: Double, using stream: inout RandomStream) -> Double {
    gain * action + wind + 0.1 * stream.normal()
  }
}

/// Numbers in [0, 1) that depend on how often anybody asked: what no world may use.
enum ImpureLuck {
  private static let asked = Atomic(0)

  static func next() -> Double {
    let count = asked.add(1, ordering: .relaxed).newValue
    return (Double(count) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
  }
}
