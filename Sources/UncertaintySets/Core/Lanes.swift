/// Four numbers side by side, for passes over rows that have no branch to mispredict.
typealias Lanes = SIMD4<Double>

extension SIMD4<Double> {
  /// The four numbers at `address`.
  @inline(__always)
  init(_ address: UnsafePointer<Double>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: Self.self)
  }

  /// The numbers where `mask` is set, 0 elsewhere.
  @inline(__always)
  func kept(where mask: SIMDMask<SIMD4<Int64>>) -> Self {
    let bits = unsafeBitCast(self, to: SIMD4<Int64>.self) & unsafeBitCast(mask, to: SIMD4<Int64>.self)
    return unsafeBitCast(bits, to: Self.self)
  }

  /// Writes the four numbers to `address`.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Self.self)
  }

  /// The sum, always in this order.
  @inline(__always)
  var total: Double { (x + z) + (y + w) }

  /// The smaller number of each pair.
  @inline(__always)
  func least(_ other: Self) -> Self {
    Self(
      x < other.x ? x : other.x, y < other.y ? y : other.y, z < other.z ? z : other.z,
      w < other.w ? w : other.w)
  }

  /// The greater number of each pair.
  @inline(__always)
  func greatest(_ other: Self) -> Self {
    Self(
      x > other.x ? x : other.x, y > other.y ? y : other.y, z > other.z ? z : other.z,
      w > other.w ? w : other.w)
  }

  @inline(__always)
  var leastOfAll: Double {
    let (a, b) = (x < y ? x : y, z < w ? z : w)
    return a < b ? a : b
  }

  @inline(__always)
  var greatestOfAll: Double {
    let (a, b) = (x > y ? x : y, z > w ? z : w)
    return a > b ? a : b
  }
}

/// The least multiple of four that holds `count` numbers.
@inline(__always)
func paddedCount(_ count: Int) -> Int { (count &+ 3) & ~3 }

/// The least value among outcomes that may receive mass; infinite where none may. O(n).
@inline(__always)
func leastValue(
  _ v: UnsafePointer<Double>, _ p: UnsafePointer<Double>, count: Int, _ support: Support
) -> Double {
  let infinite = Lanes(repeating: .infinity)
  let zero = Lanes(repeating: 0)
  var least = infinite
  var i = 0
  if support == .all {
    while i &+ 4 <= count {
      least = Lanes(v + i).least(least)
      i &+= 4
    }
  } else {
    while i &+ 4 <= count {
      // Infinity is added to what must not count.
      least = (Lanes(v + i) + infinite.kept(where: Lanes(p + i) .<= zero)).least(least)
      i &+= 4
    }
  }
  var result = least.leastOfAll
  while i < count {
    if v[i] < result && support.admits(p[i]) { result = v[i] }
    i &+= 1
  }
  return result
}

/// The greatest value. O(n).
@inline(__always)
func greatestValue(_ v: UnsafePointer<Double>, count: Int) -> Double {
  var greatest = Lanes(repeating: -.infinity)
  var i = 0
  while i &+ 4 <= count {
    greatest = Lanes(v + i).greatest(greatest)
    i &+= 4
  }
  var result = greatest.greatestOfAll
  while i < count {
    result = v[i] > result ? v[i] : result
    i &+= 1
  }
  return result
}
