import CMuJoCo
import Synchronization

/// A compiled model from which threads borrow engines.
public final class PhysicsModel: Sendable {
  public let source: PhysicsSource
  private let resolved: ResolvedParameters
  private let idle: Mutex<[Lent]>

  /// An engine is used by whoever holds it alone.
  private struct Lent: @unchecked Sendable { let engine: PhysicsEngine }

  /// Compiles `source`.
  ///
  /// - Throws: `PhysicsError` where the engine is missing or of another version, or the model cannot be used.
  public init(_ source: PhysicsSource) throws(PhysicsError) {
    try PhysicsLibrary.require()
    let handle = try compile(source)
    do throws(PhysicsError) {
      resolved = try ResolvedParameters(source, in: handle)
    } catch {
      physics_delete(handle)
      throw error
    }
    self.source = source
    let engine = PhysicsEngine(handle, source, resolved)
    idle = Mutex([Lent(engine: engine)])
  }

  /// Lends an engine, made if all are in use.
  ///
  /// Its state, and which parameters are in force, are whatever the last borrower left.
  public func withEngine<Result>(_ body: (PhysicsEngine) -> Result) -> Result {
    let lent = idle.withLock { $0.popLast() } ?? Lent(engine: makeEngine())
    defer { idle.withLock { $0.append(lent) } }
    return body(lent.engine)
  }

  private func makeEngine() -> PhysicsEngine {
    // A copy of the nominal model; the first engine's may be under any parameters, so it is compiled again.
    do throws(PhysicsError) {
      return PhysicsEngine(try compile(source), source, resolved)
    } catch {
      preconditionFailure("another engine for \(source.file): \(error)")
    }
  }
}
