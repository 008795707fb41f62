/// Memory that worst cases work in, made once and used for any number of rows and sets, one at a time.
///
/// A solver keeps one per thread. What it holds between calls has no effect on results.
public struct SetWorkspace: ~Copyable, @unchecked Sendable {
  /// The longest row that it can serve.
  public let capacity: Int
  /// Outcomes in an order that selection arranges.
  let order: UnsafeMutablePointer<Int32>
  /// Scratch of the single algorithms, each of `capacity` numbers and up to three more.
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  let third: UnsafeMutablePointer<Double>
  /// Values of which the sign was changed or that were drawn; no algorithm writes here.
  let signed: UnsafeMutablePointer<Double>
  /// A second row beside the kernel; no algorithm writes here.
  let other: UnsafeMutablePointer<Double>

  /// Memory for rows of up to `capacity` outcomes.
  ///
  /// - Precondition: 1 <= capacity < 2^31.
  public init(capacity: Int) {
    precondition(
      capacity >= 1 && capacity <= Int(Int32.max), "SetWorkspace(capacity: \(capacity)): 1 to 2^31 - 1")
    self.capacity = capacity
    order = .allocate(capacity: capacity)
    order.initialize(repeating: 0, count: capacity)
    let length = paddedCount(capacity)
    first = .allocate(capacity: 5 * length)
    first.initialize(repeating: 0, count: 5 * length)
    second = first + length
    third = second + length
    signed = third + length
    other = signed + length
  }

  deinit {
    order.deallocate()
    first.deallocate()
  }

  /// Traps for a row that does not fit.
  @inline(__always)
  func admit(_ count: Int) {
    precondition(
      count >= 1 && count <= capacity, "a row of \(count) outcomes in a SetWorkspace of capacity \(capacity)")
  }
}
