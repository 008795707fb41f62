import CGauntlet
import Foundation
import GauntletC
import Testing

@Suite struct HandleTests {
  @Test func closedHandleIsRefusedEverywhere() {
    let (handle, status) = makeBatch("cart-pole-v1")
    #expect(status == GAUNTLET_OK && handle != 0)
    let offered = bind(handle)
    #expect(gauntlet_close(handle) == GAUNTLET_OK)
    #expect(gauntlet_close(handle) == GAUNTLET_BAD_HANDLE)
    #expect(lastError.contains("closed"))
    #expect(gauntlet_step(handle) == GAUNTLET_BAD_HANDLE)
    #expect(gauntlet_reset(handle, 1) == GAUNTLET_BAD_HANDLE)
    #expect(gauntlet_bind(handle, &offered.columns) == GAUNTLET_BAD_HANDLE)
    var shape = gauntlet_shape()
    #expect(gauntlet_get_shape(handle, &shape) == GAUNTLET_BAD_HANDLE)
  }

  @Test func successorInTheSamePlaceIsAnotherHandle() {
    let first = makeEnvironment("cart-pole-v1")
    gauntlet_close(first)
    // Other tests make handles too; the place comes back within as many as are ever open at once.
    var opened: [gauntlet_handle] = []
    defer { for handle in opened { gauntlet_close(handle) } }
    repeat { opened.append(makeEnvironment("cart-pole-v1")) } while opened.last! & 0xFFFF_FFFF != first & 0xFFFF_FFFF && opened.count < 1000
    #expect(opened.last! & 0xFFFF_FFFF == first & 0xFFFF_FFFF)
    #expect(opened.last! != first)
    #expect(gauntlet_step(first) == GAUNTLET_BAD_HANDLE)
    #expect(gauntlet_step(opened.last!) == GAUNTLET_NOT_BOUND)
  }

  @Test(arguments: [0, 1, 65_536, 65_537, 1 << 32, 0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 1 << 63] as [UInt64])
  func numbersAreNoHandles(_ handle: UInt64) {
    #expect(gauntlet_step(handle) == GAUNTLET_BAD_HANDLE)
    #expect(gauntlet_close(handle) == GAUNTLET_BAD_HANDLE)
  }

  @Test func handlesOfAnotherKindAreRefused() {
    var table: gauntlet_handle = 0
    #expect(gauntlet_make_table("cliff-walk-v1", &table) == GAUNTLET_OK)
    let environment = makeEnvironment("cart-pole-v1")
    let (batch, _) = makeBatch("cart-pole-v1")
    defer { for handle in [table, environment, batch] { gauntlet_close(handle) } }
    #expect(gauntlet_step(table) == GAUNTLET_BAD_HANDLE)
    #expect(gauntlet_reset(table, 1) == GAUNTLET_BAD_HANDLE)
    #expect(lastError.contains("pass a batch or an environment"))
    var counts = gauntlet_table_counts()
    counts.size = UInt64(MemoryLayout<gauntlet_table_counts>.size)
    #expect(gauntlet_get_table_counts(environment, &counts) == GAUNTLET_BAD_HANDLE)
    var clone: gauntlet_handle = 0
    #expect(gauntlet_clone(batch, &clone) == GAUNTLET_BAD_HANDLE)
    #expect(lastError.contains("pass an environment"))
  }

  @Test func secondThreadIsTurnedAway() throws {
    let environment = makeEnvironment("acrobot-v1")
    defer { gauntlet_close(environment) }
    let offered = bind(environment)
    #expect(gauntlet_reset(environment, 1) == GAUNTLET_OK)
    _ = offered
    let isDone = Flag()
    let drawer = Thread {
      var pixels = [UInt8](repeating: 0, count: 2000 * 2000 * 4)
      while !isDone.isSet {
        _ = gauntlet_render(environment, 2000, 2000, 4, &pixels, UInt64(pixels.count))
      }
      isDone.acknowledge()
    }
    drawer.start()
    var statuses: Set<gauntlet_status> = []
    let deadline = Date().addingTimeInterval(60)
    while !statuses.contains(GAUNTLET_BUSY), Date() < deadline { statuses.insert(gauntlet_step(environment)) }
    let message = lastError
    isDone.set()
    #expect(statuses.contains(GAUNTLET_BUSY))
    #expect(message.contains("another thread"))
    #expect(statuses.isSubset(of: [GAUNTLET_OK, GAUNTLET_BUSY, GAUNTLET_NEEDS_RESET]))
  }

  @Test func errorsBelongToTheirThread() {
    #expect(gauntlet_step(0) == GAUNTLET_BAD_HANDLE)
    let isDone = Flag()
    let other = Thread {
      #expect(gauntlet_last_status() == GAUNTLET_OK)
      #expect(lastError == "")
      isDone.acknowledge()
    }
    other.start()
    isDone.waitForAcknowledgement()
    #expect(gauntlet_last_status() == GAUNTLET_BAD_HANDLE)
    // Success leaves it as it is.
    #expect(gauntlet_close(makeEnvironment("cart-pole-v1")) == GAUNTLET_OK)
    #expect(gauntlet_last_status() == GAUNTLET_BAD_HANDLE)
  }
}

/// A flag between two threads.
final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private let acknowledged = DispatchSemaphore(value: 0)
  private var value = false

  var isSet: Bool { lock.withLock { value } }

  /// Sets the flag and waits until the other thread has seen it.
  func set() {
    lock.withLock { value = true }
    waitForAcknowledgement()
  }

  func acknowledge() { acknowledged.signal() }
  func waitForAcknowledgement() { acknowledged.wait() }
}
