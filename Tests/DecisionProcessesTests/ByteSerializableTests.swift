import DecisionProcesses
import Testing

@Suite struct ByteSerializableTests {
  /// Little-endian integers, IEEE 754 bit patterns, counted UTF-8.
  @Test func layout() {
    var writer = ByteWriter()
    writer.write(UInt32(0x0102_0304))
    writer.write(Int16(-2))
    writer.write(1.0)
    writer.write("é")
    writer.write([-2.0])
    let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    let minusTwo: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0xC0]
    #expect(
      writer.bytes == [4, 3, 2, 1, 0xFE, 0xFF] + one + [2, 0, 0, 0, 0xC3, 0xA9] + [1, 0, 0, 0] + minusTwo)
  }

  /// One value of every kind, in the order of `read`.
  static func sample() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(UInt8.max)
    writer.write(Int16.min)
    writer.write(UInt32.max)
    writer.write(Int64.min)
    writer.write(-0.0)
    writer.write("naïve ∂")
    writer.write([0.1, -.infinity])
    (-5).encode(into: &writer)
    2.5.encode(into: &writer)
    Vector<2>([3, 4]).encode(into: &writer)
    Clock(seed: 1, lane: 2, episode: 3, step: 4).encode(into: &writer)
    return writer.bytes
  }

  static func read(_ bytes: [UInt8]) throws(SnapshotError) -> ByteReader {
    var reader = ByteReader(bytes)
    let byte: UInt8 = try reader.readInteger()
    let short: Int16 = try reader.readInteger()
    let word: UInt32 = try reader.readInteger()
    let long: Int64 = try reader.readInteger()
    #expect(byte == .max && short == .min && word == .max && long == .min)
    #expect(try reader.readDouble().bitPattern == (-0.0).bitPattern)
    #expect(try reader.readText() == "naïve ∂")
    #expect(try reader.readDoubles() == [0.1, -.infinity])
    #expect(try Int(from: &reader) == -5)
    #expect(try Double(from: &reader) == 2.5)
    #expect(try Vector<2>(from: &reader) == Vector([3, 4]))
    #expect(try Clock(from: &reader) == Clock(seed: 1, lane: 2, episode: 3, step: 4))
    return reader
  }

  @Test func whatIsWrittenIsRead() throws { #expect(try Self.read(Self.sample()).isAtEnd) }

  @Test func everyTruncationIsAnError() {
    let bytes = Self.sample()
    for count in 0..<bytes.count {
      let error = #expect(throws: SnapshotError.self) { _ = try Self.read(Array(bytes.prefix(count))) }
      #expect(error.map { $0.offset <= count } == true, "\(count) bytes")
    }
  }

  @Test(arguments: [0x7FF8_0000_0000_1234, 0xFFF0_0000_0000_0001, 0x8000_0000_0000_0000] as [UInt64])
  func bitPatternsSurvive(_ pattern: UInt64) throws {
    var writer = ByteWriter()
    writer.write(Double(bitPattern: pattern))
    var reader = ByteReader(writer.bytes)
    #expect(try reader.readInteger(UInt64.self) == pattern)
  }

  /// A count is refused before memory is taken for it.
  @Test func countsBeyondTheBytes() {
    let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]
    var text = ByteReader(bytes)
    #expect(throws: SnapshotError("a text of 4294967295 bytes is cut off", offset: 0)) {
      _ = try text.readText()
    }
    var list = ByteReader(bytes)
    #expect(throws: SnapshotError("a list of 4294967295 numbers is cut off", offset: 0)) {
      _ = try list.readDoubles()
    }
  }

  @Test func textThatIsNotUTF8() {
    var reader = ByteReader([1, 0, 0, 0, 0xFF])
    #expect(throws: SnapshotError("a text is not UTF-8", offset: 4)) { _ = try reader.readText() }
    #expect("\(SnapshotError("broken", offset: 9))" == "snapshot, byte 9: broken")
  }
}
