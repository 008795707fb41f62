import Testing
import UncertaintySets

@Suite struct FactorRectangularTests {
  private let values = [1.0, 2, 4]

  /// The vectors of the rows A (L1 0.4: 1.8) and (0, 0.6, 0.4) around it, mixed by the features.
  @Test func mixesTheFactorsWorstCases() throws {
    let set = try L1Ball(radius: 0.4, support: .all)
    let factors = [[0.2, 0.5, 0.3], [0, 0.6, 0.4]]
    let mixture = try FactorRectangular(factors: factors, set: set)
    var worst = [0.0, 0.0]
    var kernels = [Double](repeating: 0, count: 6)
    var workspace = SetWorkspace(capacity: 3)
    var worstSpan = worst.mutableSpan
    var kernelSpan = kernels.mutableSpan
    mixture.worstCases(of: values.span, into: &worstSpan, kernels: &kernelSpan, workspace: &workspace)
    // 0.2 of mass goes from value 4 to value 1: 2.4 - 0.6 and 2.8 - 0.6.
    #expect(abs(worst[0] - 1.8) <= 1e-14 && abs(worst[1] - 2.2) <= 1e-14)
    let features = [0.25, 0.75]
    let value = mixture.value(features: features.span, worst: worst.span)
    #expect(abs(value - 2.1) <= 1e-14)
    for i in 0..<2 {
      let row = Array(kernels[(3 * i)..<(3 * i + 3)])
      let factor = factors[i]
      let isInside = set.contains(row.span, around: factor.span, tolerance: 1e-14)
      #expect(isInside)
      #expect(abs(zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } - worst[i]) <= 1e-14)
    }
  }

  @Test func refusesFactorsThatAreNoDistributions() throws {
    let set = try KLBall(radius: 0.1)
    #expect(throws: UncertaintySetError.self) { try FactorRectangular(factors: [], set: set) }
    #expect(throws: UncertaintySetError.self) {
      try FactorRectangular(factors: [[0.5, 0.5], [0.5, 0.4]], set: set)
    }
    #expect(throws: UncertaintySetError.self) {
      try FactorRectangular(factors: [[0.5, 0.5], [1]], set: set)
    }
  }
}
