import CTwin
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The C twin's batch, by whichever compiler.
struct TwinBatch {
  typealias Reset = @convention(c) (
    UnsafeMutablePointer<twin_batch>?, UInt64, UnsafeMutablePointer<Double>?
  ) -> Void
  typealias Step = @convention(c) (
    UnsafeMutablePointer<twin_batch>?, UnsafePointer<Int64>?, UnsafeMutablePointer<Double>?,
    UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutablePointer<UInt8>?
  ) -> Void

  let lanes: UnsafeMutablePointer<twin_batch>
  let observations: UnsafeMutablePointer<Double>
  let finals: UnsafeMutablePointer<Double>
  let rewards: UnsafeMutablePointer<Double>
  let endings: UnsafeMutablePointer<UInt8>
  let resetFunction: Reset
  let stepFunction: Step

  /// Memory lives as long as the process; a benchmark makes a handful.
  init(count: Int, reset: Reset, step: Step) {
    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: count)
      pointer.initialize(repeating: 0, count: count)
      return pointer
    }
    func words() -> UnsafeMutablePointer<UInt32> {
      let pointer = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
      pointer.initialize(repeating: 0, count: count)
      return pointer
    }
    lanes = .allocate(capacity: 1)
    lanes.initialize(
      to: twin_batch(
        lanes: count, seed: 0, position: doubles(count), angle: doubles(count), velocity: doubles(count),
        rate: doubles(count), steps: words(), episodes: words(), key0: words(), key1: words()))
    observations = doubles(4 * count)
    finals = doubles(4 * count)
    rewards = doubles(count)
    endings = .allocate(capacity: count)
    endings.initialize(repeating: 0, count: count)
    resetFunction = reset
    stepFunction = step
  }

  /// Compiled by clang within this package.
  static func clang(count: Int) -> TwinBatch {
    TwinBatch(count: count, reset: twin_batch_reset, step: twin_batch_step)
  }

  /// Compiled by gcc into the library that TWIN_GCC names; nil without it.
  static func gcc(count: Int) -> TwinBatch? {
    guard let path = getenv("TWIN_GCC"), let library = dlopen(path, RTLD_NOW | RTLD_LOCAL),
      let reset = dlsym(library, "twin_batch_reset"), let step = dlsym(library, "twin_batch_step")
    else { return nil }
    return TwinBatch(
      count: count, reset: unsafeBitCast(reset, to: Reset.self), step: unsafeBitCast(step, to: Step.self))
  }

  func reset(seed: UInt64) { resetFunction(lanes, seed, observations) }

  @inline(__always)
  func step(_ actions: [Int64]) { stepFunction(lanes, actions, observations, finals, rewards, endings) }
}
