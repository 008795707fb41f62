#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Testing

#if os(Linux)
  /// The child of a fork has no helper threads; its batches go on alone, with the same bits.
  @Suite struct ForkTests {
    /// Bytes of the observations after `steps` more steps.
    static func play<B: BatchEnvironment>(_ batch: B, _ storage: BatchStorage, steps: Int) -> [UInt8] {
      let actions = encode((0..<batch.count).map { [Double($0 % 2)] }, as: .int64)
      for _ in 0..<steps { actions.withUnsafeBytes { batch.step(actions: $0, into: storage.columns) } }
      return Array(UnsafeRawBufferPointer(storage.columns.observations))
    }

    @Test func batchesInTheChild() async {
      await #expect(processExitsWith: .success) {
        let batch = try Batch(CartPole(), count: 4096, shards: 2)
        let twin = try Batch(CartPole(), count: 4096)
        let (storage, other) = (BatchStorage(for: batch), BatchStorage(for: twin))
        batch.reset(seed: 3, into: storage.columns)
        twin.reset(seed: 3, into: other.columns)
        precondition(ForkTests.play(batch, storage, steps: 50) == ForkTests.play(twin, other, steps: 50))
        let expected = ForkTests.play(twin, other, steps: 50)
        let child = fork()
        if child == 0 {
          let isRight = ForkTests.play(batch, storage, steps: 50) == expected
          _exit(isRight ? 0 : 1)
        }
        var status: Int32 = -1
        precondition(waitpid(child, &status, 0) == child && status == 0, "the child ended with \(status)")
        // The parent's helpers are still there.
        precondition(ForkTests.play(batch, storage, steps: 50) == expected)
      }
    }

    @Test func asyncBatchesInTheChild() async {
      await #expect(processExitsWith: .success) {
        let batch = try AsyncBatch(Ring(), count: 4, workers: 2)
        let storage = BatchStorage(for: try Batch(Ring(), count: 4))
        func play() -> [UInt8] {
          batch.reset(seed: 3, into: storage.columns)
          var ready: [Int32] = [0, 1, 2, 3]
          for _ in 0..<20 {
            [Int64](repeating: 1, count: 4).withUnsafeBytes { bytes in
              ready.withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
            }
            let found = ready.withUnsafeMutableBufferPointer { batch.receive(minimum: 4, into: $0) }
            precondition(found == 4)
          }
          return Array(UnsafeRawBufferPointer(storage.columns.rewards))
        }
        let expected = play()
        let child = fork()
        if child == 0 { _exit(play() == expected ? 0 : 1) }
        var status: Int32 = -1
        precondition(waitpid(child, &status, 0) == child && status == 0, "the child ended with \(status)")
        precondition(play() == expected)
      }
    }
  }
#endif
