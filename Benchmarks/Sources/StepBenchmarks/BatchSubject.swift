import Gauntlet

/// The cart-pole's column kernel beside its C twin.
enum BatchSubject {
  static let lanes = 1024
  static let actionRows = 64
  static let steps = 1000

  static let actions: [[Int64]] = {
    var stream = RandomStream(seed: 1)
    return (0..<actionRows).map { _ in (0..<lanes).map { _ in Int64(stream.integer(below: 2)) } }
  }()

  static func compareWithTwin() throws {
    let twin = TwinBatch.clang(count: lanes)
    let batch = try Batch(CartPole(), count: lanes, observationType: .float64)
    try requireSameBits(twin, batch)
    var names = ["C twin, clang", "column kernel"]
    var subjects = [{ run(twin) }, runner(batch)]
    if let gcc = TwinBatch.gcc(count: lanes) {
      gcc.reset(seed: 7)
      names.append("C twin, gcc")
      subjects.append { run(gcc) }
    }
    print("cart-pole, \(lanes) lanes, float64, random actions, auto-reset, one thread, per environment step:")
    report(names, alternate(units: steps * lanes, subjects), goal: [nil, 1.2])
  }

  private static func run(_ twin: TwinBatch) {
    for step in 0..<steps { twin.step(actions[step % actionRows]) }
  }

  /// Plays `steps` steps of `batch` per call.
  static func runner(_ batch: any BatchEnvironment) -> () -> Void {
    func make<B: BatchEnvironment>(_ batch: B) -> () -> Void {
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 7, into: storage.columns)
      return {
        for step in 0..<steps {
          actions[step % actionRows].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
        }
      }
    }
    return make(batch)
  }

  /// Ends the program unless both make the same bits for a while; a fast wrong kernel is no kernel.
  private static func requireSameBits(_ twin: TwinBatch, _ batch: Batch<CartPole, NoRules>) throws {
    let storage = BatchStorage(for: batch)
    twin.reset(seed: 7)
    batch.reset(seed: 7, into: storage.columns)
    let mine = storage.columns.observations.assumingMemoryBound(to: Double.self)
    for step in 0..<1200 {
      let row = actions[step % actionRows]
      twin.step(row)
      row.withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
      for index in 0..<4 * lanes where mine[index].bitPattern != twin.observations[index].bitPattern {
        print("FAILED: the kernel and its twin differ at step \(step), element \(index)")
        exitWithFailure()
      }
      for lane in 0..<lanes where storage.columns.endings[lane] != twin.endings[lane] {
        print("FAILED: the kernel and its twin end differently at step \(step), lane \(lane)")
        exitWithFailure()
      }
    }
    print("kernel and twin: same bits over 1200 steps of \(lanes) lanes")
  }
}
