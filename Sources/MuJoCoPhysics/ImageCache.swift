/// Images of models under the parameter rows met last, so that lanes with parameters of their own take turns
/// without compiling or computing anything again.
///
/// A table with open addressing that grows as rows are met. At `limit` images it is emptied: rows still in use come
/// back at their next turn.
final class ImageCache {
  private static let blockSize = 64
  /// Memory that images may take, bytes.
  private static let memory = 64 << 20

  private let keyWidth: Int
  /// Of a key and its image, in doubles.
  private let stride: Int
  private let limit: Int
  private var count = 0
  /// Entries, `blockSize` to a block.
  private var blocks: [UnsafeMutablePointer<Double>] = []
  /// Numbers of entries by hash; -1 where there is none. A power of two, less than half full.
  private var table: UnsafeMutableBufferPointer<Int32>

  init(keyWidth: Int, imageBytes: Int) {
    self.keyWidth = keyWidth
    stride = keyWidth + (imageBytes + 7) / 8
    limit = max(Self.memory / (8 * stride), 256)
    table = .allocate(capacity: 256)
    table.initialize(repeating: -1)
  }

  deinit {
    for block in blocks { block.deallocate() }
    table.deallocate()
  }

  /// The image of `key`, if it is there.
  func image(of key: UnsafePointer<Double>) -> UnsafeRawPointer? {
    let number = table[place(of: key)]
    return number < 0 ? nil : UnsafeRawPointer(entry(Int(number)) + keyWidth)
  }

  /// Room for the image of `key`, which is not there yet.
  func makeRoom(for key: UnsafePointer<Double>) -> UnsafeMutableRawPointer {
    if count == limit {
      table.update(repeating: -1)
      count = 0
    }
    if 2 * (count + 1) > table.count { grow() }
    if count == blocks.count * Self.blockSize {
      blocks.append(.allocate(capacity: Self.blockSize * stride))
    }
    let own = entry(count)
    own.update(from: key, count: keyWidth)
    table[place(of: key)] = Int32(count)
    count += 1
    return UnsafeMutableRawPointer(own + keyWidth)
  }

  private func entry(_ number: Int) -> UnsafeMutablePointer<Double> {
    blocks[number / Self.blockSize] + number % Self.blockSize * stride
  }

  private func grow() {
    let size = 2 * table.count
    table.deallocate()
    table = .allocate(capacity: size)
    table.initialize(repeating: -1)
    for number in 0..<count { table[place(of: entry(number))] = Int32(number) }
  }

  /// Where `key` stands in the table, or would.
  private func place(of key: UnsafePointer<Double>) -> Int {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: hash(key)) & mask
    while table[place] >= 0 && !equal(entry(Int(table[place])), key) { place = (place + 1) & mask }
    return place
  }

  private func equal(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Bool {
    for index in 0..<keyWidth where a[index].bitPattern != b[index].bitPattern { return false }
    return true
  }

  /// FNV-1a over the words, folded.
  private func hash(_ key: UnsafePointer<Double>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<keyWidth { hash = (hash ^ key[index].bitPattern) &* 0x0000_0100_0000_01B3 }
    hash ^= hash >> 32
    return hash ^ hash >> 17
  }
}
