/// What a stream's draws are for: the fourth coordinate of a stream.
///
/// Draws for different purposes never share numbers, so adding a consumer shifts nobody else's luck.
public struct StreamPurpose: Hashable, Sendable {
  public let code: UInt32

  @inlinable
  public init(code: UInt32) { self.code = code }

  /// A purpose named by its owner, told apart from others of the same name by `ordinal`.
  ///
  /// The code is a 31-bit FNV-1a hash with the top bit set, so it never equals a built-in purpose.
  public init(named name: String, ordinal: UInt32 = 0) {
    var hash: UInt32 = 0x811C_9DC5
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      hash = (hash ^ ((ordinal >> shift) & 0xFF)) &* 0x0100_0193
    }
    self.code = hash | 0x8000_0000
  }

  /// Transitions of the process.
  @inlinable public static var dynamics: StreamPurpose { StreamPurpose(code: 0) }
  /// The first state of an episode.
  @inlinable public static var initialState: StreamPurpose { StreamPurpose(code: 1) }
  /// Randomness inside the observation function.
  @inlinable public static var observation: StreamPurpose { StreamPurpose(code: 2) }
  /// A policy's own draws.
  @inlinable public static var policy: StreamPurpose { StreamPurpose(code: 3) }
  /// Nature's choices inside an uncertainty set.
  @inlinable public static var nature: StreamPurpose { StreamPurpose(code: 4) }
  /// Construction of a random instance (Garnet, random constrained problems).
  @inlinable public static var instance: StreamPurpose { StreamPurpose(code: 5) }
}
