import Gauntlet

/// What a call costs: few lanes, where the step itself is nothing.
enum LatencySubject {
  static func report() throws {
    print("\nprocessor time per call, through the catalogue, random actions, auto-reset:")
    for count in [1, 8, 64] {
      var line = "  N = \(count):"
      for recipe in ["cart-pole-v1", "pendulum-v1", "frozen-lake-v1"] {
        let batch = try CatalogueSubject.batch(recipe, count: count)
        line += "   \(recipe) \(fixed(try nanoseconds(batch), 1)) ns"
      }
      print(line)
    }
  }

  private static func nanoseconds<B: BatchEnvironment>(_ batch: B) throws -> Double {
    let storage = BatchStorage(for: batch)
    let actions = ActionRows(batch.actionDescription, batch.count)
    batch.reset(seed: 7, into: storage.columns)
    let calls = 20_000
    let times = alternate(
      rounds: 9, units: calls,
      [
        {
          for call in 0..<calls {
            actions[call].withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
          }
        }
      ])
    return median(times[0])
  }
}
