import Gauntlet

/// The kernels of five worlds beside their C twins: same precision, random actions, auto-reset, one thread.
enum KernelSubject {
  /// Nanoseconds per environment step that each world is to keep under.
  static func compareWithTwins() throws {
    for count in [1024, 16384] {
      print(
        "\n\(count) lanes, float32 or int64 observations, random actions, auto-reset, one thread, "
          + "processor time per environment step:")
      try compare(CartPole(), "cart-pole", count, .cartPole(count), nanoseconds: 4.8, ratio: 1.2)
      try compare(Pendulum(), "pendulum", count, .pendulum(count), nanoseconds: 13)
      try compare(MountainCar(), "mountain-car", count, .mountainCar(count), nanoseconds: 6.9)
      let (lake, cliff) = (FrozenLake(), CliffWalk())
      try compare(lake, "frozen-lake", count, .table(lake, count), nanoseconds: 10)
      try compare(cliff, "cliff-walk", count, .table(cliff, count), nanoseconds: 10)
    }
  }

  private static func compare<P: DecisionProcess>(
    _ process: P, _ name: String, _ count: Int, _ twin: Twin, nanoseconds: Double, ratio: Double? = nil
  ) throws {
    let batch = try Batch(process, count: count)
    let actions = ActionRows(batch.actionDescription, count)
    requireSameBits(twin, batch, actions, name)
    let steps = max(1, (1 << 20) / count)
    let storage = BatchStorage(for: batch)
    batch.reset(seed: 7, into: storage.columns)
    twin.reset(7)
    let times = alternate(
      units: steps * count,
      [
        { for step in 0..<steps { actions[step].withUnsafeBytes { twin.step($0.baseAddress!) } } },
        {
          for step in 0..<steps {
            actions[step].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
          }
        },
      ])
    report(["\(name): C twin", "\(name): batch"], times, goal: [nil, ratio])
    let median = median(times[1])
    print("    goal \(nanoseconds) ns: \(median <= nanoseconds ? "met" : "MISSED")")
  }

  /// Ends the program unless both make the same bits for a while; a fast wrong kernel is no kernel.
  private static func requireSameBits(
    _ twin: Twin, _ batch: some BatchEnvironment, _ actions: ActionRows, _ name: String
  ) {
    let storage = BatchStorage(for: batch)
    twin.reset(7)
    batch.reset(seed: 7, into: storage.columns)
    for step in 0..<450 {
      actions[step].withUnsafeBytes { bytes in
        twin.step(bytes.baseAddress!)
        batch.step(actions: bytes, into: storage.columns)
      }
      let mine = UnsafeRawBufferPointer(storage.columns.observations)
      guard mine.elementsEqual(twin.observations),
        (0..<batch.count).allSatisfy({ storage.columns.endings[$0] == twin.endings[$0] })
      else {
        print("FAILED: \(name) and its twin differ at step \(step)")
        exitWithFailure()
      }
    }
  }
}

/// Columns of random actions, used in turn.
struct ActionRows {
  private let rows: [[UInt8]]

  init(_ description: RowDescription, _ count: Int, rows number: Int = 16) {
    var stream = RandomStream(seed: 1)
    let space = RowSpace(description)
    rows = (0..<number).map { _ in
      (0..<count).flatMap { _ in Self.bytes(space.sample(using: &stream).values, description.elementType) }
    }
  }

  subscript(step: Int) -> [UInt8] { rows[step % rows.count] }

  private static func bytes(_ values: [Double], _ type: ElementType) -> [UInt8] {
    values.flatMap { value -> [UInt8] in
      switch type {
      case .int64: withUnsafeBytes(of: Int64(value)) { Array($0) }
      case .float32: withUnsafeBytes(of: Float(value)) { Array($0) }
      case .float64: withUnsafeBytes(of: value) { Array($0) }
      }
    }
  }
}
