/// A row of fixed width that column kernels take apart without checks.
public protocol ColumnRow: RowConvertible {
  /// Number of components of every row of this type.
  static var width: Int { get }

  /// Reads lane `lane` of columns `stride` numbers apart, of which `columns` is the first: whole numbers (as
  /// `Int64`) for a category, doubles else.
  init(lane: Int, of columns: UnsafeMutablePointer<Double>, stride: Int)

  /// The component at `index`.
  func component(_ index: Int) -> Double
}

extension Vector: ColumnRow {
  @inlinable @inline(__always) public static var width: Int { n }

  @inlinable @inline(__always)
  public init(lane: Int, of columns: UnsafeMutablePointer<Double>, stride: Int) {
    storage = InlineArray(repeating: 0)
    for index in 0..<n { storage[index] = (columns + index * stride)[lane] }
  }

  @inlinable @inline(__always)
  public func component(_ index: Int) -> Double { storage[index] }
}

extension Int: ColumnRow {
  @inlinable @inline(__always) public static var width: Int { 1 }

  @inlinable @inline(__always)
  public init(lane: Int, of columns: UnsafeMutablePointer<Double>, stride: Int) {
    self = Int(UnsafeMutableRawPointer(columns).assumingMemoryBound(to: Int64.self)[lane])
  }

  @inlinable @inline(__always)
  public func component(_ index: Int) -> Double { Double(self) }
}

/// What an observation column may consist of: `Float` and `Double`.
public protocol ColumnNumber: BitwiseCopyable {
  /// The nearest number.
  init(_ value: Double)
}

extension Float: ColumnNumber {}
extension Double: ColumnNumber {}
