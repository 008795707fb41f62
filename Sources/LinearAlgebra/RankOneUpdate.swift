/// The loops of `RidgeMatrix` over its storage.
///
/// Products are taken as w (phi_i phi_j): multiplication commutes to the last bit, so the halves stay equal
/// while whole rows are written, four numbers at once. Indices cannot overflow:
/// storage of that size is there.
@usableFromInline
enum RankOneUpdate {
  @usableFromInline typealias Numbers = UnsafeMutablePointer<Double>

  /// Gives w phi^T Lambda^-1 phi, or NaN without a change where the update cannot be made this way.
  @inlinable
  static func add(
    _ features: UnsafePointer<Double>, weight: Double, to storage: Numbers, order n: Int
  ) -> Double {
    let size = n &* n
    let (correction, inverse, limits) = (storage + size, storage + 2 &* size, storage + 4 &* size)
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
    var (sum, errors) = (storage, correction)
    for i in 0..<n {
      if features[i] != 0 { add(weight, features[i], features, to: sum, errors, count: n) }
      sum += n
      errors += n
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
    let (correction, inverse, limits) = (storage + size, storage + 2 &* size, storage + 4 &* size)
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
      for j in 0..<count {
        let place = index(indices, i) &* n &+ index(indices, j)
        add(weight * (values[i] * values[j]), to: &storage[place], &correction[place])
      }
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

  /// inverse -= factor image image^T.
  @inlinable @inline(__always)
  static func subtract(_ factor: Double, _ image: Numbers, from inverse: Numbers, order n: Int) {
    var row = inverse
    for i in 0..<n {
      let entry = image[i]
      if entry != 0 {
        var j = 0
        while j &+ 4 <= n {
          store(load(row + j) - factor * (entry * load(image + j)), row + j)
          j &+= 4
        }
        while j < n {
          row[j] -= factor * (entry * image[j])
          j &+= 1
        }
      }
      row += n
    }
  }

  /// sum += weight (entry row), with what rounding takes away added to `errors`.
  @inlinable @inline(__always)
  static func add(
    _ weight: Double, _ entry: Double, _ row: UnsafePointer<Double>, to sum: Numbers, _ errors: Numbers,
    count: Int
  ) {
    var j = 0
    while j &+ 4 <= count {
      let (old, more) = (load(sum + j), weight * (entry * load(row + j)))
      let new = old + more
      let part = new - old
      store(load(errors + j) + ((old - (new - part)) + (more - part)), errors + j)
      store(new, sum + j)
      j &+= 4
    }
    while j < count {
      add(weight * (entry * row[j]), to: &sum[j], &errors[j])
      j &+= 1
    }
  }

  /// The rounding error of a sum is a number itself (D. Knuth, The Art of Computer Programming, volume 2,
  /// section 4.2.2, theorem B).
  @inlinable @inline(__always)
  static func add(_ more: Double, to sum: inout Double, _ error: inout Double) {
    let new = sum + more
    let part = new - sum
    error += (sum - (new - part)) + (more - part)
    sum = new
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
