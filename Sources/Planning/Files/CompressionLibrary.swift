#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's zlib, opened when a compressed file is met: no header, flag or link is needed to build.
struct CompressionLibrary {
  private typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> OpaquePointer?
  private typealias Transfer = @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UInt32) -> Int32
  private typealias Close = @convention(c) (OpaquePointer) -> Int32
  private typealias Explain =
    @convention(c) (OpaquePointer, UnsafeMutablePointer<Int32>) -> UnsafePointer<CChar>?

  private let open: Open
  private let read: Transfer
  private let write: Transfer
  private let close: Close
  private let explain: Explain

  init() throws(PlanningError) {
    var handle: UnsafeMutableRawPointer?
    for name in ["libz.so.1", "libz.so", "libz.dylib"] where handle == nil {
      handle = dlopen(name, RTLD_NOW | RTLD_LOCAL)
    }
    func symbol<T>(_ name: String, as type: T.Type) -> T? {
      guard let handle, let address = dlsym(handle, name) else { return nil }
      return unsafeBitCast(address, to: type)
    }
    guard
      let open = symbol("gzopen", as: Open.self), let read = symbol("gzread", as: Transfer.self),
      let write = symbol("gzwrite", as: Transfer.self), let close = symbol("gzclose", as: Close.self),
      let explain = symbol("gzerror", as: Explain.self)
    else {
      throw PlanningError(
        "compressed files need the library zlib (libz.so.1), which is missing; install it or unpack the file",
        kind: .unavailable)
    }
    self.open = open
    self.read = read
    self.write = write
    self.close = close
    self.explain = explain
  }

  /// The unpacked content of the file at `path`, checked against its checksum. O(bytes).
  func content(of path: String) throws(PlanningError) -> [UInt8] {
    guard let file = open(path, "rb") else { throw PlanningError("cannot read '\(path)'") }
    var content: [UInt8] = []
    let chunk = 1 << 18
    var fault: String?
    while true {
      let start = content.count
      var received: Int32 = 0
      content.append(contentsOf: repeatElement(0, count: chunk))
      content.withUnsafeMutableBytes { received = read(file, $0.baseAddress! + start, UInt32(chunk)) }
      content.removeLast(chunk - max(0, Int(received)))
      if received <= 0 {
        var code: Int32 = 0
        let words = explain(file, &code)
        if code < 0 || received < 0 { fault = words.map { String(cString: $0) } ?? "error \(code)" }
        break
      }
    }
    let status = close(file)
    if fault != nil || status != 0 {
      throw PlanningError(
        "'\(path)' is not intact gzip data (\(fault ?? "status \(status)")); fetch or pack it again")
    }
    return content
  }

  /// Writes `content`, packed, to `path`. O(bytes).
  func save(_ content: [UInt8], to path: String) throws(PlanningError) {
    guard let file = open(path, "wb") else { throw PlanningError("cannot write '\(path)'") }
    var written = 0
    var copy = content
    copy.withUnsafeMutableBytes { bytes in
      while written < bytes.count {
        let count = min(bytes.count - written, 1 << 24)
        let status = write(file, bytes.baseAddress! + written, UInt32(count))
        if status <= 0 { break }
        written += Int(status)
      }
    }
    guard close(file) == 0, written == content.count else {
      throw PlanningError("writing '\(path)' failed after \(written) bytes")
    }
  }
}
