import RandomStreams
import Testing
import UncertaintySets

private let sizes = [0, 1e-9, 0.001, 0.01, 0.1, 0.3, 0.7, 1]

/// What holds for every set around every row.
@Suite struct LawTests {
  private static let instances =
    RecordedProblems.Instance.degenerate + RecordedProblems.shared.instances.prefix(300)

  @Test(arguments: SetFamily.all) func sizeZeroIsNominal(_ family: SetFamily) throws {
    for instance in Self.instances {
      let found = try family.make(0, instance).worstCase(of: instance.values, around: instance.nominal)
      #expect(abs(found.value - instance.mean) <= 1e-14 * instance.magnitude, "\(instance)")
      #expect(zip(found.kernel, instance.nominal).allSatisfy { abs($0 - $1) <= 1e-14 }, "\(instance)")
    }
  }

  @Test(arguments: SetFamily.all) func worstCaseIsInsideAndBelowNominal(_ family: SetFamily) throws {
    for instance in Self.instances {
      let noise = 1e-13 * instance.magnitude
      for size in sizes {
        let set = try family.make(size, instance)
        let found = try set.worstCase(of: instance.values, around: instance.nominal)
        let isInside = set.contains(found.kernel.span, around: instance.nominal.span, tolerance: 1e-11)
        #expect(isInside, "size \(size), \(instance): \(found.kernel)")
        let expectation = zip(found.kernel, instance.values).reduce(0) { $0 + $1.0 * $1.1 }
        if family.isPenalty {
          #expect(expectation <= found.value + noise, "size \(size), \(instance)")
        } else {
          #expect(abs(expectation - found.value) <= noise, "size \(size), \(instance)")
        }
        #expect(found.value <= instance.mean + noise, "size \(size), \(instance)")
      }
    }
  }

  @Test(arguments: SetFamily.all) func largerSetsAreNoBetter(_ family: SetFamily) throws {
    for instance in Self.instances {
      var previous = Double.infinity
      for size in sizes {
        let found = try family.make(size, instance)
          .worstCase(of: instance.values, around: instance.nominal).value
        #expect(found <= previous + 1e-13 * instance.magnitude, "size \(size), \(instance)")
        previous = found
      }
    }
  }

  @Test(arguments: SetFamily.all) func bestCaseMirrorsWorstCase(_ family: SetFamily) throws {
    for instance in Self.instances {
      let set = try family.make(0.2, instance)
      let best = try set.bestCase(of: instance.values, around: instance.nominal)
      let mirrored = try set.worstCase(of: instance.values.map(-), around: instance.nominal)
      #expect(best.value == -mirrored.value && best.kernel == mirrored.kernel, "\(instance)")
      #expect(best.value >= instance.mean - 1e-13 * instance.magnitude, "\(instance)")
    }
  }

  @Test(arguments: SetFamily.all) func samplesAndPulledRowsLieInside(_ family: SetFamily) throws {
    var stream = RandomStream(seed: 5, purpose: .nature)
    for instance in Self.instances.prefix(120) {
      let set = try family.make(0.2, instance)
      let count = instance.nominal.count
      var workspace = SetWorkspace(capacity: count)
      var row = [Double](repeating: 0, count: count)
      let worst = try set.worstCase(of: instance.values, around: instance.nominal).value
      for _ in 0..<5 {
        var span = row.mutableSpan
        set.sample(around: instance.nominal.span, into: &span, workspace: &workspace, using: &stream)
        let isInside = set.contains(row.span, around: instance.nominal.span, tolerance: 1e-11)
        #expect(isInside, "\(instance): sample \(row)")
        let expectation = zip(row, instance.values).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(family.isPenalty || expectation >= worst - 1e-13 * instance.magnitude, "\(instance)")
      }
      // Any distribution on the admitted outcomes, pulled into the set.
      for index in row.indices { row[index] = set.support == .all || instance.nominal[index] > 0 ? 1 : 0 }
      for index in row.indices where row[index] > 0 { row[index] = stream.uniform() + 1e-3 }
      let sum = row.reduce(0, +)
      for index in row.indices { row[index] /= sum }
      var span = row.mutableSpan
      set.pull(&span, to: instance.nominal.span, workspace: &workspace)
      let isInside = set.contains(row.span, around: instance.nominal.span, tolerance: 1e-11)
      #expect(isInside, "\(instance): pulled \(row)")
    }
  }

  @Test(arguments: SetFamily.all) func restrictionToAllOutcomesChangesNothing(_ family: SetFamily) throws {
    for instance in Self.instances.prefix(60) {
      let set = try family.make(0.2, instance)
      let order = Array(instance.nominal.indices.reversed())
      let found = try set.worstCase(of: instance.values, around: instance.nominal).value
      let turned = try set.restricted(to: order)
        .worstCase(of: order.map { instance.values[$0] }, around: order.map { instance.nominal[$0] }).value
      #expect(abs(found - turned) <= 1e-13 * instance.magnitude, "\(instance)")
    }
  }
}
