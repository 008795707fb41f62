import RandomStreams
import Testing
import UncertaintySets

/// Boxes and lists of parameters.
@Suite struct ParameterSetTests {
  private func project<S: ParameterSet>(_ row: [Double], onto set: S) -> [Double] {
    var row = row
    var span = row.mutableSpan
    set.project(&span)
    return row
  }

  private func sample<S: ParameterSet>(_ set: S, using stream: inout RandomStream) -> [Double] {
    var row = [Double](repeating: .nan, count: set.width)
    var span = row.mutableSpan
    set.sample(into: &span, using: &stream)
    return row
  }

  @Test func boxes() throws {
    let box = try BoxSet(lower: [0, 2, -1], upper: [1, 2, 3])
    #expect(box.free == [0, 2])
    #expect(box.corners == [[0, 2, -1], [1, 2, -1], [0, 2, 3], [1, 2, 3]])
    let grid = box.grid(points: 3)
    #expect(grid.count == 9)
    #expect(grid[0] == [0, 2, -1] && grid[1] == [0.5, 2, -1])
    #expect(grid[4] == [0.5, 2, 1] && grid[8] == [1, 2, 3])
    #expect(project([2, 0, 0.5], onto: box) == [1, 2, 0.5])
    for row in grid + box.corners {
      let isInside = box.contains(row.span, tolerance: 0)
      #expect(isInside && project(row, onto: box) == row)
    }
    let outside = [0.5, 2.1, 0]
    let (isInside, isNear, isShort) = (
      box.contains(outside.span, tolerance: 0), box.contains(outside.span, tolerance: 0.2),
      box.contains(outside.span.extracting(0..<2), tolerance: 1)
    )
    #expect(!isInside && isNear && !isShort)
  }

  /// Means and variances of a uniform draw, at five standard errors.
  @Test func samplesAreUniform() throws {
    let box = try BoxSet(lower: [0, 2, -1], upper: [1, 2, 3])
    var stream = RandomStream(seed: 3, purpose: .nature)
    let count = 20000.0
    var (sums, squares) = ([0.0, 0, 0], [0.0, 0, 0])
    for _ in 0..<Int(count) {
      let row = sample(box, using: &stream)
      let isInside = box.contains(row.span, tolerance: 0)
      #expect(isInside)
      for index in 0..<3 {
        let (low, high) = (box.lower[index], box.upper[index])
        let scaled = low < high ? (row[index] - low) / (high - low) : 0
        sums[index] += scaled
        squares[index] += scaled * scaled
      }
    }
    for index in box.free {
      #expect(abs(sums[index] / count - 0.5) <= 5 * (1 / 12 / count).squareRoot())
      // The variance of u^2 is 4/45.
      #expect(abs(squares[index] / count - 1.0 / 3) <= 5 * (4.0 / 45 / count).squareRoot())
    }
    let list = try FiniteModels(rows: [[0, 1], [2, 3], [4, 5]])
    var seen = [0.0, 0, 0]
    for _ in 0..<Int(count) { seen[Int(sample(list, using: &stream)[0]) / 2] += 1 }
    for number in seen { #expect(abs(number / count - 1.0 / 3) <= 5 * (2.0 / 9 / count).squareRoot()) }
  }

  @Test func lists() throws {
    let list = try FiniteModels(rows: [[0, 1], [2, 3], [4, 5]])
    #expect(list.corners == list.rows)
    #expect(project([2.2, 2.5], onto: list) == [2, 3])
    #expect(project([-9, -9], onto: list) == [0, 1])
    // The first among equally near ones.
    #expect(project([1, 2], onto: list) == [0, 1])
    let near = [2.05, 3]
    let (isExact, isNear) = (
      list.contains(near.span, tolerance: 0), list.contains(near.span, tolerance: 0.1)
    )
    #expect(!isExact && isNear)
  }

  @Test func refusals() throws {
    for attempt: () throws -> Void in [
      { _ = try BoxSet(lower: [], upper: []) }, { _ = try BoxSet(lower: [0], upper: [1, 2]) },
      { _ = try BoxSet(lower: [2], upper: [1]) }, { _ = try BoxSet(lower: [.nan], upper: [1]) },
      { _ = try BoxSet(lower: [-1.7e308], upper: [1.7e308]) }, { _ = try FiniteModels(rows: []) },
      { _ = try FiniteModels(rows: [[]]) }, { _ = try FiniteModels(rows: [[1], [1, 2]]) },
      { _ = try FiniteModels(rows: [[1], [.infinity]]) },
      { _ = try RowwiseSet([L1Ball]()) },
    ] {
      let error = #expect(throws: UncertaintySetError.self) { try attempt() }
      #expect(try #require(error).description.contains("; give"))
    }
  }
}
