import DecisionProcesses
import Testing

@Suite struct RowDescriptionTests {
  /// 0.7 is no float32: the nearest, 0.699999988..., lies below it, and the nearest of 0.1 above it.
  static func description(_ type: ElementType) -> RowDescription {
    RowDescription([ComponentDescription("a", 0.7, 1), ComponentDescription("b", -1, 0.1)], elementType: type)
  }

  @Test func boundsRoundOutwardsInSinglePrecision() throws {
    let lowest = Double(Float(0.7))
    let highest = Double(Float(0.1))
    #expect(lowest < 0.7 && highest > 0.1)
    let single = Self.description(.float32)
    #expect(single.firstViolation(in: [lowest, highest]) == nil)
    let below = Double(Float(0.7).nextDown)
    let first = try #require(single.firstViolation(in: [below, highest]))
    #expect(first.component == 0 && first.value == below)
    let above = Double(Float(0.1).nextUp)
    let second = try #require(single.firstViolation(in: [lowest, above]))
    #expect(second.component == 1 && second.value == above)
  }

  /// Where float32 rounds a bound inwards, the bound itself is still allowed.
  @Test func boundsNeverRoundInwards() {
    let single = RowDescription(
      [ComponentDescription("a", 0.1, 0.7)], elementType: .float32)
    #expect(Double(Float(0.1)) > 0.1 && Double(Float(0.7)) < 0.7)
    #expect(single.firstViolation(in: [0.1]) == nil)
    #expect(single.firstViolation(in: [0.7]) == nil)
    #expect(single.firstViolation(in: [(0.1).nextDown]) != nil)
    #expect(single.firstViolation(in: [(0.7).nextUp]) != nil)
  }

  @Test func doublePrecisionBoundsAreExact() {
    let double = Self.description(.float64)
    #expect(double.firstViolation(in: [0.7, 0.1]) == nil)
    #expect(double.firstViolation(in: [(0.7).nextDown, 0.1])?.component == 0)
    #expect(double.firstViolation(in: [0.7, (0.1).nextUp])?.component == 1)
  }

  @Test func unboundedComponentsStillWantFiniteNumbers() {
    let description = RowDescription([ComponentDescription("speed")])
    #expect(description.firstViolation(in: [1e300]) == nil)
    for value in [Double.infinity, -.infinity, .nan] {
      #expect(description.firstViolation(in: [value])?.component == 0)
    }
  }

  @Test func categories() {
    let kind = ComponentDescription("kind", categories: 3)
    #expect(kind.isCategorical)
    #expect(kind.lower == 0 && kind.upper == 2)
    for value in [0.0, 1, 2] { #expect(kind.contains(value)) }
    for value in [-1, 0.5, 3, .nan] { #expect(!kind.contains(value)) }
    #expect(!ComponentDescription("speed", 0, 2).isCategorical)
    #expect(ComponentDescription("speed", 0, 2).contains(0.5))
    #expect(RowDescription([kind, kind]).isCategorical)
    #expect(!RowDescription([kind, ComponentDescription("speed")]).isCategorical)
    #expect(RowDescription([kind, kind]).width == 2)
  }
}
