import Foundation

/// Runs `body` for each index on up to `threads` threads; which thread takes which makes no difference to it.
///
/// - Throws: the error of the lowest index that failed.
func inParallel(_ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
  if threads <= 1 || count <= 1 {
    for index in 0..<count { try body(index) }
    return
  }
  let queue = IndexQueue(count)
  let workers = min(threads, count)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while let index = queue.next() {
      do { try body(index) } catch { queue.fail(index, error) }
    }
  }
  if let error = queue.firstError { throw error }
}

/// Hands out indices, and keeps what went wrong.
private final class IndexQueue: @unchecked Sendable {
  private let lock = NSLock()
  private let count: Int
  private var position = 0
  private var failure: (index: Int, error: any Error)?

  init(_ count: Int) { self.count = count }

  func next() -> Int? {
    lock.withLock {
      guard position < count, failure == nil else { return nil }
      position += 1
      return position - 1
    }
  }

  func fail(_ index: Int, _ error: any Error) {
    lock.withLock { if failure == nil || index < failure!.index { failure = (index, error) } }
  }

  var firstError: (any Error)? { lock.withLock { failure?.error } }
}
