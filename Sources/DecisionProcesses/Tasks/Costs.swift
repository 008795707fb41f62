/// The costs of one step: up to eight numbers stored in place, their count known at run time.
public struct Costs: Sendable, Equatable {
  /// The most cost channels that a task may have.
  @inlinable @inline(__always) public static var capacity: Int { 8 }

  /// Number of channels.
  public let count: Int
  @usableFromInline var storage: InlineArray<8, Double>

  /// No costs.
  @inlinable @inline(__always)
  public static var none: Costs { Costs(count: 0) }

  /// `count` zeros.
  ///
  /// - Precondition: `0 <= count <= Costs.capacity`.
  @inlinable @inline(__always)
  public init(count: Int) {
    precondition(count >= 0 && count <= 8, "a task has at most 8 cost channels")
    self.count = count
    storage = InlineArray(repeating: 0)
  }

  @inlinable @inline(__always)
  public init(_ first: Double) {
    self.init(count: 1)
    storage[0] = first
  }

  @inlinable @inline(__always)
  public init(_ first: Double, _ second: Double) {
    self.init(count: 2)
    storage[0] = first
    storage[1] = second
  }

  /// - Precondition: at most `Costs.capacity` values.
  public init(_ values: [Double]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { storage[index] = value }
  }

  @inlinable @inline(__always)
  public subscript(channel: Int) -> Double {
    get {
      precondition(channel >= 0 && channel < count, "no such cost channel")
      return storage[channel]
    }
    set {
      precondition(channel >= 0 && channel < count, "no such cost channel")
      storage[channel] = newValue
    }
  }

  /// Whether every cost is finite.
  @inlinable @inline(__always)
  public var isFinite: Bool {
    var sum = 0.0
    for index in 0..<8 { sum += storage[index] * 0 }
    return sum == 0
  }

  public var values: [Double] { (0..<count).map { storage[$0] } }

  /// Gives `body` the costs as a row to change in place.
  @inlinable @inline(__always)
  public mutating func withMutableRow(_ body: (inout MutableSpan<Double>) -> Void) {
    var span = storage.mutableSpan
    var active = span._mutatingExtracting(0..<count)
    body(&active)
  }

  @inlinable
  public static func == (a: Costs, b: Costs) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where a.storage[index] != b.storage[index] { return false }
    return true
  }
}
