import DecisionProcesses
import Foundation
import LocomotionEnvironments
import MuJoCoPhysics
import RandomStreams
import Testing

/// Whether the engine is here; without it the tests that play are skipped, unless the surroundings demand it.
let hasEngine =
  PhysicsLibrary.problem == nil || ProcessInfo.processInfo.environment["GAUNTLET_REQUIRE_MUJOCO"] == "1"

/// Bits of the engine are those of the recordings on x86-64 with the C library that they were made with; elsewhere
/// sines and the like may differ in the last place.
#if arch(x86_64) && os(Linux)
  let hasRecordedBits = hasEngine
#else
  let hasRecordedBits = false
#endif

private let folder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/mujoco")

/// A trajectory of Gymnasium's own class; see `Scripts/make-mujoco-fixtures.py`.
struct Recording: Decodable {
  struct Actions: Decodable {
    let seed: UInt64
    let bound: Double
    let width: Int
  }
  struct Digest: Decodable {
    let step: Int
    let states: String
    let observations: String
  }

  let id: String
  let frameSkip: Int
  let actions: Actions
  let qpos: [Double]
  let qvel: [Double]
  let observation: [Double]
  let every: Int
  let observations: [[Double]]
  let rewards: [Double]
  let terminatedRuns: [[Int]]
  let thresholds: [Double]?
  let speeds: [Double]?
  let costRunsV0: [[Int]]?
  let costRunsV1: [[Int]]?
  let digests: [Digest]
  let lastQpos: [Double]
  let lastQvel: [Double]
  let lastWarmstart: [Double]

  init(_ id: String) throws {
    self = try JSONDecoder().decode(
      Self.self, from: Data(contentsOf: folder.appendingPathComponent("\(id).json")))
  }
}

/// What parameters and boxes make of 200 steps; see `Scripts/mujoco-effects.py`.
struct Effects: Decodable {
  struct Entry: Decodable {
    let id: String
    let parameter: String
    let values: [Double]
    let digests: [String]
  }
  struct Box: Decodable {
    let id: String
    let box: String
    let corner: String
    let parameters: [String]
    let values: [Double]
    let digest: String
    let rrlsDigest: String
  }

  let steps: Int
  let entries: [Entry]
  let boxes: [Box]

  static let recorded = Result {
    try JSONDecoder().decode(
      Effects.self, from: Data(contentsOf: folder.appendingPathComponent("effects.json")))
  }
}

/// The recordings' actions: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
/// generators", 2014), bound (2 u - 1) with u the upper 24 bits over 2^24.
struct ActionSource {
  private var counter: UInt64
  private let bound: Double

  init(_ actions: Recording.Actions) {
    counter = actions.seed
    bound = actions.bound
  }

  mutating func next() -> Double {
    counter &+= 0x9E37_79B9_7F4A_7C15
    var z = counter
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return bound * (2 * (Double((z ^ (z >> 31)) >> 40) * 0x1p-24) - 1)
  }

  mutating func row(_ width: Int) -> [Double] { (0..<width).map { _ in next() } }
}

/// FNV-1a over the words of doubles.
struct WordDigest {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ numbers: some Sequence<Double>) {
    for number in numbers { value = (value ^ number.bitPattern) &* 0x100_0000_01B3 }
  }

  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Calls a generic function with the locomotion world of one id.
protocol LocomotionCall {
  mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
    where W.Action: RowConvertible, W.Observation: RowConvertible
}

extension LocomotionCall {
  mutating func callWorld(_ id: String) throws {
    switch id {
    case InvertedPendulum.identifier: try call(InvertedPendulum.self)
    case InvertedDoublePendulum.identifier: try call(InvertedDoublePendulum.self)
    case Reacher.identifier: try call(Reacher.self)
    case Swimmer.identifier: try call(Swimmer.self)
    case Hopper.identifier: try call(Hopper.self)
    case Walker2D.identifier: try call(Walker2D.self)
    case HalfCheetah.identifier: try call(HalfCheetah.self)
    case Ant.identifier: try call(Ant.self)
    case Humanoid.identifier: try call(Humanoid.self)
    case HumanoidStandup.identifier: try call(HumanoidStandup.self)
    default: Issue.record("there is no locomotion world \(id)")
    }
  }
}

let locomotionIdentifiers = [
  InvertedPendulum.identifier, InvertedDoublePendulum.identifier, Reacher.identifier, Swimmer.identifier,
  Hopper.identifier, Walker2D.identifier, HalfCheetah.identifier, Ant.identifier, Humanoid.identifier,
  HumanoidStandup.identifier,
]

/// The steps, counted from 1, that runs of [first, last] hold.
func steps(in runs: [[Int]]) -> Set<Int> { Set(runs.flatMap { Array($0[0]...$0[1]) }) }

/// How many representable doubles lie between two numbers of one sign.
func places(_ a: Double, _ b: Double) -> UInt64 {
  let (x, y) = (Int64(bitPattern: a.bitPattern), Int64(bitPattern: b.bitPattern))
  return a == b ? 0 : a.sign != b.sign ? .max : (x > y ? x - y : y - x).magnitude
}
