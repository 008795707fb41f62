import DecisionProcesses
import RandomStreams
import Testing

@Suite struct SpaceTests {
  static let mixed = [
    ComponentDescription("bounded", -2, 6), ComponentDescription("above", 3),
    ComponentDescription("below", -.infinity, -1), ComponentDescription("free"),
  ]

  @Test func boxes() {
    let box = Box<2>(
      [ComponentDescription("a", -1, 1), ComponentDescription("b", 2, 5)], elementType: .float64)
    #expect(box.contains(Vector([1, 2])))
    #expect(!box.contains(Vector([(1.0).nextUp, 2])))
    #expect(!box.contains(Vector([0, 1.99])))
    #expect(!box.contains(Vector([.nan, 3])))
    #expect(box.zero == Vector([0, 2]))
    #expect(box.description.elementType == .float64)
    #expect(Box<1>([ComponentDescription("a", -3, -1)]).zero == Vector([-1]))
  }

  @Test func discrete() {
    let space = Discrete(4, name: "direction")
    #expect([-1, 0, 3, 4].map(space.contains) == [false, true, true, false])
    #expect(space.zero == 0)
    #expect(space.description.elementType == .int64)
    #expect(space.description.components == [ComponentDescription("direction", categories: 4)])
    var stream = RandomStream(seed: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 { counts[space.sample(using: &stream)] += 1 }
    // Four standard deviations of a binomial count with p = 1/4: 4 sqrt(4000 * 3/16) = 109.5.
    for count in counts { #expect(abs(count - 1000) <= 109) }
  }

  @Test func rowSpaces() {
    let space = RowSpace(
      RowDescription([ComponentDescription("kind", categories: 3), ComponentDescription("speed", 1, 2)]))
    #expect(space.contains([2, 1.5]))
    #expect(!space.contains([2]))
    #expect(!space.contains([2, 1.5, 0]))
    #expect(!space.contains([1.5, 1.5]))
    #expect(!space.contains([2, 2.5]))
    #expect(space.zero == [0, 1])
  }

  /// Uniform, lower + Exp(1), upper - Exp(1) and N(0, 1): support and means.
  @Test func boxSamples() {
    let box = Box<4>(Self.mixed)
    var stream = RandomStream(seed: 2)
    var sums = Vector<4>.zero
    let draws = 4000
    for _ in 0..<draws {
      let sample = box.sample(using: &stream)
      #expect(box.contains(sample))
      for index in 0..<4 { sums[index] += sample[index] / Double(draws) }
    }
    // Four standard errors: the deviations are 8/sqrt(12), 1, 1 and 1.
    let error = 4 / Double(draws).squareRoot()
    #expect(abs(sums[0] - 2) < error * 8 / 12.squareRoot())
    #expect(abs(sums[1] - 4) < error)
    #expect(abs(sums[2] + 2) < error)
    #expect(abs(sums[3]) < error)
  }

  /// A row space of the same description draws the same numbers, at once or one by one.
  @Test func rowSamples() {
    let description = RowDescription(Self.mixed + [ComponentDescription("kind", categories: 5)])
    let space = RowSpace(description)
    var stream = RandomStream(seed: 3)
    var again = RandomStream(seed: 3)
    var box = RandomStream(seed: 3)
    let first = space.sample(using: &stream)
    #expect(first.values == (0..<5).map { space.sampleComponent($0, using: &again) })
    #expect(Array(first.values.prefix(4)) == Box<4>(Self.mixed).sample(using: &box).components)
    for _ in 0..<200 { #expect(space.contains(space.sample(using: &stream))) }
  }

  /// The width of the widest interval is not a Double; its draws are.
  @Test func widestInterval() {
    let most = Double.greatestFiniteMagnitude
    let box = Box<1>([ComponentDescription("a", -most, most)], elementType: .float64)
    var stream = RandomStream(seed: 4)
    let samples = (0..<100).map { _ in box.sample(using: &stream) }
    #expect(samples.allSatisfy(box.contains))
  }

  @Test func samplesDependOnTheStreamOnly() {
    let box = Box<4>(Self.mixed)
    var stream = RandomStream(seed: 5)
    var same = RandomStream(seed: 5)
    var other = RandomStream(seed: 6)
    let sample = box.sample(using: &stream)
    #expect(sample == box.sample(using: &same))
    #expect(sample != box.sample(using: &other))
    #expect(sample != box.sample(using: &stream))
  }
}
