/// An environment that can be written to bytes and read back.
public protocol SnapshotEnvironment: Environment {
  /// Whether `step` may be called.
  var isRunning: Bool { get }

  /// The whole environment as bytes.
  func save() -> [UInt8]

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` for bytes that are cut off or belong to another environment.
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError)
}

extension Simulation: SnapshotEnvironment {}
