import Foundation

/// Runs work on a fresh thread and waits for it.
enum OtherThread {
  private final class Answer: @unchecked Sendable { var text = "" }

  static func run(_ work: @escaping @Sendable () -> String) -> String {
    let (answer, done) = (Answer(), DispatchSemaphore(value: 0))
    Thread {
      answer.text = work()
      done.signal()
    }.start()
    done.wait()
    return answer.text
  }
}
