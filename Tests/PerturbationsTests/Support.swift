import DecisionProcesses
import Perturbations
import RandomStreams
import Recipes

/// Rules applied to rows of one's own, without a simulation; the rows have the shapes of `Glider`.
struct RowDriver {
  var rules: RuleList
  var memory: [Double]
  var clock: Clock
  var record: RuleRecorder?

  init<P: DecisionProcess>(
    _ rules: [any RuleSequence], for process: P, seed: UInt64 = 1
  ) throws(PerturbationError) {
    var layout = RuleLayout(process)
    self.rules = RuleList(rules)
    try self.rules.prepare(&layout)
    memory = Array(repeating: 0, count: layout.memoryWidth)
    clock = Clock(seed: seed)
    begin()
  }

  init(_ rules: any RuleSequence..., seed: UInt64 = 1) throws(PerturbationError) {
    try self.init(rules, for: Glider(), seed: seed)
  }

  init<R: Perturbation>(_ rule: R, seed: UInt64 = 1) throws(PerturbationError) {
    try self.init([RuleSlot(rule)], for: Glider(), seed: seed)
  }

  mutating func begin(episode: UInt32 = 0) {
    clock.episode = episode
    clock.step = 0
    var cells = memory
    var span = cells.mutableSpan
    rules.begin(&span, at: clock)
    memory = cells
  }

  /// Applies the rules of `channel` at the present step, without moving on.
  mutating func apply(
    _ channel: ChannelSet, _ row: [Double], seeing observation: [Double] = []
  ) -> [Double] {
    var row = row
    var cells = memory
    var span = row.mutableSpan
    var own = cells.mutableSpan
    rules.apply(
      channel, to: &span, memory: &own, at: clock, observing: observation.span, recorder: &record)
    memory = cells
    return row
  }

  /// Applies the rules to one row after the other, a step each.
  mutating func run(_ channel: ChannelSet, _ rows: [[Double]], seeing seen: [Double] = []) -> [[Double]] {
    rows.map { row in
      defer { clock.step += 1 }
      return apply(channel, row, seeing: seen)
    }
  }

  /// The parameter rows of `count` steps of the present episode, each from nominal (1, 0).
  mutating func parameters(_ count: Int) -> [[Double]] {
    run(.parameters, Array(repeating: [1, 0], count: count))
  }
}

/// Everything that an agent and a judge see of one step, as bits.
struct Trace: Equatable {
  var bits: [UInt64] = []
  mutating func add(_ values: [Double]) { bits += values.map(\.bitPattern) }
}

/// Plays `episodes` with random actions that depend on seed and time only.
func trace<E: Environment>(_ environment: E, episodes: Int = 3, steps: Int = 60, seed: UInt64 = 5) -> Trace {
  var environment = environment
  var trace = Trace()
  for episode in 0..<episodes {
    trace.add(environment.reset(seed: episode == 0 ? seed : nil).components)
    var luck = RandomStream(seed: 77, purpose: StreamPurpose(named: "test", ordinal: UInt32(episode)))
    for _ in 0..<steps {
      let step = environment.step(environment.actionSpace.sample(using: &luck))
      trace.add(step.observation.components + [step.reward, Double(step.ending.rawValue)] + step.costs.values)
      if step.hasEnded { break }
    }
  }
  return trace
}

/// The rules that `text` stands for, as in a recipe after the environment.
func rules(_ text: String, context: RuleBuildContext = RuleBuildContext()) throws -> RuleList {
  try RuleTable.rules(try calls(text), context: context)
}

func calls(_ text: String) throws -> [RuleCall] { try Recipe(parsing: "world-v0 | " + text).rules }

/// Always the same action row, whatever is seen.
struct ConstantRow: RowPolicy {
  var row: [Double]
  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    for index in action.indices { action[index] = row[index] }
  }
}

/// The observation itself, scaled, as the action.
struct Echo: RowPolicy {
  var scale = 0.1
  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    for index in action.indices { action[index] = scale * observation[index] }
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func variance(_ values: [Double]) -> Double {
  let centre = mean(values)
  return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
}

/// Whether `count` successes in `trials` are within 4 standard deviations of the binomial mean: with a
/// fixed seed this holds or fails for ever; by chance it would fail in 6 of 100 000 seeds.
func isPlausible(_ count: Int, of trials: Int, probability: Double) -> Bool {
  let expected = Double(trials) * probability
  let deviation = (expected * (1 - probability)).squareRoot()
  return abs(Double(count) - expected) <= 4 * deviation
}
