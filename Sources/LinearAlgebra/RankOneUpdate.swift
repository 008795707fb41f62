/// The loops of `RidgeMatrix` over its storage.
///
/// Products are taken as w (phi_i phi_j): multiplication commutes to the last bit, so the halves stay equal while
/// whole rows are written, four numbers at once. Indices cannot overflow, and checking that they do not costs a
/// third of the time.
@usableFromInline
enum RankOneUpdate {
  @usableFromInline typealias Numbers = UnsafeMutablePointer<Double>

  /// Gives w phi^T Lambda^-1 phi, or NaN without a change where the update cannot be made this way.
  @inlinable
  static func add(
    _ features: UnsafePointer<Double>, weight: Double, to storage: Numbers, order n: Int
  ) -> Double {
    let size = n &* n
    let (inverse, limits) = (storage + size, storage + 3 &* size)
    let image = limits + n
    takeImage(image, of: inverse, order: n, count: n, { features[$0] }, { $0 })
    var (form, largest, place) = (0.0, 0.0, 0)
    for k in 0..<n {
      let feature = features[k]
      form += feature * image[k]
      largest = max(largest, storage[place] + weight * (feature * feature))
      place &+= n &+ 1
    }
    let rise = weight * form
    let factor = weight / (1 + rise)
    guard rise >= 0, rise < .infinity, largest < .infinity,
      keepsDigits(inverse, minus: factor, image, above: limits, order: n)
    else { return .nan }
    var row = storage
    for i in 0..<n {
      if features[i] != 0 { add(weight, features[i], features, to: row, count: n) }
      row += n
    }
    subtract(factor, image, from: inverse, order: n)
    return rise
  }

  /// The same for a phi that is 0 but at `indices`.
  @inlinable
  static func add(
    _ values: UnsafePointer<Double>, at indices: UnsafePointer<Int32>, count: Int, weight: Double,
    to storage: Numbers, order n: Int
  ) -> Double {
    let size = n &* n
    let (inverse, limits) = (storage + size, storage + 3 &* size)
    let image = limits + n
    takeImage(image, of: inverse, order: n, count: count, { values[$0] }, { index(indices, $0) })
    var (form, largest) = (0.0, 0.0)
    for k in 0..<count {
      let (value, place) = (values[k], index(indices, k))
      form += value * image[place]
      largest = max(largest, storage[place &* (n &+ 1)] + weight * (value * value))
    }
    let rise = weight * form
    let factor = weight / (1 + rise)
    guard rise >= 0, rise < .infinity, largest < .infinity,
      keepsDigits(inverse, minus: factor, image, above: limits, order: n)
    else { return .nan }
    for i in 0..<count where values[i] != 0 {
      let row = storage + index(indices, i) &* n
      for j in 0..<count { row[index(indices, j)] += weight * (values[i] * values[j]) }
    }
    subtract(factor, image, from: inverse, order: n)
    return rise
  }

  @inlinable @inline(__always)
  static func index(_ indices: UnsafePointer<Int32>, _ k: Int) -> Int {
    Int(truncatingIfNeeded: indices[k])
  }

  /// The sum of `feature(k)` times row `row(k)` of the inverse, whose rows are its columns.
  @inlinable @inline(__always)
  static func takeImage(
    _ image: Numbers, of inverse: Numbers, order n: Int, count: Int, _ feature: (Int) -> Double,
    _ row: (Int) -> Int
  ) {
    var j = 0
    while j &+ 4 <= n {
      var sum = SIMD4<Double>.zero
      for k in 0..<count where feature(k) != 0 { sum += feature(k) * load(inverse + (row(k) &* n &+ j)) }
      store(sum, image + j)
      j &+= 4
    }
    while j < n {
      var sum = 0.0
      for k in 0..<count where feature(k) != 0 { sum += feature(k) * inverse[row(k) &* n &+ j] }
      image[j] = sum
      j &+= 1
    }
  }

  /// Whether no diagonal entry of the inverse would fall below its limit.
  @inlinable @inline(__always)
  static func keepsDigits(
    _ inverse: Numbers, minus factor: Double, _ image: Numbers, above limits: Numbers, order n: Int
  ) -> Bool {
    var (isKept, place) = (true, 0)
    for i in 0..<n {
      if !(inverse[place] - factor * (image[i] * image[i]) >= limits[i]) { isKept = false }
      place &+= n &+ 1
    }
    return isKept
  }

  @inlinable @inline(__always)
  static func subtract(_ factor: Double, _ image: Numbers, from inverse: Numbers, order n: Int) {
    var row = inverse
    for i in 0..<n {
      if image[i] != 0 { add(-factor, image[i], image, to: row, count: n) }
      row += n
    }
  }

  /// target += weight (entry row).
  @inlinable @inline(__always)
  static func add(
    _ weight: Double, _ entry: Double, _ row: UnsafePointer<Double>, to target: Numbers, count: Int
  ) {
    var j = 0
    while j &+ 4 <= count {
      store(load(target + j) + weight * (entry * load(row + j)), target + j)
      j &+= 4
    }
    while j < count {
      target[j] += weight * (entry * row[j])
      j &+= 1
    }
  }

  @inlinable @inline(__always)
  static func load(_ place: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inlinable @inline(__always)
  static func store(_ values: SIMD4<Double>, _ place: Numbers) {
    UnsafeMutableRawPointer(place).storeBytes(of: values, as: SIMD4<Double>.self)
  }
}
