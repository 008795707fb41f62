#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Gauntlet
import Synchronization

/// Two threads against one, with both processors free and with one taken by a neighbour.
enum ThreadSubject {
  static func compareThreads() throws {
    print("\ncart-pole, float32, time on the wall per environment step: two threads against one")
    for neighbour in [false, true] {
      print(neighbour ? "  with a neighbour that takes one processor:" : "  both processors free:")
      let busy = neighbour ? Neighbour() : nil
      for count in [64, 1024, 4096, 16384] { try compareSteps(count, goal: 1.05) }
      try compareSteps(1 << 19, goal: neighbour ? 1.05 : 1 / 1.7)
      try compareRollouts(1024, 256, goal: neighbour ? 1.05 : 1 / 1.7)
      busy?.stop()
    }
  }

  private static func compareSteps(_ count: Int, goal: Double) throws {
    let steps = max(2, (1 << 20) / count)
    var subjects: [() -> Void] = []
    for shards in [1, 2] {
      let batch = try Batch(CartPole(), count: count, shards: shards)
      let storage = BatchStorage(for: batch)
      let actions = ActionRows(batch.actionDescription, count, rows: count > 100_000 ? 2 : 16)
      batch.reset(seed: 7, into: storage.columns)
      subjects.append {
        for step in 0..<steps {
          actions[step].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
        }
      }
    }
    let times = alternate(units: steps * count, by: .wall, subjects)
    report(["  step, N = \(count): 1 thread", "  step, N = \(count): 2 threads"], times, goal: [nil, goal])
  }

  private static func compareRollouts(_ count: Int, _ steps: Int, goal: Double) throws {
    var subjects: [() -> Void] = []
    for shards in [1, 2] {
      let batch = try Batch(CartPole(), count: count, shards: shards)
      let storage = BatchStorage(for: batch, steps: steps)
      let first = BatchStorage(for: batch)
      let bytes = count * steps * batch.actionDescription.rowBytes
      let actions = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
      batch.reset(seed: 7, into: first.columns)
      subjects.append {
        for _ in 0..<4 { batch.rollout(steps: steps, drawing: actions, into: storage.columns) }
      }
    }
    let times = alternate(units: 4 * steps * count, by: .wall, subjects)
    let name = "  random rollout, N = \(count), K = \(steps)"
    report(["\(name): 1 thread", "\(name): 2 threads"], times, goal: [nil, goal])
  }
}

/// A thread that keeps one processor busy.
private final class Neighbour: @unchecked Sendable {
  private let isStopping = Atomic<Bool>(false)
  private var thread = pthread_t()

  init() {
    pthread_create(
      &thread, nil,
      { context in
        let neighbour = Unmanaged<Neighbour>.fromOpaque(context!).takeUnretainedValue()
        while !neighbour.isStopping.load(ordering: .relaxed) {}
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  func stop() {
    isStopping.store(true, ordering: .relaxed)
    pthread_join(thread, nil)
  }
}
