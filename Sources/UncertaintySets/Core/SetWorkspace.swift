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
  private let ownsMemory: Bool

  /// Memory for rows of up to `capacity` outcomes.
  ///
  /// - Precondition: 1 <= capacity < 2^31.
  public init(capacity: Int) {
    precondition(
      capacity >= 1 && capacity <= Int(Int32.max), "SetWorkspace(capacity: \(capacity)): 1 to 2^31 - 1")
    self.init(
      capacity: capacity, numbers: .allocate(capacity: 5 * paddedCount(capacity)),
      order: .allocate(capacity: capacity), ownsMemory: true)
  }

  private init(
    capacity: Int, numbers: UnsafeMutablePointer<Double>, order: UnsafeMutablePointer<Int32>,
    ownsMemory: Bool
  ) {
    self.capacity = capacity
    self.ownsMemory = ownsMemory
    self.order = order
    order.initialize(repeating: 0, count: capacity)
    first = numbers
    let length = paddedCount(capacity)
    first.initialize(repeating: 0, count: 5 * length)
    second = first + length
    third = second + length
    signed = third + length
    other = signed + length
  }

  deinit {
    guard ownsMemory else { return }
    order.deallocate()
    first.deallocate()
  }

  /// Numbers that a workspace of `capacity` takes in `borrowing(_:capacity:_:)`.
  public static func size(capacity: Int) -> Int {
    5 * paddedCount(capacity) + (capacity + 1) / 2
  }

  /// Gives `body` a workspace in the caller's memory, the stack say; allocates nothing.
  ///
  /// - Precondition: 1 <= capacity < 2^31, and `memory` holds `size(capacity:)` numbers.
  public static func borrowing<Result>(
    _ memory: UnsafeMutableBufferPointer<Double>, capacity: Int,
    _ body: (inout SetWorkspace) -> Result
  ) -> Result {
    precondition(
      capacity >= 1 && capacity <= Int(Int32.max) && memory.count >= size(capacity: capacity),
      "a SetWorkspace of capacity \(capacity) in \(memory.count) numbers")
    let numbers = memory.baseAddress.unsafelyUnwrapped
    let order = UnsafeMutableRawPointer(numbers + 5 * paddedCount(capacity))
      .bindMemory(to: Int32.self, capacity: capacity)
    var workspace = SetWorkspace(
      capacity: capacity, numbers: numbers, order: order, ownsMemory: false)
    return body(&workspace)
  }

  /// Traps for a row that does not fit.
  @inline(__always)
  func admit(_ count: Int) {
    precondition(
      count >= 1 && count <= capacity, "a row of \(count) outcomes in a SetWorkspace of capacity \(capacity)")
  }
}
