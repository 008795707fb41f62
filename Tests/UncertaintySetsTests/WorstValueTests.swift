import RandomStreams
import Testing
import UncertaintySets

/// A nominal row and what is kept for it from call to call.
struct KeptRow: ~Copyable {
  let nominal: [Double]
  var mark: Float
  var workspace: SetWorkspace

  init(_ nominal: [Double], mark: Float = 0) {
    self.nominal = nominal
    self.mark = mark
    workspace = SetWorkspace(capacity: nominal.count)
  }

  mutating func worstValue(
    _ set: some UncertaintySet, _ values: [Double], floor: Double = -.infinity
  ) -> Double {
    let nominal = nominal
    let expectation = zip(nominal, values).reduce(0) { $0 + $1.0 * $1.1 }
    return set.worstValue(
      of: values.span, around: nominal.span, expectation: expectation, floor: floor, mark: &mark,
      workspace: &workspace)
  }
}

/// Worst values alone are those of the worst cases, whatever was kept of earlier calls.
@Suite struct WorstValueTests {
  private static let instances =
    RecordedProblems.Instance.degenerate + RecordedProblems.shared.instances.prefix(120)
  private static let sizes = [0, 1e-9, 0.001, 0.01, 0.1, 0.3, 0.7, 1]

  /// From a row's first sight on, while its values wander.
  @Test(arguments: SetFamily.all) func followsTheWorstCase(_ family: SetFamily) throws {
    var stream = RandomStream(seed: 21, purpose: .instance)
    for instance in Self.instances {
      for size in Self.sizes {
        let set = try family.make(size, instance)
        var row = KeptRow(instance.nominal)
        var values = instance.values
        for step in [0, 0, 1e-12, 1e-6, 1e-3, 0.1, 1, 1e-3, 0] {
          for index in values.indices { values[index] += step * instance.span * stream.normal() }
          let expected = try set.worstCase(of: values, around: instance.nominal).value
          let found = row.worstValue(set, values)
          let magnitude = values.reduce(0) { max($0, abs($1)) }
          #expect(
            abs(found - expected) <= 1e-12 * magnitude,
            "size \(size), step \(step), \(instance): \(found) for \(expected)")
        }
      }
    }
  }

  /// What is kept may come from anywhere: the answer is the same, in bits where it depends on a cut alone.
  @Test(arguments: SetFamily.all) func marksDoNotMatter(_ family: SetFamily) throws {
    let isExact = !["kl", "evar", "wasserstein", "weighted", "likelihood"].contains {
      family.name.hasPrefix($0)
    }
    for instance in Self.instances {
      for size in [0.01, 0.3, 1] {
        let set = try family.make(size, instance)
        var fresh = KeptRow(instance.nominal)
        let expected = fresh.worstValue(set, instance.values)
        for mark: Float in [1, 2, 3, 7.5, 40, 1e6] {
          var row = KeptRow(instance.nominal, mark: mark)
          let found = row.worstValue(set, instance.values)
          let limit = isExact ? 0 : 1e-12 * instance.magnitude
          #expect(
            abs(found - expected) <= limit,
            "size \(size), mark \(mark), \(instance): \(found) for \(expected)")
        }
      }
    }
  }

  /// A floor above the value may cut the search short, but never hides a value above it.
  @Test(arguments: SetFamily.all) func floorsKeepTheirPromise(_ family: SetFamily) throws {
    for instance in Self.instances {
      let noise = 1e-12 * instance.magnitude
      for size in [0.01, 0.3, 1] {
        let set = try family.make(size, instance)
        let worst = try set.worstCase(of: instance.values, around: instance.nominal).value
        for share in [-0.5, -0.01, 0.01, 0.2, 0.5, 1, 2] {
          let floor = worst + share * instance.span
          var row = KeptRow(instance.nominal)
          let found = row.worstValue(set, instance.values, floor: floor)
          #expect(found >= worst - noise, "size \(size), share \(share), \(instance)")
          #expect(found <= max(floor, worst + noise), "size \(size), share \(share), \(instance)")
        }
      }
    }
  }

  /// Sets that do not depend on the nominal row say so; all others keep their worst case below it.
  @Test(arguments: SetFamily.all) func onlyIntervalsMayLeaveTheNominalRow(_ family: SetFamily) throws {
    let instance = RecordedProblems.shared.instances[0]
    #expect(try family.make(0.1, instance).holdsNominal == !family.name.hasPrefix("interval"))
    #expect(try FiniteRows(rows: [[1, 0]]).holdsNominal == false)
  }
}
