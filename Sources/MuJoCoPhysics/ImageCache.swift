/// Images of models under the parameter rows met last, so that lanes with parameters of their own take turns
/// without compiling or computing anything again.
///
/// Sets of four images by a hash of the row; memory grows with the sets in use, up to `setCount` of them.
struct ImageCache: ~Copyable {
  private static let setCount = 1024
  private static let ways = 4

  private let keyWidth: Int
  /// In whole numbers of doubles.
  private let imageWidth: Int
  /// Per set, allocated at its first use: four keys and images one after the other.
  private let sets: UnsafeMutableBufferPointer<UnsafeMutablePointer<Double>?>
  /// How many images each set has taken: which is filled, and whose turn it is to go.
  private let taken: UnsafeMutableBufferPointer<Int>

  init(keyWidth: Int, imageBytes: Int) {
    self.keyWidth = keyWidth
    imageWidth = (imageBytes + 7) / 8
    sets = .allocate(capacity: Self.setCount)
    sets.initialize(repeating: nil)
    taken = .allocate(capacity: Self.setCount)
    taken.initialize(repeating: 0)
  }

  deinit {
    for set in sets { set?.deallocate() }
    sets.deallocate()
    taken.deallocate()
  }

  /// The image of `key`, if it is there.
  func image(of key: UnsafePointer<Double>) -> UnsafeRawPointer? {
    let number = set(of: key)
    guard let start = sets[number] else { return nil }
    for way in 0..<min(taken[number], Self.ways) {
      let own = start + way * (keyWidth + imageWidth)
      if equal(own, key) { return UnsafeRawPointer(own + keyWidth) }
    }
    return nil
  }

  /// Room for the image of `key`, which is not there yet.
  func makeRoom(for key: UnsafePointer<Double>) -> UnsafeMutableRawPointer {
    let number = set(of: key)
    let stride = keyWidth + imageWidth
    let start = sets[number] ?? .allocate(capacity: Self.ways * stride)
    sets[number] = start
    let own = start + taken[number] % Self.ways * stride
    taken[number] += 1
    own.update(from: key, count: keyWidth)
    return UnsafeMutableRawPointer(own + keyWidth)
  }

  private func equal(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Bool {
    for index in 0..<keyWidth where a[index].bitPattern != b[index].bitPattern { return false }
    return true
  }

  /// FNV-1a over the words, folded.
  private func set(of key: UnsafePointer<Double>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<keyWidth { hash = (hash ^ key[index].bitPattern) &* 0x0000_0100_0000_01B3 }
    hash ^= hash >> 32
    return Int(truncatingIfNeeded: (hash ^ hash >> 13) % UInt64(Self.setCount))
  }
}
