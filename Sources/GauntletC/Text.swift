import CGauntlet

/// The caller's zero-terminated text.
///
/// - Throws: `Failure` for null, for more bytes than the limit, and for bytes that are not UTF-8.
func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Failure) -> String {
  guard let pointer else { throw .badArgument("\(name) is null; pass a text that ends with a zero byte") }
  let limit = Int(GAUNTLET_TEXT_LIMIT)
  var count = 0
  while count <= limit, pointer[count] != 0 { count += 1 }
  guard count <= limit else {
    throw Failure(
      GAUNTLET_TOO_LARGE, "\(name) has no zero byte within \(limit) bytes; end it with one or shorten it")
  }
  let bytes = UnsafeBufferPointer(
    start: UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self), count: count)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw .badArgument("\(name) is not UTF-8; encode it as UTF-8")
  }
  return text
}

/// Copies `text` and a zero byte into the caller's buffer; see the header on sizes.
func copy(
  _ text: String, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: UInt64,
  _ needed: UnsafeMutablePointer<UInt64>?
) throws(Failure) {
  try copy(Array(text.utf8) + [0], buffer, capacity, needed)
}

/// Copies `values` into the caller's buffer, of which `capacity` counts the elements.
func copy<T, Stored>(
  _ values: [T], _ buffer: UnsafeMutablePointer<Stored>?, _ capacity: UInt64,
  _ needed: UnsafeMutablePointer<UInt64>?
) throws(Failure) {
  let buffer = try aligned(buffer, "the buffer")
  if let needed = try aligned(needed, "'needed'") { needed.pointee = UInt64(values.count) }
  guard let buffer else {
    guard capacity == 0 else {
      throw .badArgument("the buffer is null and its capacity \(capacity); pass 0 to ask for the size")
    }
    guard needed != nil else {
      throw .badArgument("the buffer and 'needed' are both null; pass one of them")
    }
    return
  }
  guard capacity >= UInt64(values.count) else {
    throw Failure(
      GAUNTLET_TOO_SMALL, "the buffer holds \(capacity), \(values.count) are needed; pass a larger one")
  }
  values.withUnsafeBytes { bytes in
    if let source = bytes.baseAddress {
      UnsafeMutableRawPointer(buffer).copyMemory(from: source, byteCount: bytes.count)
    }
  }
}

/// `pointer` itself.
///
/// - Throws: `Failure` where it is not aligned to what it points to.
func aligned<T>(_ pointer: UnsafeMutablePointer<T>?, _ name: String) throws(Failure) -> UnsafeMutablePointer<T>? {
  try checkAlignment(UInt(bitPattern: pointer), MemoryLayout<T>.alignment, name)
  return pointer
}

/// `pointer` itself.
///
/// - Throws: `Failure` where it is null or not aligned to what it points to.
func required<T>(_ pointer: UnsafeMutablePointer<T>?, _ name: String) throws(Failure) -> UnsafeMutablePointer<T> {
  guard let pointer = try aligned(pointer, name) else { throw .badArgument("\(name) is null; pass its address") }
  return pointer
}

/// `pointer` itself.
///
/// - Throws: `Failure` where it is null or not aligned to what it points to.
func required<T>(_ pointer: UnsafePointer<T>?, _ name: String) throws(Failure) -> UnsafePointer<T> {
  guard let pointer else { throw .badArgument("\(name) is null; pass its address") }
  try checkAlignment(UInt(bitPattern: pointer), MemoryLayout<T>.alignment, name)
  return pointer
}

func checkAlignment(_ address: UInt, _ alignment: Int, _ name: String) throws(Failure) {
  guard address % UInt(alignment) == 0 else {
    throw .badArgument("\(name) lies at an address that is no multiple of \(alignment); align it")
  }
}

/// Checks the `size` that a structure begins with.
func checkSize<T>(_ size: UInt64, _ type: T.Type, _ name: String) throws(Failure) {
  guard size == UInt64(MemoryLayout<T>.size) else {
    throw .badArgument(
      "\(name).size is \(size), this library's is \(MemoryLayout<T>.size); set it to sizeof(\(name)), and "
        + "compile against the header that came with the library")
  }
}
