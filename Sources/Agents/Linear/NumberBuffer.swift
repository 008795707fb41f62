/// Numbers at an address that does not move, freed with their owner: what backward passes work on.
struct NumberBuffer: ~Copyable, @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  init(_ count: Int, repeating value: Double = 0) {
    base = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Double {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  var array: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }

  func copy(from numbers: [Double]) {
    precondition(numbers.count == count, "\(numbers.count) numbers for a buffer of \(count)")
    for k in 0..<count { base[k] = numbers[k] }
  }
}
