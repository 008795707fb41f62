import RandomStreams
import Testing
import UncertaintySets

/// Workspaces in the caller's memory, and distances of sets.
@Suite struct WorkspaceTests {
  /// What a borrowed workspace works in changes no bit.
  @Test func borrowedMemoryGivesTheSameBits() throws {
    for family in SetFamily.all {
      for instance in RecordedProblems.shared.instances.prefix(40) {
        let set = try family.make(0.2, instance)
        let own = try set.worstCase(of: instance.values, around: instance.nominal)
        let count = instance.nominal.count
        // Whatever the memory held before.
        var memory = [Double](repeating: .nan, count: SetWorkspace.size(capacity: count))
        var kernel = [Double](repeating: .nan, count: count)
        let value = memory.withUnsafeMutableBufferPointer { memory in
          SetWorkspace.borrowing(memory, capacity: count) { workspace in
            var span = kernel.mutableSpan
            return set.worstCase(
              of: instance.values.span, around: instance.nominal.span, into: &span, workspace: &workspace)
          }
        }
        #expect(value == own.value && kernel == own.kernel, "\(family.name), \(instance)")
      }
    }
  }

  /// Almost all mass on one outcome: what is left of the other is below an ulp of its nominal probability,
  /// and must not hide how far the row is. KL is log 2 to within 1e-18.
  @Test func divergenceOfARowNearACorner() throws {
    let (row, nominal) = ([1e-20, 1], [0.5, 0.5])
    let set = try KLBall(radius: 0.6)
    let found = set.distance(of: row.span, from: nominal.span)
    #expect(abs(found - 0.6931471805599453) < 1e-15)
    let isInside = set.contains(row.span, around: nominal.span, tolerance: 1e-9)
    #expect(!isInside)
  }

  /// Members of a ball are no further than its radius; sets that are no balls measure in L1.
  @Test func distancesAgreeWithMembership() throws {
    let nominal = [0.2, 0.5, 0.3]
    let row = [0.3, 0.5, 0.2]
    let sets: [(any UncertaintySet, Double)] = [
      (try L1Ball(radius: 1, support: .all), 0.2), (try TotalVariationBall(radius: 1, support: .all), 0.1),
      (try LInfinityBall(radius: 1, support: .all), 0.1),
      (try ContaminationSet(share: 0.5, support: .all), 0.2), (try CVaRSet(level: 0.5), 0.2),
      (try ChiSquareBall(radius: 1), 0.01 / 0.2 + 0.01 / 0.3),
      // 0.3 log 1.5 + 0.2 log (2/3), by hand.
      (try KLBall(radius: 1), 0.1 * 0.4054651081081644),
    ]
    for (set, expected) in sets {
      let found = set.distance(of: row.span, from: nominal.span)
      #expect(abs(found - expected) < 1e-15, "\(type(of: set))")
    }
  }
}
